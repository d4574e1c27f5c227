package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/server/export"
	"dateline/server/selection"
	"dateline/server/store"

	"github.com/danielgtaylor/huma/v2"
)

// Collection describes a collection.
type Collection struct {
	Name        string     `json:"name"`
	Title       string     `json:"title"`
	Description string     `json:"description"`
	Version     string     `json:"version" doc:"Changes whenever the collection does"`
	Articles    int        `json:"articles"`
	Places      int        `json:"places"`
	Ledger      geo.Ledger `json:"ledger" doc:"Mentions by outcome"`
}

func newCollection(s *store.Summary) Collection {
	return Collection{s.Name, s.Title, s.Description, s.Version, s.Articles, s.Places, s.Ledger}
}

// Article is an article of a collection.
type Article struct {
	ID        string     `json:"id"`
	Title     string     `json:"title,omitempty"`
	Publisher string     `json:"publisher,omitempty"`
	Published string     `json:"published,omitempty" doc:"Day or time of publication (RFC 3339)"`
	Language  string     `json:"language,omitempty"`
	URL       string     `json:"url,omitempty"`
	Mentions  int        `json:"mentions" doc:"Number of selected mentions"`
	Ledger    geo.Ledger `json:"ledger" doc:"All mentions by outcome"`
}

// Place is a place of a collection with its selected mentions.
type Place struct {
	ID         geo.PlaceID `json:"id"`
	Name       string      `json:"name"`
	Where      string      `json:"where,omitempty" doc:"The areas that contain it"`
	Kind       string      `json:"kind"`
	Precision  string      `json:"precision"`
	Country    string      `json:"country,omitempty" doc:"ISO 3166-1 alpha-2 code"`
	Lat        float64     `json:"lat" doc:"Latitude of its point, WGS 84 degrees"`
	Lon        float64     `json:"lon"`
	Mentions   int         `json:"mentions"`
	Articles   int         `json:"articles"`
	Texts      int         `json:"texts" doc:"Articles without copies"`
	Certain    int         `json:"certain"`
	Likely     int         `json:"likely"`
	FirstDay   string      `json:"first_published,omitempty"`
	LastDay    string      `json:"last_published,omitempty"`
	Population int64       `json:"population,omitempty"`
}

func newPlace(p *store.PlaceRow) Place {
	return Place{
		ID: p.ID, Name: p.Name, Where: p.Where, Kind: p.Kind.String(), Precision: string(p.Precision), Country: p.Country, Lat: p.Point.Lat(), Lon: p.Point.Lon(),
		Mentions: p.Mentions, Articles: p.Articles, Texts: p.Texts, Certain: p.Certain, Likely: p.Likely, FirstDay: p.First, LastDay: p.Last,
	}
}

// Answer are the figures of a selection.
type Answer struct {
	Version   string                   `json:"version"`
	Selection string                   `json:"selection" doc:"The selection in its text form"`
	Words     string                   `json:"words" doc:"The selection in words"`
	Counts    store.Counts             `json:"counts"`
	Total     store.Counts             `json:"total" doc:"The same of the whole collection"`
	Ledger    geo.Ledger               `json:"ledger"`
	Hidden    map[geo.Role]int         `json:"hidden" doc:"Mentions that only their role excludes"`
	Facets    map[string][]store.Value `json:"facets" doc:"Values with the mentions that are selected with each"`
	Days      []store.DayCount         `json:"days" doc:"Mentions by day of publication"`
	Spoken    []store.DayCount         `json:"spoken_days" doc:"Mentions by the first day that their passages speak of"`
	Notices   []selection.Notice       `json:"notices" doc:"Parts of the selection that the collection does not have"`
}

// facetKeys are the keys that have facets.
var facetKeys = []string{"publisher", "lang", "feed", "country", "kind", "precision", "confidence", "outcome", "role", "state"}

// PageInput are the parameters of a page of a list.
type PageInput struct {
	SelectInput
	Cursor string `query:"cursor" doc:"Cursor of the page; without it the first" maxLength:"40" pattern:"^[0-9]+([.][0-9]+)?$"`
	Limit  int    `query:"limit" doc:"Maximum number of items" minimum:"1" maximum:"1000" default:"100"`
}

