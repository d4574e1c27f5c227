package ogc

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/server/selection"
	"dateline/server/store"

	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb"
)

const (
	// batch is the number of features that are read at a time.
	batch = 500
	// maxRead is the number of features that a request reads for conditions that the store does not evaluate.
	maxRead = 20_000
)

// reader reads the features of a query.
type reader struct {
	s      *service
	f      *features
	q      *query
	result *store.Result
	fields []layer.Field
	// key and position are where the next batch begins.
	key      int
	position *store.Position
	read     int
	// cursor is the position after the last feature that was returned, or empty if there are none after it.
	cursor string
}

// open returns a reader of the features of a request.
func (s *service) open(r *http.Request, f *features, q *query) (*reader, error) {
	in := &reader{s: s, f: f, q: q, fields: fieldsOf(f.kind)}
	ok := true
	switch {
	case q.cursor == "":
	case f.kind == layer.Places:
		var err error
		in.key, err = strconv.Atoi(q.cursor)
		ok = err == nil && in.key >= 0
	default:
		var p store.Position
		p, ok = store.ParsePosition(q.cursor)
		in.position = &p
	}
	if !ok {
		return nil, s.Errorf(geo.ErrInput, "cursor=%s is not valid. Follow the links to the next page.", q.cursor)
	}
	var err error
	in.result, err = f.db.Select(r.Context(), f.info.Name, q.selection)
	return in, err
}

// fieldsOf returns the fields of a layer's features. The phrases and the focus of places would need all their mentions.
func fieldsOf(kind layer.Kind) (out []layer.Field) {
	for _, f := range layer.Fields(kind) {
		if kind == layer.Places && (f.Name == "phrases" || f.Name == "focus") || f.Name == "coarsened" {
			continue
		}
		out = append(out, f)
	}
	return out
}

// matched returns the number of features, or -1 if the store does not evaluate all conditions.
func (in *reader) matched(ctx context.Context) (int, error) {
	if in.q.rest != nil {
		return -1, nil
	}
	if in.f.kind == layer.Mentions {
		return in.result.CountMentionFeatures(ctx, in.q.filter)
	}
	_, n, err := in.result.PlaceFeatures(ctx, in.q.filter, 0, 0)
	return n, err
}

// each passes the features to a function, up to the limit, and sets the cursor.
func (in *reader) each(ctx context.Context, yield func(*layer.Feature) error) error {
	in.cursor = ""
	for left := in.q.limit; ; {
		rows, cursors, more, err := in.next(ctx, min(batch, left))
		if err != nil {
			return err
		}
		in.read += len(rows)
		for i, f := range rows {
			in.cursor = cursors[i]
			if in.q.rest != nil && evaluate(in.q.rest, subject{f, in.fields}) != isTrue {
				continue
			}
			f.Geometry = in.q.crs.geometry(f.Geometry)
			if err := yield(f); err != nil {
				return err
			}
			left--
		}
		switch {
		case !more:
			in.cursor = ""
			return nil
		case left == 0, in.q.rest != nil && in.read >= maxRead:
			return nil
		}
	}
}

// next returns the next features and the cursor after each.
func (in *reader) next(ctx context.Context, limit int) (out []*layer.Feature, cursors []string, more bool, err error) {
	if in.f.kind == layer.Places {
		return in.nextPlaces(ctx, limit)
	}
	rows, more, err := in.result.MentionFeatures(ctx, in.q.filter, in.position, limit)
	if err != nil {
		return nil, nil, false, err
	}
	for i := range rows {
		out = append(out, mentionFeature(&rows[i].MentionRow, in.fields))
		cursors = append(cursors, rows[i].At.String())
		in.position = &rows[i].At
	}
	return out, cursors, more, nil
}

func mentionFeature(row *store.MentionRow, fields []layer.Field) *layer.Feature {
	return layer.NewMentionRow(row.Parsed, row.Index, row.ID).Feature(fields)
}

func (in *reader) nextPlaces(ctx context.Context, limit int) (out []*layer.Feature, cursors []string, more bool, err error) {
	rows, _, err := in.result.PlaceFeatures(ctx, in.q.filter, in.key, limit+1)
	if err != nil {
		return nil, nil, false, err
	}
	if more = len(rows) > limit; more {
		rows = rows[:limit]
	}
	places, err := in.result.PlaceDetails(ctx, rows)
	if err != nil {
		return nil, nil, false, err
	}
	for i := range rows {
		out = append(out, in.s.placeFeature(&rows[i], places[i], in.fields))
		cursors = append(cursors, strconv.Itoa(rows[i].Key))
		in.key = rows[i].Key
	}
	return out, cursors, more, nil
}

