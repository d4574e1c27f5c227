package server

import (
	"fmt"
	"net/http"
	"time"

	"dateline/geo/layer"
	"dateline/server/importer"
	"dateline/server/internal/site"
	"dateline/server/view"
)

// feedRows describes the feeds that a collection follows.
func (s *server) feedRows(r *http.Request, collection string) ([]view.FeedRow, error) {
	feeds, err := s.Importer.Feeds(r.Context(), collection)
	if err != nil {
		return nil, fmt.Errorf("list the feeds of %q: %w", collection, err)
	}
	rows := make([]view.FeedRow, len(feeds))
	now := time.Now()
	for i := range feeds {
		rows[i] = feedRow(&feeds[i], now)
	}
	return rows, nil
}

func feedRow(f *importer.Feed, now time.Time) view.FeedRow {
	row := view.FeedRow{Title: f.Title, URL: f.URL, Link: layer.WebAddress(f.URL), Error: f.Error}
	if row.Title == "" {
		row.Title = f.URL
	}
	if !f.Polled.IsZero() {
		row.Polled = f.Polled.UTC().Format("2 January 2006, 15:04 UTC")
	}
	if wait := f.Next.Sub(now); !f.Next.IsZero() && wait > 0 {
		row.Next = duration(wait)
	}
	return row
}

// unfollow stops following a feed.
func (s *server) unfollow(w http.ResponseWriter, r *http.Request) error {
	name, err := s.importName(r)
	if err != nil {
		return err
	}
	if err := site.ParseForm(r); err != nil {
		return err
	}
	if err := s.Importer.Unfollow(r.Context(), name, r.PostForm.Get("feed")); err != nil {
		return site.Explain(err, "This collection does not follow that feed.")
	}
	return site.SeeOther(w, r, view.Links{Collection: name}.Add()+"#feeds")
}