// offset returns the cursor of a list that is read by offsets.
func (in *PageInput) offset() (int, error) {
	if in.Cursor == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(in.Cursor)
	if err != nil || n < 0 {
		return 0, invalidCursor()
	}
	return n, nil
}

// nextOffset returns the cursor after n items from an offset on.
func nextOffset(offset, n, total int) string {
	if offset+n >= total {
		return ""
	}
	return strconv.Itoa(offset + n)
}

func (a *API) registerReading() {
	const tag = "Collections"
	get := func(id, path, summary, description string) huma.Operation {
		return operation(id, http.MethodGet, path, tag, summary, description)
	}
	huma.Register(a.huma, get("list-collections", "/collections", "List the collections", "Returns all collections, sorted by title."), a.listCollections)
	huma.Register(a.huma, get("get-collection", "/collections/{collection}", "Get a collection", "Returns a collection with its figures."), a.getCollection)
	huma.Register(a.huma, selecting(get("get-selection", "/collections/{collection}/selection", "Get the figures of a selection", "Returns the counts, the ledger, the facets and the days of a selection.")), a.getSelection)
	huma.Register(a.huma, selecting(get("list-articles", "/collections/{collection}/articles", "List the articles", "Returns the articles with a selected mention.")), a.listArticles)
	huma.Register(a.huma, get("get-article", "/collections/{collection}/articles/{article}", "Get an article", "Returns an article with its text and all its mentions, as the command geoparse writes them."), a.getArticle)
	huma.Register(a.huma, selecting(get("list-mentions", "/collections/{collection}/mentions", "List the mentions", "Returns the selected mentions as GeoJSON features in the order of the articles.")), a.listMentions)
	huma.Register(a.huma, get("get-mention", "/collections/{collection}/mentions/{mention}", "Get a mention", "Returns a mention as a GeoJSON feature."), a.getMention)
	huma.Register(a.huma, selecting(get("list-places", "/collections/{collection}/places", "List the places", "Returns the places of the selected mentions.")), a.listPlaces)
	huma.Register(a.huma, get("get-place", "/collections/{collection}/places/{place}", "Get a place", "Returns a place of the collection."), a.getPlace)
	op := selecting(get("export", "/collections/{collection}/export", "Export a layer", "Streams the selected places or mentions in one of the formats of downloads."))
	op.Responses = map[string]*huma.Response{"200": {Description: "The file.", Content: map[string]*huma.MediaType{}}}
	for _, f := range export.Formats() {
		mediaType, _, _ := strings.Cut(f.MediaType, ";")
		op.Responses["200"].Content[mediaType] = &huma.MediaType{Schema: fileSchema(mediaType)}
	}
	huma.Register(a.huma, op, a.export)
}

// fileSchema returns the schema of a file: JSON is an object, everything else bytes.
func fileSchema(mediaType string) *huma.Schema {
	if strings.HasSuffix(mediaType, "+json") {
		return &huma.Schema{Type: huma.TypeObject}
	}
	return &huma.Schema{Type: huma.TypeString, Format: "binary"}
}

func (a *API) listCollections(ctx context.Context, _ *struct{}) (*body[list[Collection]], error) {
	all, err := a.Collections(ctx)
	if err != nil {
		return nil, a.problem(err)
	}
	out := make([]Collection, len(all))
	for i := range all {
		out[i] = newCollection(&all[i])
	}
	return page(out, "", len(out)), nil
}

func (a *API) getCollection(ctx context.Context, in *struct {
	Collection string `path:"collection" doc:"Name of the collection" maxLength:"64"`
}) (*body[Collection], error) {
	db, c, err := a.Find(ctx, in.Collection)
	if err != nil {
		return nil, a.problem(err)
	}
	r, err := db.Select(ctx, c.Name, selection.Selection{All: true})
	if err != nil {
		return nil, a.problem(err)
	}
	return &body[Collection]{Collection{c.Name, c.Title, c.Description, r.Version, r.Total.Articles, r.Counts.Places, r.Ledger}}, nil
}

