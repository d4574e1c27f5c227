package export_test

import (
	"io"
	"path/filepath"
	"testing"

	"dateline/geo/layer"
	"dateline/server/export"
	"dateline/server/internal/generate"
	"dateline/server/selection"
	"dateline/server/store"
)

// BenchmarkMentions streams the mentions of a stored collection: features per second.
func BenchmarkMentions(b *testing.B) {
	ctx := b.Context()
	db, err := store.Open(ctx, filepath.Join(b.TempDir(), "store.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	o := generate.Defaults()
	o.Articles, o.Places = 5000, 5000
	if err := generate.Fill(ctx, db, o); err != nil {
		b.Fatal(err)
	}
	r, err := db.Select(ctx, o.Collection, selection.Selection{All: true})
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"geojsonl", "csv", "gpkg"} {
		format, _ := export.ByName(name)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := format.Write(io.Discard, export.Selected(ctx, r, export.Origin{}), layer.Options{Kind: layer.Mentions}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(r.Ledger.Mentions*b.N)/b.Elapsed().Seconds(), "features/s")
		})
	}
}
