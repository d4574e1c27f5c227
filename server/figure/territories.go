package figure

import "strings"

// territories has the states that dependent territories belong to, by the names on the base map (Natural Earth, admin-0
// countries 5.1.1, columns SOVEREIGNT and TYPE; French overseas collectivities and the Crown Dependencies included).
var territories = map[string]string{
	"Aland": "Finland", "American Samoa": "U.S.", "Anguilla": "U.K.", "Aruba": "Netherlands", "Bermuda": "U.K.", "British Indian Ocean Territory": "U.K.",
	"British Virgin Islands": "U.K.", "Cayman Islands": "U.K.", "Cook Islands": "N.Z.", "Curaçao": "Netherlands", "Falkland Islands": "U.K.",
	"Faroe Islands": "Denmark", "French Polynesia": "France", "French Southern and Antarctic Lands": "France", "Gibraltar": "U.K.", "Greenland": "Denmark",
	"Guam": "U.S.", "Guernsey": "U.K.", "Hong Kong": "China", "Isle of Man": "U.K.", "Jersey": "U.K.", "Macau": "China", "Montserrat": "U.K.",
	"New Caledonia": "France", "Niue": "N.Z.", "Norfolk Island": "Australia", "Northern Mariana Islands": "U.S.", "Pitcairn Islands": "U.K.",
	"Puerto Rico": "U.S.", "Saint Barthélemy": "France", "Saint Helena": "U.K.", "Saint Martin": "France", "Sint Maarten": "Netherlands",
	"South Georgia": "U.K.", "St. Pierre & Miquelon": "France", "Tokelau": "N.Z.", "Turks and Caicos Islands": "U.K.",
	"United States Virgin Islands": "U.S.", "Wallis and Futuna": "France",
}

// countryLabel returns the label of a country in capitals, or that of a territory with its state, and its class.
func countryLabel(name string) (label, class string) {
	if state := territories[name]; state != "" {
		return name + " (" + state + ")", "territory-label"
	}
	return strings.ToUpper(name), "country-label"
}