func (a *API) getSelection(ctx context.Context, in *SelectInput) (*body[Answer], error) {
	r, err := a.answer(ctx, in)
	if err != nil {
		return nil, err
	}
	out := Answer{
		Version: r.Version, Selection: r.Selection.String(), Words: r.Selection.Describe("en", nil), Counts: r.Counts, Total: r.Total, Ledger: r.Ledger, Hidden: r.Hidden,
		Days: r.Days(), Spoken: r.SpokenDays(), Notices: append([]selection.Notice{}, r.Notices...), Facets: map[string][]store.Value{},
	}
	for _, key := range facetKeys {
		values, err := r.Facet(ctx, key)
		if err != nil {
			return nil, a.problem(err)
		}
		out.Facets[key] = append([]store.Value{}, values...)
	}
	return &body[Answer]{out}, nil
}

func (a *API) listArticles(ctx context.Context, in *struct {
	PageInput
	Sort string `query:"sort" doc:"Order" enum:"newest,oldest,title,publisher,mentions" default:"newest"`
}) (*body[list[Article]], error) {
	offset, err := in.offset()
	if err != nil {
		return nil, err
	}
	r, err := a.answer(ctx, &in.SelectInput)
	if err != nil {
		return nil, err
	}
	rows, err := r.Articles(ctx, store.ArticleOrder(in.Sort), offset, in.Limit)
	if err != nil {
		return nil, a.problem(err)
	}
	out := make([]Article, len(rows))
	for i := range rows {
		p := &rows[i]
		out[i] = Article{p.ID, p.Title, p.Publisher, p.Published, p.Language, layer.WebAddress(p.URL), p.Mentions, p.Ledger}
	}
	return page(out, nextOffset(offset, len(out), r.Counts.Articles), r.Counts.Articles), nil
}

// articleDocument is an article with its text and the result of parsing it.
type articleDocument struct {
	Article
	Text   string          `json:"text"`
	Result json.RawMessage `json:"result" doc:"Focus, ledger and toponyms as the command geoparse writes them"`
}

func (a *API) getArticle(ctx context.Context, in *struct {
	Collection string `path:"collection" doc:"Name of the collection" maxLength:"64"`
	Article    string `path:"article" doc:"Identifier of the article" maxLength:"400"`
}) (*body[articleDocument], error) {
	db, c, err := a.Find(ctx, in.Collection)
	if err != nil {
		return nil, a.problem(err)
	}
	p, err := db.Article(ctx, c.Name, in.Article)
	if err != nil {
		return nil, a.problem(err)
	}
	result, err := resultOf(p)
	if err != nil {
		return nil, a.problem(err)
	}
	t := &p.Article
	return &body[articleDocument]{articleDocument{Article{t.ID, t.Title, t.Publisher, t.Published, p.Language, layer.WebAddress(t.URL), len(p.Mentions), p.Ledger}, t.Text, result}}, nil
}

func (a *API) listMentions(ctx context.Context, in *PageInput) (*body[list[json.RawMessage]], error) {
	var after *store.Position
	if in.Cursor != "" {
		p, ok := store.ParsePosition(in.Cursor)
		if !ok {
			return nil, invalidCursor()
		}
		after = &p
	}
	r, err := a.answer(ctx, &in.SelectInput)
	if err != nil {
		return nil, err
	}
	rows, more, err := r.MentionFeatures(ctx, store.FeatureFilter{}, after, in.Limit)
	if err != nil {
		return nil, a.problem(err)
	}
	out := make([]json.RawMessage, len(rows))
	next := ""
	for i := range rows {
		if out[i], err = mentionFeature(&rows[i].MentionRow); err != nil {
			return nil, a.problem(err)
		}
		if more {
			next = rows[i].At.String()
		}
	}
	return page(out, next, r.Counts.Mentions), nil
}

