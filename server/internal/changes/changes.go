package changes

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"dateline/geo"
	"dateline/server/internal/site"
	"dateline/server/selection"
	"dateline/server/store"
	"dateline/server/view"
	"dateline/server/view/editing"

	"github.com/paulmach/orb"
)

const (
	// seenCookie has the time of the last two visits of the page in milliseconds since 1970.
	seenCookie = "seen"
	// visitTime is how long a visit lasts.
	visitTime = 30 * time.Minute
	// defaultSince is the time of which changes are listed to a new visitor.
	defaultSince = 7 * 24 * time.Hour
	readingsPage = 100
	// maxReadings is the number of changed readings in a layer or feed.
	maxReadings = 1000
	// changedArticles is the number of articles that the page lists.
	changedArticles = 100
)

// collectionChanges are what changed in a collection since a time, as far as a selection has it.
type collectionChanges struct {
	since    time.Time
	changes  store.Changes
	readings []store.Reading
	articles []store.ArticleRow
	more     int // articles that are not listed
	result   *store.Result
	filtered bool
}

// changes shows what changed since a time.
func (s *handlers) changes(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	n, err := site.PageNumber(r)
	if err != nil {
		return err
	}
	since, err := sinceOf(w, r, sc)
	if err != nil {
		return err
	}
	c, err := s.changesSince(r, sc, since, (n-1)*readingsPage, readingsPage)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	q.Del("page")
	q.Del("compare")
	q.Set("since", since.UTC().Format(time.RFC3339))
	content := editing.Changes{
		Layout: s.LayoutOf(sc, "What changed", "changes"), Since: since, Day: since.UTC().Format(time.DateOnly),
		Page: sc.Links.Changes(), GeoJSON: editing.ChangesQuery(sc.Links, ".geojson", q),
		Total: c.changes.Readings, Pages: view.NewPager(c.changes.Readings, n, readingsPage, editing.ChangesQuery(sc.Links, "", q)), MoreArticles: c.more,
	}
	q.Del("since")
	content.Atom = editing.ChangesQuery(sc.Links, ".atom", q)
	content.Articles = view.NewStoredArticles(c.articles, store.Counts{}, view.ListOptions{Page: 1}, selection.Selection{}, sc.Links).Rows
	for i := range c.changes.Places {
		content.Places = append(content.Places, editing.PlaceChangeOf(&c.changes.Places[i], sc.Links))
	}
	for i := range c.readings {
		content.Readings = append(content.Readings, editing.NewEvent(&c.readings[i], sc.Links))
	}
	for _, cause := range []store.Cause{store.CauseDecision, store.CauseUndo, store.CauseParse} {
		if n := c.changes.Causes[cause]; n > 0 {
			content.Causes = append(content.Causes, editing.CauseCount{Cause: cause, N: n})
		}
	}
	if content.Deleted, err = deletedTitles(r.Context(), sc, c.changes.Deleted); err != nil {
		return err
	}
	if content.Gone, err = gonePlaces(r.Context(), c); err != nil {
		return err
	}
	if content.Compared, err = s.comparison(r, sc); err != nil {
		return err
	}
	if err := s.addSeries(r, sc, &content); err != nil {
		return err
	}
	if content.Periods, err = periods(r, sc); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return s.Show(w, "changes", &content)
}

// sinceOf returns the time from which changes are listed: that of the address, or the last visit.
func sinceOf(w http.ResponseWriter, r *http.Request, sc *site.Scope) (time.Time, error) {
	if text := r.URL.Query().Get("since"); text != "" {
		for _, layout := range []string{time.RFC3339, time.DateOnly} {
			if t, err := time.Parse(layout, text); err == nil {
				return t, nil
			}
		}
		return time.Time{}, site.Errorf(geo.ErrInput, "“%s” is not a day. Write it as year-month-day, such as 2026-11-26.", text)
	}
	now := time.Now()
	last, current := visits(r, now)
	if now.Sub(current) > visitTime {
		last = current
	}
	value := strconv.FormatInt(last.UnixMilli(), 10) + "." + strconv.FormatInt(now.UnixMilli(), 10)
	http.SetCookie(w, &http.Cookie{
		Name: seenCookie, Value: value, Path: sc.Links.Map(), MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil,
	})
	return last, nil
}

