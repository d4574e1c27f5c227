package store

import (
	"dateline/geo"
	"dateline/geo/gazetteer"

	"github.com/paulmach/orb"
)

// SetGazetteer sets the gazetteer by which selections within a region, a sea or another area find the places in it; nil changes nothing.
func (db *DB) SetGazetteer(g *gazetteer.Gazetteer) {
	if g == nil {
		return
	}
	db.SetAreas(func(id geo.PlaceID) (geo.Place, orb.MultiPolygon, bool) {
		ref, ok := g.ByID(id)
		if !ok {
			return geo.Place{}, nil, false
		}
		return g.Place(ref), g.Area(ref), true
	})
}