func (s *service) placeFeature(row *store.PlaceRow, p *geo.Place, fields []layer.Field) *layer.Feature {
	return PlaceRow(row, p, s.Outline).Feature(fields)
}

// PlaceRow returns the row of a place in the places layer, without the phrases and the focus, for which all its mentions would be needed.
func PlaceRow(row *store.PlaceRow, p *geo.Place, outline func(geo.PlaceID) orb.MultiPolygon) *layer.PlaceRow {
	out := &layer.PlaceRow{
		Place: *p, Geometry: layer.PlaceGeometry(p, outline), Mentions: row.Mentions, Articles: row.Articles, Certain: row.Certain, Likely: row.Likely,
		FirstPublished: row.First, LastPublished: row.Last,
	}
	switch {
	case row.Certain > 0:
		out.Confidence = geo.ConfidenceCertain
	case row.Likely > 0:
		out.Confidence = geo.ConfidenceLikely
	case row.Ambiguous > 0:
		out.Confidence = geo.ConfidenceAmbiguous
	}
	return out
}

// items answers with a page of features.
func (s *service) items(w http.ResponseWriter, r *http.Request) error {
	f, err := s.find(r)
	if err != nil {
		return err
	}
	q, err := s.parse(r, f)
	if err != nil {
		return err
	}
	format, err := s.format(r)
	if err != nil {
		return err
	}
	in, err := s.open(r, f, q)
	if err != nil {
		return err
	}
	w.Header().Add("Vary", "Accept")
	if s.NotModified(w, r, in.result.Version, format) {
		return nil
	}
	matched, err := in.matched(r.Context())
	if err != nil {
		return err
	}
	if format == "html" {
		return s.itemsPage(w, r, in)
	}
	return s.writeItems(w, r, in, matched)
}

// nextURL returns the address of the next page, or "".
func (in *reader) nextURL(r *http.Request) string {
	if in.cursor == "" {
		return ""
	}
	q := r.URL.Query()
	q.Set("cursor", in.cursor)
	return in.f.url() + "/items?" + q.Encode()
}

// writeItems streams a page of features as GeoJSON.
func (s *service) writeItems(w http.ResponseWriter, r *http.Request, in *reader, matched int) error {
	out := bufio.NewWriterSize(w, 32<<10)
	var b []byte
	n := 0
	begin := func() {
		w.Header().Set("Content-Type", typeGeoJSON)
		w.Header().Set("Content-Crs", "<"+string(in.q.crs)+">")
		_, _ = out.WriteString(`{"type":"FeatureCollection","features":[`) // a writer keeps its first error
	}
	err := in.each(r.Context(), func(f *layer.Feature) (err error) {
		if n == 0 {
			begin()
		} else {
			_ = out.WriteByte(',')
		}
		n++
		if b, err = layer.AppendGeoJSON(append(b[:0], '\n'), f, in.fields); err == nil {
			_, err = out.Write(b)
		}
		return err
	})
	switch {
	case err != nil && n == 0:
		return err
	case err != nil:
		panic(http.ErrAbortHandler) // so that the client does not mistake a part for the whole
	case n == 0:
		begin()
	}
	links := s.representations(r, typeGeoJSON, "json")
	links = append(links, Link{Href: in.f.url(), Rel: "collection", Type: typeJSON, Title: in.f.title()})
	if next := in.nextURL(r); next != "" {
		links = append(links, Link{Href: next, Rel: "next", Type: typeGeoJSON, Title: "The next features"})
	}
	rest := map[string]any{"links": links, "numberReturned": n}
	if matched >= 0 {
		rest["numberMatched"] = matched
	}
	end, err := json.Marshal(rest)
	if err != nil {
		return err
	}
	_, _ = out.WriteString("\n]," + string(end[1:]) + "\n")
	_ = out.Flush() // fails only when the client is gone
	return nil
}