// visits returns the times from which the last two visits of the page list changes; defaultSince before now without one.
func visits(r *http.Request, now time.Time) (last, current time.Time) {
	last, current = now.Add(-defaultSince), now.Add(-defaultSince)
	if c, err := r.Cookie(seenCookie); err == nil {
		first, second, _ := strings.Cut(c.Value, ".")
		a, err := strconv.ParseInt(first, 10, 64)
		b, err2 := strconv.ParseInt(second, 10, 64)
		if err == nil && err2 == nil {
			last, current = time.UnixMilli(a), time.UnixMilli(b)
		}
	}
	return last, current
}

// Unseen returns the number of readings that changed since the reader last looked at what changed.
func Unseen(r *http.Request, sc *site.Scope) (int, error) {
	_, since := visits(r, time.Now())
	n, err := sc.DB.CountReadings(r.Context(), sc.Collection.Name, since)
	return n, site.Explain(err, site.NoCollection)
}

// changesSince reads what changed in a collection since a time, with the readings from an offset on.
func (s *handlers) changesSince(r *http.Request, sc *site.Scope, since time.Time, offset, limit int) (*collectionChanges, error) {
	ctx := r.Context()
	selected, notices := selection.Parse(r.URL.Query(), append([]string{"since", "compare"}, site.PageKeys...)...)
	c := &collectionChanges{since: since, filtered: !selected.IsZero()}
	var err error
	if c.changes, err = sc.DB.Changes(ctx, sc.Collection.Name, since); err != nil {
		return nil, site.Explain(err, site.NoCollection)
	}
	if c.readings, err = sc.DB.Readings(ctx, sc.Collection.Name, since, offset, limit); err != nil {
		return nil, err
	}
	if c.result, err = s.SelectIn(ctx, sc, selected, notices); err != nil {
		return nil, err
	}
	if c.filtered {
		if err := c.filter(ctx); err != nil {
			return nil, err
		}
	}
	if len(c.changes.Articles) == 0 {
		return c, nil
	}
	selected.Articles = c.changes.Articles
	if !c.filtered {
		selected.All = true
	}
	added, err := s.SelectIn(ctx, sc, selected, nil)
	if err != nil {
		return nil, err
	}
	c.articles, err = added.Articles(ctx, store.OrderNewest, 0, changedArticles)
	c.more = max(added.Counts.Articles-len(c.articles), 0)
	return c, err
}

// filter removes the places and readings that the selection does not have.
func (c *collectionChanges) filter(ctx context.Context) error {
	var places []store.PlaceRow
	for i := range c.changes.Places {
		has, err := c.has(ctx, c.changes.Places[i].ID)
		if err != nil {
			return err
		}
		if has {
			places = append(places, c.changes.Places[i])
		}
	}
	c.changes.Places = places
	var readings []store.Reading
	for i := range c.readings {
		rd := &c.readings[i]
		after, err := c.has(ctx, rd.After.Place)
		if err != nil {
			return err
		}
		before, err := c.has(ctx, rd.Before.Place)
		if err != nil {
			return err
		}
		if after || before {
			readings = append(readings, *rd)
		}
	}
	c.readings, c.changes.Readings = readings, len(readings)
	return nil
}

