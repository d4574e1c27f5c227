package server

import (
	"net/http"

	"dateline/geo/gazetteer"
	"dateline/server/view"
)

type aboutView struct {
	view.Layout
	Sources            []gazetteer.SourceInfo
	Version, Gazetteer string
}

// about shows the legend, the sources and the versions.
func (s *server) about(w http.ResponseWriter, r *http.Request) error {
	if s.notModified(w, r) {
		return nil
	}
	layout := s.layout("About and sources")
	layout.Current = "about"
	sources := s.attribution()
	for i := range sources {
		sources[i].URL = view.WebURL(sources[i].URL)
	}
	return s.show(w, "about", aboutView{Layout: layout, Sources: sources, Version: s.Version, Gazetteer: s.gazetteerVersion()})
}
