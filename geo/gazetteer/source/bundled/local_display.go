package bundled

import (
	"slices"
	"strings"

	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"
)

// localNameLocales are the locales of CLDR whose names are shown to readers.
var localNameLocales = append(slices.Clone(territoryLocales), "no")

// shortTerritories are the codes of the territories of which CLDR has a shorter name than that of the law.
var shortTerritories = strings.Fields("HK MM MO PS")

// territoryLocalNames returns the names of countries and territories to show by language, by their two-letter codes.
func (d folder) territoryLocalNames() (map[string][]source.LocalName, error) {
	names := map[string][]source.LocalName{}
	for _, locale := range localNameLocales {
		territories, err := d.territories(locale)
		if err != nil {
			return nil, err
		}
		for key, name := range territories {
			if short := territories[key+"-alt-short"]; short != "" && slices.Contains(shortTerritories, key) {
				name = short
			}
			if len(key) == 2 {
				names[key] = append(names[key], source.LocalName{Text: name, Language: locale})
			}
		}
	}
	return names, nil
}

// addLocal adds the names of an entry that are in a language other than English as names to show.
func addLocal(e *source.Entry, names []source.Name) {
	for _, n := range names {
		if n.Kind == gazetteer.NameAlternate && n.Language != "" && n.Language != "en" {
			e.LocalNames = append(e.LocalNames, source.LocalName{Text: n.Text, Language: n.Language})
		}
	}
}
