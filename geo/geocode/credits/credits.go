// Package credits lists the attributions of the online geocoders whose places articles contain.
//
// It is apart from geocode so that programs that only write results do not
// depend on the clients of the geocoders.
package credits

import (
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// providers are the online geocoders with the attributions that their terms
// require where their answers are shown, in the order in which lists show them.
var providers = [...]struct{ name, attribution, license, url string }{
	{"nominatim", "© OpenStreetMap contributors", "ODbL-1.0", "https://www.openstreetmap.org/copyright"},
	{"locationiq", "Search by LocationIQ.com; © OpenStreetMap contributors", "ODbL-1.0", "https://locationiq.com"},
	{"pickpoint", "PickPoint; © OpenStreetMap contributors", "ODbL-1.0", "https://pickpoint.io"},
	{"opencage", "OpenCage; © OpenStreetMap contributors and others", "", "https://opencagedata.com/credits"},
	{"pelias", "Pelias, from the data of whoever runs it", "", ""},
	{"geocode.earth", "Geocode Earth; © OpenStreetMap contributors and others", "", "https://geocode.earth/guidelines"},
	{"google", "Google Maps", "", "https://www.google.com/maps"},
	{"mapbox", "© Mapbox", "", "https://www.mapbox.com/about/maps"},
	{"mapquest", "MapQuest", "", "https://www.mapquest.com"},
	{"here", "© HERE", "", "https://www.here.com"},
	{"tomtom", "© TomTom", "", "https://www.tomtom.com"},
	{"arcgis", "Powered by Esri", "", "https://www.esri.com"},
}

// Of returns the providers of the places of parsed articles, candidates included,
// in a fixed order.
func Of(parsed []*geo.Parsed) []gazetteer.SourceInfo {
	found := map[string]bool{}
	last := "" // most places in a row are of one provider
	add := func(id geo.PlaceID) {
		if name, _, _ := strings.Cut(string(id), ":"); name != last {
			found[name], last = true, name
		}
	}
	for _, p := range parsed {
		for i := range p.Resolutions {
			r := &p.Resolutions[i]
			if r.Place != nil {
				add(r.Place.ID)
			}
			for j := range r.Candidates {
				add(r.Candidates[j].Place.ID)
			}
		}
	}
	return ByName(func(name string) bool { return found[name] })
}

// ByName returns the providers whose names, which are the first parts of the ids of their places, satisfy a condition, in a fixed
// order.
func ByName(found func(name string) bool) []gazetteer.SourceInfo {
	var all []gazetteer.SourceInfo
	for _, p := range providers {
		if found(p.name) {
			all = append(all, gazetteer.SourceInfo{
				Name: p.attribution + " (online geocoder " + p.name + ")", Attribution: p.attribution, License: p.license, URL: p.url,
			})
		}
	}
	return all
}

// Known reports whether the attribution of a provider is listed.
func Known(name string) bool {
	for _, p := range providers {
		if p.name == name {
			return p.attribution != ""
		}
	}
	return false
}
