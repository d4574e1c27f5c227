package resolve

import (
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// districtOfColumbia is the area of the capital of the United States, which the gazetteer calls by the
// name of the city.
const districtOfColumbia = "geonames:4138106"

// areaWords are what countries call their first-level areas, where that is one word, with the countries
// that do.
var areaWords = map[string]string{
	"state": "AT AU BR DE IN MM MX MY NG SD SS US VE", "region": "BF CL CZ DK ET FR GH IT KZ ML NA NE NZ PE PH SK SN TZ UG",
	"province":    "AF AO AR BI CA CD CN CR CU DO EC ES GA ID IR KH KP LA MZ NL NP PG PK RW TH TR VN ZA ZM ZW",
	"governorate": "BH EG IQ JO KW LB OM SY TN YE", "oblast": "BG KG UA", "department": "BO CO GT HN HT NI PY SV UY", "county": "EE HR HU KE LR NO RO SE",
	"canton": "CH", "prefecture": "JP", "district": "BD LK PT",
}

// areaWordOf returns what a country calls its first-level areas.
func areaWordOf(country string) string {
	for word, countries := range areaWords {
		if country != "" && strings.Contains(countries, country) {
			return word
		}
	}
	return "area"
}

// Title returns a place's name with what distinguishes it from others of the same
// name: "Paris, Texas, United States", "Georgia (state), United States", "Washington, D.C., United States".
func Title(p *geo.Place) string {
	s := p.Name
	switch {
	case p.Kind == geo.KindCountry:
		return s
	case p.ID == districtOfColumbia:
		s = "District of Columbia"
	case p.Kind == geo.KindAdmin1:
		s += qualifier(s, areaWordOf(p.Country))
	case p.Kind == geo.KindAdmin2 || p.Kind == geo.KindAdmin3:
		s += qualifier(s, "district")
	case p.Kind != geo.KindSettlement && p.Kind != geo.KindQuarter:
		s += qualifier(s, p.Kind.String())
	case p.Admin1ID == districtOfColumbia:
		s += ", D.C."
	}
	if p.Admin1 != "" && p.Admin1 != p.Name && p.Kind != geo.KindAdmin1 && p.Admin1ID != districtOfColumbia {
		s += ", " + p.Admin1
	}
	if p.CountryName != "" && p.CountryName != p.Name {
		s += ", " + p.CountryName
	}
	return s
}

// qualifier returns a kind in parentheses, unless the name contains its word.
func qualifier(name, kind string) string {
	for word := range strings.FieldsSeq(name) {
		switch strings.ToLower(word) {
		case kind, "state", "province", "region", "county", "district", "governorate", "oblast", "department", "prefecture", "municipality", "island", "islands", "river", "lake", "sea",
			"mountains", "airport", "territory", "republic":
			return ""
		}
	}
	return " (" + kind + ")"
}

// placeTitleOf returns the [Title] of a place of the gazetteer.
func placeTitleOf(g *gazetteer.Gazetteer, ref gazetteer.Ref) string {
	r := g.Record(ref)
	p := geo.Place{ID: g.ID(ref), Name: g.Name(ref), Kind: r.Kind, Country: r.Country}
	if r.Admin1 != gazetteer.NoRef {
		p.Admin1, p.Admin1ID = g.Name(r.Admin1), g.ID(r.Admin1)
	}
	if r.CountryRef != gazetteer.NoRef {
		p.CountryName = g.Name(r.CountryRef)
	}
	return Title(&p)
}

// areaTitle returns the name of a first-level area.
func areaTitle(g *gazetteer.Gazetteer, ref gazetteer.Ref) string {
	if g.ID(ref) == districtOfColumbia {
		return "the District of Columbia"
	}
	return g.Name(ref)
}

// countryTitle returns the name of the country of a place, with its article, or "".
func countryTitle(g *gazetteer.Gazetteer, ref gazetteer.Ref) string {
	country := g.Record(ref).CountryRef
	if country == gazetteer.NoRef {
		return ""
	}
	name := g.Name(country)
	for _, beginning := range [...]string{"United ", "Netherlands", "Philippines", "Maldives", "Bahamas", "Gambia", "Comoros", "Seychelles", "Central African", "Dominican Republic", "Solomon "} {
		if strings.HasPrefix(name, beginning) {
			return "the " + name
		}
	}
	return name
}
