package server

import (
	"net/http"

	"dateline/geo/gazetteer"
	"dateline/geo/layer"
	"dateline/server/view"
)

type aboutView struct {
	view.Layout
	Sources            []gazetteer.SourceInfo
	Version, Gazetteer string
}

// about shows the legend, the sources and the versions.
func (s *server) about(w http.ResponseWriter, r *http.Request) error {
	if s.NotModified(w, r) {
		return nil
	}
	layout := s.Layout("About and sources")
	layout.Current = "about"
	sources := s.Attribution()
	for i := range sources {
		sources[i].URL = layer.WebAddress(sources[i].URL)
	}
	return s.Show(w, "about", aboutView{Layout: layout, Sources: sources, Version: s.Version, Gazetteer: s.GazetteerVersion()})
}
