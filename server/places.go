package server

import (
	"net/http"

	"dateline/geo"
	"dateline/server/view"
)

// place shows a place with its passages.
func (s *server) place(w http.ResponseWriter, r *http.Request) error {
	if isFragment(r) {
		return s.placePassages(w, r)
	}
	sc, err := s.scopeOf(r)
	if err != nil {
		return err
	}
	id, err := segment(r, "place")
	if err != nil {
		return err
	}
	n, err := pageNumber(r)
	if err != nil {
		return err
	}
	groups, err := s.duplicateGroups(r.Context(), sc.collection.Name)
	if err != nil {
		return err
	}
	content, err := view.NewPlace(s.layers(sc), geo.PlaceID(id), n, groups, sc.links)
	if err != nil {
		return explain(err, noPlace)
	}
	if s.notModified(w, r, sc.version(), groups.Version()) {
		return nil
	}
	content.Layout = s.layoutOf(sc, content.Ref.Name, "")
	content.Client = s.clientConfig("place", sc)
	content.Client.Title, content.Client.Selected = content.Ref.Name, id
	return s.show(w, "place", content)
}

// passages writes the mentions of one place in the scope as GeoJSON.
func (s *server) passages(w http.ResponseWriter, r *http.Request) error {
	sc, err := s.scopeOf(r)
	if err != nil {
		return err
	}
	id, err := segment(r, "place")
	if err != nil {
		return err
	}
	parsed := mentionsOf(sc.parsed(), geo.PlaceID(id))
	if len(parsed) == 0 {
		return readerErrorf(geo.ErrNotFound, noPlace)
	}
	return s.writeLayer(w, r, sc.collection.Version, "mentions.geojson", sc.collection.Name+"-place", s.set(sc.collection.Title, parsed))
}

// mentionsOf returns copies of the articles that mention a place, reduced to those
// mentions.
func mentionsOf(all []*geo.Parsed, id geo.PlaceID) []*geo.Parsed {
	var out []*geo.Parsed
	for _, p := range all {
		var reduced *geo.Parsed
		for i := range p.Resolutions {
			r := &p.Resolutions[i]
			if r.Place == nil || r.Place.ID != id || r.Outcome != geo.OutcomePlaced && r.Outcome != geo.OutcomeCountry {
				continue
			}
			if reduced == nil {
				copied := *p
				reduced = &copied
				reduced.Mentions, reduced.Resolutions, reduced.Ledger = nil, nil, geo.Ledger{}
			}
			reduced.Mentions = append(reduced.Mentions, p.Mentions[i])
			reduced.Resolutions = append(reduced.Resolutions, *r)
			reduced.Ledger.Add(r.Outcome)
		}
		if reduced != nil {
			out = append(out, reduced)
		}
	}
	return out
}