// columnsOf are the fields that pages show of the features of a layer.
func columnsOf(kind layer.Kind) []string {
	if kind == layer.Places {
		return []string{"where", "kind", "confidence", "mentions", "articles", "first_published", "last_published"}
	}
	return []string{"phrase", "where", "outcome", "confidence", "published", "publisher", "passage"}
}

// itemsPage shows a page of features to a browser.
func (s *service) itemsPage(w http.ResponseWriter, r *http.Request, in *reader) error {
	page := &Page{Title: "Features", Description: in.f.title(), Crumbs: s.collectionCrumbs(r, in.f), Columns: append([]string{"id"}, columnsOf(in.f.kind)...)}
	in.q.limit = min(in.q.limit, 1000)
	err := in.each(r.Context(), func(f *layer.Feature) error {
		row := Row{Href: in.f.url() + "/items/" + url.PathEscape(f.ID) + "?f=html", Cells: []string{f.ID}}
		for _, name := range columnsOf(in.f.kind) {
			row.Cells = append(row.Cells, subject{f, in.fields}.value(name).Text())
		}
		page.Rows = append(page.Rows, row)
		return nil
	})
	if err != nil {
		return err
	}
	page.Next = in.nextURL(r)
	page.Links = s.representations(r, typeGeoJSON, "html")[1:]
	return s.Page(w, r, page)
}

// item answers with a feature.
func (s *service) item(w http.ResponseWriter, r *http.Request) error {
	f, err := s.find(r)
	if err == nil {
		err = s.known(r, "crs")
	}
	if err != nil {
		return err
	}
	system, err := s.parseCRS("crs", r.URL.Query().Get("crs"))
	if err != nil {
		return err
	}
	format, err := s.format(r)
	if err != nil {
		return err
	}
	id := chi.URLParam(r, "feature")
	if r.URL.RawPath != "" {
		id, _ = url.PathUnescape(id) // an invalid one is not found
	}
	fields := fieldsOf(f.kind)
	feature, version, err := s.feature(r.Context(), f, id, fields)
	if err != nil {
		return err
	}
	w.Header().Add("Vary", "Accept")
	if s.NotModified(w, r, version, format) {
		return nil
	}
	links := append(s.representations(r, typeGeoJSON, format), Link{Href: f.url(), Rel: "collection", Type: typeJSON, Title: f.title()})
	if format == "html" {
		page := &Page{Title: id, Crumbs: s.collectionCrumbs(r, f), Links: links[1:], Columns: []string{"field", "value"}}
		for i := range fields {
			if feature.Values[i].Present {
				page.Rows = append(page.Rows, Row{Cells: []string{fields[i].Name, feature.Values[i].Text()}})
			}
		}
		return s.Page(w, r, page)
	}
	feature.Geometry = system.geometry(feature.Geometry)
	linksJSON, err := json.Marshal(links)
	if err != nil {
		return err
	}
	b, err := layer.AppendGeoJSON(nil, feature, fields, `"links":`+string(linksJSON))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", typeGeoJSON)
	w.Header().Set("Content-Crs", "<"+string(system)+">")
	_, _ = w.Write(append(b, '\n')) // fails only when the client is gone
	return nil
}

// feature returns a feature by its identifier, and the version of the collection.
func (s *service) feature(ctx context.Context, f *features, id string, fields []layer.Field) (*layer.Feature, string, error) {
	missing := s.Errorf(geo.ErrNotFound, "The collection %q has no feature %q.", f.id, id)
	if f.kind == layer.Places {
		for _, all := range []bool{false, true} { // places that only hidden roles mention are features, too
			result, err := f.db.Select(ctx, f.info.Name, selection.Selection{All: all})
			if err != nil {
				return nil, "", err
			}
			row, err := result.Place(ctx, geo.PlaceID(id))
			if err != nil {
				continue
			}
			places, err := result.PlaceDetails(ctx, []store.PlaceRow{row})
			if err != nil {
				return nil, "", err
			}
			return s.placeFeature(&row, places[0], fields), result.Version, nil
		}
		return nil, "", missing
	}
	if strings.ContainsRune(id, 0) {
		return nil, "", missing
	}
	row, err := f.db.MentionOf(ctx, f.info.Name, id)
	if err != nil {
		return nil, "", err
	}
	if row == nil {
		return nil, "", missing
	}
	return mentionFeature(row, fields), f.info.Version, nil
}