func mentionFeature(m *store.MentionRow) (json.RawMessage, error) {
	fields := layer.Fields(layer.Mentions)
	f := layer.NewMentionRow(m.Parsed, m.Index, m.ID).Feature(fields)
	return layer.AppendGeoJSON(nil, f, fields, fmt.Sprintf(`"state":%q`, string(m.State)))
}

func (a *API) getMention(ctx context.Context, in *struct {
	Collection string `path:"collection" doc:"Name of the collection" maxLength:"64"`
	Mention    string `path:"mention" doc:"Identifier of the mention" maxLength:"60"`
}) (*body[json.RawMessage], error) {
	db, c, err := a.Find(ctx, in.Collection)
	if err != nil {
		return nil, a.problem(err)
	}
	m, err := db.MentionOf(ctx, c.Name, in.Mention)
	if err == nil && m == nil {
		err = geo.Errorf(geo.ErrNotFound, "there is no mention %q", in.Mention)
	}
	if err != nil {
		return nil, a.problem(err)
	}
	f, err := mentionFeature(m)
	if err != nil {
		return nil, a.problem(err)
	}
	return &body[json.RawMessage]{f}, nil
}

func (a *API) listPlaces(ctx context.Context, in *struct {
	PageInput
	Sort string `query:"sort" doc:"Order" enum:"mentions,name,articles,texts,first,last,confidence" default:"mentions"`
}) (*body[list[Place]], error) {
	offset, err := in.offset()
	if err != nil {
		return nil, err
	}
	r, err := a.answer(ctx, &in.SelectInput)
	if err != nil {
		return nil, err
	}
	rows, err := r.Places(ctx, store.PlaceOrder(in.Sort), offset, in.Limit)
	if err != nil {
		return nil, a.problem(err)
	}
	out := make([]Place, len(rows))
	for i := range rows {
		out[i] = newPlace(&rows[i])
	}
	return page(out, nextOffset(offset, len(out), r.Counts.Places), r.Counts.Places), nil
}

func (a *API) getPlace(ctx context.Context, in *struct {
	SelectInput
	Place string `path:"place" doc:"Identifier of the place" example:"geonames:1138958" maxLength:"400"`
}) (*body[Place], error) {
	in.selection.All = true
	r, err := a.answer(ctx, &in.SelectInput)
	if err != nil {
		return nil, err
	}
	row, err := r.Place(ctx, geo.PlaceID(in.Place))
	if err != nil {
		return nil, a.problem(err)
	}
	out := newPlace(&row)
	details, err := r.PlaceDetails(ctx, []store.PlaceRow{row})
	if err != nil {
		return nil, a.problem(err)
	}
	out.Population = details[0].Population
	return &body[Place]{out}, nil
}

func (a *API) export(ctx context.Context, in *struct {
	SelectInput
	Format    string `query:"format" doc:"Format" enum:"geojson,geojsonl,geojsonseq,csv,xlsx,gpkg,kml,kmz,parquet,annotations,atom,stix,markdown,docx" default:"geojson"`
	Layer     string `query:"layer" doc:"Layer; the default is that of the format" enum:"places,mentions"`
	Geometry  string `query:"geometry" doc:"Features by type of geometry" enum:"all,points,areas"`
	Precision string `query:"precision_cap" doc:"Finest precision" enum:"none,district,country"`
}) (*huma.StreamResponse, error) {
	request := export.Request{Format: in.Format, Layer: in.Layer, Geometry: in.Geometry, Precision: in.Precision}
	file, err := request.Check()
	if err != nil {
		return nil, a.problem(err)
	}
	r, err := a.answer(ctx, &in.SelectInput)
	if err != nil {
		return nil, err
	}
	e := export.Selected(ctx, r, a.Origin)
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", file.Format.MediaType)
		hc.SetHeader("Content-Disposition", `attachment; filename="`+r.Collection.Name+file.Format.Extension+`"`)
		if err := file.Write(hc.BodyWriter(), e); err != nil {
			panic(http.ErrAbortHandler) // so that the client does not mistake a part for the whole
		}
	}}, nil
}
