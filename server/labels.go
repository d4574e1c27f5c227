package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"dateline/geo"
	"dateline/server/basemap"

	"github.com/go-chi/chi/v5"
)

func (s *server) labelsURL() string {
	if s.Gazetteer == nil {
		return ""
	}
	return "/basemap/labels/{z}/{x}/{y}.json?v=" + geo.ContentID(s.gazetteerVersion())
}

// labels writes the settlements of a tile, the most important ones first.
func (s *server) labels(w http.ResponseWriter, r *http.Request) error {
	if s.Gazetteer == nil {
		return geo.Errorf(geo.ErrUnavailable, "there is no gazetteer to take names from")
	}
	var tile [3]int
	for i, name := range []string{"z", "x", "y"} {
		n, err := strconv.Atoi(chi.URLParam(r, name))
		if err != nil {
			return geo.Errorf(geo.ErrInput, "a tile is three whole numbers, z/x/y")
		}
		tile[i] = n
	}
	if s.fresh(w, r) {
		return nil
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "public, max-age=86400")
	if err := json.NewEncoder(w).Encode(basemap.Labels(s.Gazetteer, tile[0], tile[1], tile[2])); err != nil {
		return fmt.Errorf("writing labels: %w", err)
	}
	return nil
}
