package geocode

import (
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// Credits lists the providers whose answers are among the places of parsed
// articles, in the order of [Providers], with what must be said of them where these
// are shown.
func Credits(parsed []*geo.Parsed) []gazetteer.SourceInfo {
	said := map[string]bool{}
	for _, p := range parsed {
		for i := range p.Resolutions {
			r := &p.Resolutions[i]
			if r.Place != nil {
				said[providerOf(r.Place.ID)] = true
			}
			for j := range r.Candidates {
				said[providerOf(r.Candidates[j].Place.ID)] = true
			}
		}
	}
	var all []gazetteer.SourceInfo
	for i := range services {
		if s := &services[i]; said[s.name] {
			all = append(all, gazetteer.SourceInfo{
				Name: s.credit.attribution + " (online geocoder " + s.name + ")", Attribution: s.credit.attribution, Licence: s.credit.licence, URL: s.credit.url,
			})
		}
	}
	return all
}

// providerOf is who gave a place its identifier, as [Answer.PlaceID] makes them.
func providerOf(id geo.PlaceID) string {
	name, _, _ := strings.Cut(string(id), ":")
	return name
}
