package export

import (
	"context"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/layer"
	"dateline/server/store"

	"github.com/paulmach/orb"
)

// Origin is what a selection of stored mentions does not know about its places.
type Origin struct {
	Sources  []gazetteer.SourceInfo
	Versions geo.Versions
	// Outline returns the outline of an area or country, or nil.
	Outline func(geo.PlaceID) orb.MultiPolygon
}

// Selected returns an export of the answer to a selection. Its rows are read from the
// store while they are written.
func Selected(ctx context.Context, r *store.Result, o Origin) *layer.Export {
	h := layer.Header{
		Title: r.Collection.Title, Selection: r.Selection.Describe("en", nil), Articles: r.Counts.Articles, Ledger: r.Ledger,
		Versions: o.Versions, Sources: o.Sources,
	}
	return layer.StreamRows(h, func(yield func(*layer.MentionRow, error) bool) {
		for a, err := range r.ParsedArticles(ctx) {
			if err != nil {
				yield(nil, err)
				return
			}
			ids := make([]string, len(a.Rows))
			for i := range a.Rows {
				ids[i] = a.Rows[i].ID
			}
			for row := range layer.ArticleRows(a.Parsed, ids) {
				if !yield(row, nil) {
					return
				}
			}
		}
	}, o.Outline)
}