// has reports whether a place is in the selection.
func (c *collectionChanges) has(ctx context.Context, id geo.PlaceID) (bool, error) {
	if id == "" {
		return false, nil
	}
	_, err := c.result.Place(ctx, id)
	if errors.Is(err, geo.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// gonePlaces returns the places of the changed readings that no mention is at any more.
func gonePlaces(ctx context.Context, c *collectionChanges) ([]editing.PlaceChange, error) {
	var out []editing.PlaceChange
	seen := map[geo.PlaceID]bool{"": true}
	for i := range c.readings {
		before := &c.readings[i].Before
		if seen[before.Place] || before.Outcome != geo.OutcomePlaced && before.Outcome != geo.OutcomeCountry {
			continue
		}
		seen[before.Place] = true
		has, err := c.has(ctx, before.Place)
		if err != nil {
			return nil, err
		}
		if !has && !c.filtered {
			out = append(out, editing.PlaceChange{ID: before.Place, Name: before.Name})
		}
	}
	return out, nil
}

// deletedTitles returns the titles of deleted articles.
func deletedTitles(ctx context.Context, sc *site.Scope, ids []string) ([]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	trash, err := sc.DB.TrashList(ctx)
	if err != nil {
		return nil, err
	}
	titles := map[string]string{}
	for i := range trash {
		if trash[i].Collection == sc.Collection.Name {
			titles[trash[i].Article] = trash[i].Title
		}
	}
	var out []string
	for _, id := range ids {
		title := titles[id]
		if title == "" {
			title = "an article without a headline"
		}
		out = append(out, title)
	}
	return out, nil
}

// comparison compares the places of the two articles that the address names, nil if it names none.
func (s *handlers) comparison(r *http.Request, sc *site.Scope) (*editing.Comparison, error) {
	ids := r.URL.Query()["compare"]
	if len(ids) != 2 {
		return nil, nil
	}
	var articles [2]*geo.Parsed
	for i, id := range ids {
		p, err := sc.DB.Article(r.Context(), sc.Collection.Name, id)
		if err != nil {
			return nil, site.Explain(err, site.NoArticle)
		}
		articles[i] = p
	}
	return editing.Compare(articles[0], articles[1], sc.Links), nil
}

// pointOf returns the position of a place.
func (s *handlers) pointOf(ctx context.Context, c *collectionChanges, id geo.PlaceID) (orb.Point, bool) {
	if at, ok := editing.PointOf(id); ok {
		return at, true
	}
	if row, err := c.result.Place(ctx, id); err == nil {
		return row.Point, true
	}
	if s.Gazetteer != nil {
		if ref, ok := s.Gazetteer.ByID(id); ok {
			return s.Gazetteer.Record(ref).Point, true
		}
	}
	return orb.Point{}, false
}

// changeFeature is a change on the map.
type changeFeature struct {
	Type       string         `json:"type"`
	ID         string         `json:"id,omitempty"`
	Geometry   *changePoint   `json:"geometry"`
	Properties map[string]any `json:"properties"`
}

type changePoint struct {
	Type        string     `json:"type"`
	Coordinates [2]float64 `json:"coordinates"`
}

func pointGeometry(at orb.Point, ok bool) *changePoint {
	if !ok {
		return nil
	}
	return &changePoint{"Point", at}
}

// changesLayer writes what changed as GeoJSON: new places, and readings at the place that they have now or had before.
func (s *handlers) changesLayer(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	c, err := s.feedChanges(r, sc)
	if err != nil {
		return err
	}
	features := []changeFeature{}
	for i := range c.changes.Places {
		p := &c.changes.Places[i]
		features = append(features, changeFeature{
			"Feature", string(p.ID), pointGeometry(p.Point, true),
			map[string]any{"change": "place added", "name": p.Name, "where": p.Where, "mentions": p.Mentions},
		})
	}
	for i := range c.readings {
		rd := &c.readings[i]
		properties := map[string]any{
			"change": "reading", "phrase": rd.Phrase, "mention": rd.Mention, "article": rd.Article, "before": editing.State(&rd.Before), "after": editing.State(&rd.After),
			"before_place": rd.Before.Place, "after_place": rd.After.Place, "cause": rd.Cause, "at": rd.At.UTC().Format(time.RFC3339),
		}
		if rd.Author != "" {
			properties["author"] = rd.Author
		}
		features = append(features, changeFeature{"Feature", "", s.readingPoint(r.Context(), c, rd), properties})
	}
	w.Header().Set("Content-Type", "application/geo+json")
	w.Header().Set("Cache-Control", "no-store")
	return site.ClientGone(json.NewEncoder(w).Encode(map[string]any{
		"type": "FeatureCollection", "title": sc.Collection.Title, "since": c.since.UTC().Format(time.RFC3339), "features": features,
	}))
}

// readingPoint returns where a changed reading is drawn: where it is now, or where it was.
func (s *handlers) readingPoint(ctx context.Context, c *collectionChanges, rd *store.Reading) *changePoint {
	for _, id := range []geo.PlaceID{rd.After.Place, rd.Before.Place} {
		if id == "" {
			continue
		}
		if at, ok := s.pointOf(ctx, c, id); ok {
			return pointGeometry(at, true)
		}
	}
	return nil
}

// feedChanges reads the changes of a layer or feed, which has no visits: without a time those of 30 days.
func (s *handlers) feedChanges(r *http.Request, sc *site.Scope) (*collectionChanges, error) {
	since := time.Now().AddDate(0, 0, -30)
	if r.URL.Query().Get("since") != "" {
		var err error
		if since, err = sinceOf(nil, r, sc); err != nil {
			return nil, err
		}
	}
	return s.changesSince(r, sc, since, 0, maxReadings)
}

// selectionOf returns the parameters of an address without those of the page.
func selectionOf(r *http.Request) url.Values {
	q := r.URL.Query()
	q.Del("since")
	return q
}
