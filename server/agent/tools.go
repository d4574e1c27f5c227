package agent

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/geo/text"
	"dateline/server/export"
	"dateline/server/selection"
	"dateline/server/store"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// Limits of texts, results and files.
const (
	maxText = 1 << 20
	maxFile = 4 << 20
	maxRows = 200
)

type articleInput struct {
	Text      string `json:"text" jsonschema:"the text of the article"`
	Title     string `json:"title,omitempty" jsonschema:"the title of the article"`
	Publisher string `json:"publisher,omitempty" jsonschema:"who published it, which tells where the paper is read"`
	Published string `json:"published,omitempty" jsonschema:"the day of publication, such as 2026-10-01"`
	Language  string `json:"language,omitempty" jsonschema:"the BCP 47 code of the language, if it is known"`
}

// parse parses the article of an input.
func (t *tools) parse(ctx context.Context, in articleInput) (*geo.Parsed, error) {
	switch {
	case strings.TrimSpace(in.Text) == "":
		return nil, geo.Errorf(geo.ErrInput, "the text is empty; give the text of an article")
	case len(in.Text) > maxText:
		return nil, geo.Errorf(geo.ErrTooLarge, "the text has %d bytes, more than the %d that can be read at a time; give a part of it", len(in.Text), maxText)
	}
	return t.Parser.Parse(ctx, geo.Article{Text: text.Clean(in.Text), Title: text.Clean(in.Title), Publisher: text.Clean(in.Publisher), Published: in.Published, Language: in.Language, Source: "-"})
}

func (t *tools) geoparse(ctx context.Context, _ *mcp.CallToolRequest, in articleInput) (*mcp.CallToolResult, *layer.Result, error) {
	p, err := t.parse(ctx, in)
	if err != nil {
		return nil, nil, err
	}
	return nil, layer.NewResult(p), nil
}

type lookupInput struct {
	Name  string `json:"name" jsonschema:"a name, an abbreviation or an identifier"`
	Fuzzy int    `json:"fuzzy,omitempty" jsonschema:"the number of letters that may differ, at most 2"`
	Limit int    `json:"limit,omitempty" jsonschema:"the maximum number of places, 20 by default"`
}

type lookupOutput struct {
	Places []place `json:"places"`
}

// place is a place in the results.
type place struct {
	Place      geo.PlaceID `json:"place"`
	Name       string      `json:"name"`
	Where      string      `json:"where" jsonschema:"the name with the areas that contain the place"`
	Kind       string      `json:"kind"`
	Precision  string      `json:"precision"`
	Country    string      `json:"country,omitempty"`
	Lat        float64     `json:"lat"`
	Lon        float64     `json:"lon"`
	Population int64       `json:"population,omitempty"`
	Score      float64     `json:"score,omitempty" jsonschema:"the probability among the candidates"`
}

func newPlace(p *geo.Place, score float64) place {
	return place{
		Place: p.ID, Name: p.Name, Where: layer.FullName(p), Kind: p.Kind.Label(), Precision: string(p.Kind.Precision()), Country: p.Country,
		Lat: p.Point.Lat(), Lon: p.Point.Lon(), Population: p.Population, Score: score,
	}
}

func (t *tools) lookup(_ context.Context, _ *mcp.CallToolRequest, in lookupInput) (*mcp.CallToolResult, *lookupOutput, error) {
	if in.Limit <= 0 {
		in.Limit = 20
	}
	out := &lookupOutput{Places: []place{}}
	for _, p := range t.Gazetteer.Matches(in.Name, min(max(in.Fuzzy, 0), 2), min(in.Limit, maxRows)) {
		out.Places = append(out.Places, newPlace(&p, 0))
	}
	return nil, out, nil
}

type explainInput struct {
	articleInput
	Phrase string `json:"phrase" jsonschema:"the words in the text to explain"`
}

type explainOutput struct {
	Readings []reading `json:"readings" jsonschema:"one for each mention with the phrase"`
}

// reading is what a mention was taken to mean.
type reading struct {
	Phrase     string   `json:"phrase"`
	Start      int      `json:"start"`
	End        int      `json:"end"`
	Passage    string   `json:"passage"`
	Role       string   `json:"role"`
	Outcome    string   `json:"outcome"`
	Confidence string   `json:"confidence,omitempty"`
	Place      *place   `json:"place,omitempty" jsonschema:"the place that is meant, or the best guess of an ambiguous mention"`
	Why        []string `json:"why"`
	Candidates []place  `json:"candidates" jsonschema:"the places that it could mean, the most probable first"`
}

func (t *tools) explain(ctx context.Context, _ *mcp.CallToolRequest, in explainInput) (*mcp.CallToolResult, *explainOutput, error) {
	p, err := t.parse(ctx, in.articleInput)
	if err != nil {
		return nil, nil, err
	}
	out := &explainOutput{Readings: []reading{}}
	at := geo.NewCodePoints(p.Article.Text)
	for i := range p.Mentions {
		m, r := &p.Mentions[i], &p.Resolutions[i]
		if !strings.Contains(strings.ToLower(m.Phrase), strings.ToLower(strings.TrimSpace(in.Phrase))) {
			continue
		}
		reading := reading{
			Phrase: m.Phrase, Start: at.At(m.Start), End: at.At(m.End), Passage: m.Passage.Text(p.Article.Text), Role: string(m.Role),
			Outcome: string(r.Outcome), Confidence: string(r.Confidence), Why: append([]string{}, r.Why...), Candidates: []place{},
		}
		if r.Place != nil {
			best := newPlace(r.Place, r.Probability)
			reading.Place = &best
		}
		for j := range r.Candidates {
			reading.Candidates = append(reading.Candidates, newPlace(&r.Candidates[j].Place, r.Candidates[j].Score))
		}
		out.Readings = append(out.Readings, reading)
	}
	if len(out.Readings) == 0 {
		return nil, nil, geo.Errorf(geo.ErrNotFound, "%q was not read as a place in this text; geoparse lists the places that were", in.Phrase)
	}
	return nil, out, nil
}

type searchInput struct {
	Collection string `json:"collection,omitempty" jsonschema:"the name of the collection; leave it out for a list of the collections"`
	Select     string `json:"select,omitempty" jsonschema:"a selection: keys are q, article, publisher, lang, place, in, country, kind, precision, confidence, outcome, role, from, to, bbox, state"`
	Limit      int    `json:"limit,omitempty" jsonschema:"the maximum number of passages, 20 by default"`
}

type searchOutput struct {
	Collections []summary  `json:"collections,omitempty"`
	Selection   string     `json:"selection,omitempty" jsonschema:"the selection in words"`
	Ignored     []string   `json:"ignored,omitempty" jsonschema:"parts of the selection that have no effect"`
	Ledger      geo.Ledger `json:"ledger" jsonschema:"the number of selected mentions by outcome"`
	Mentions    []found    `json:"mentions,omitempty"`
	More        bool       `json:"more,omitempty"`
}

// summary is a collection in a list.
type summary struct {
	Name     string `json:"name"`
	Title    string `json:"title"`
	Articles int    `json:"articles"`
	Places   int    `json:"places"`
}

// found is a mention that was found.
type found struct {
	Mention    string  `json:"mention"`
	Phrase     string  `json:"phrase"`
	Where      string  `json:"where,omitempty"`
	Outcome    string  `json:"outcome"`
	Confidence string  `json:"confidence,omitempty"`
	Lat        float64 `json:"lat,omitempty"`
	Lon        float64 `json:"lon,omitempty"`
	Passage    string  `json:"passage"`
	Source     string  `json:"source" jsonschema:"publisher, title and day of the article"`
	URL        string  `json:"url,omitempty"`
}

func (t *tools) search(ctx context.Context, _ *mcp.CallToolRequest, in searchInput) (*mcp.CallToolResult, *searchOutput, error) {
	out := &searchOutput{}
	if in.Collection == "" {
		all, err := t.Collections.Collections(ctx)
		if err != nil {
			return nil, nil, err
		}
		for _, c := range all {
			out.Collections = append(out.Collections, summary{c.Name, c.Title, c.Articles, c.Places})
		}
		return nil, out, nil
	}
	r, ignored, err := t.selected(ctx, in.Collection, in.Select)
	if err != nil {
		return nil, nil, err
	}
	if in.Limit <= 0 {
		in.Limit = 20
	}
	in.Limit = min(in.Limit, maxRows)
	e := export.Selected(ctx, r, t.Origin)
	out.Selection, out.Ignored, out.Ledger = e.Header.Selection, ignored, e.Header.Ledger
	for m, err := range e.Mentions {
		if err != nil {
			return nil, nil, err
		}
		if len(out.Mentions) == in.Limit {
			out.More = true
			break
		}
		f := found{Mention: m.ID, Phrase: m.Phrase, Outcome: string(m.Outcome), Confidence: string(m.Confidence), Passage: m.Passage, Source: m.Source(), URL: m.URL}
		if m.Place != nil {
			f.Where = layer.FullName(m.Place)
		}
		if p := m.Located(); p != nil {
			f.Lat, f.Lon = p.Point.Lat(), p.Point.Lon()
		}
		out.Mentions = append(out.Mentions, f)
	}
	return nil, out, nil
}

// selected returns the answer to a selection and the parts of it that have no effect.
func (t *tools) selected(ctx context.Context, collection, query string) (*store.Result, []string, error) {
	if t.Collections == nil {
		return nil, nil, geo.Errorf(geo.ErrUnavailable, "there is no store with collections; start the server with --store")
	}
	s, notices := selection.ParseQuery(query)
	var ignored []string
	for _, n := range notices {
		ignored = append(ignored, fmt.Sprintf("%s=%s (%s)", n.Key, n.Value, n.Reason))
	}
	r, err := t.Collections.Select(ctx, collection, s)
	return r, ignored, err
}

type exportInput struct {
	Text       string `json:"text,omitempty" jsonschema:"a text, instead of a collection"`
	Title      string `json:"title,omitempty" jsonschema:"the title of the text"`
	Collection string `json:"collection,omitempty" jsonschema:"the name of a collection"`
	Select     string `json:"select,omitempty" jsonschema:"a selection of its mentions"`
	Format     string `json:"format" jsonschema:"geojson, geojsonl, geojsonseq, csv, xlsx, gpkg, kml, kmz, parquet, annotations, atom, stix, markdown or docx"`
	Layer      string `json:"layer,omitempty" jsonschema:"places or mentions"`
	Precision  string `json:"precision,omitempty" jsonschema:"none, district or country: smaller places are replaced by the area that contains them"`
}

func (t *tools) export(ctx context.Context, _ *mcp.CallToolRequest, in exportInput) (*mcp.CallToolResult, any, error) {
	file, err := (&export.Request{Format: in.Format, Layer: in.Layer, Precision: in.Precision}).Check()
	if err != nil {
		return nil, nil, err
	}
	var e *layer.Export
	if in.Collection != "" {
		r, _, err := t.selected(ctx, in.Collection, in.Select)
		if err != nil {
			return nil, nil, err
		}
		e = export.Selected(ctx, r, t.Origin)
	} else {
		p, err := t.parse(ctx, articleInput{Text: in.Text, Title: in.Title})
		if err != nil {
			return nil, nil, err
		}
		e = t.Layer(in.Title, []*geo.Parsed{p}).Export()
	}
	var b limited
	if err := file.Write(&b, e); err != nil {
		return nil, nil, err
	}
	resource := &mcp.ResourceContents{URI: "dateline:export" + file.Format.Extension, MIMEType: file.Format.MediaType}
	if strings.HasPrefix(file.Format.MediaType, "text/") || strings.Contains(file.Format.MediaType, "json") || strings.Contains(file.Format.MediaType, "xml") && !strings.Contains(file.Format.MediaType, "openxml") {
		resource.Text = b.String()
	} else {
		resource.Blob = b.Bytes()
	}
	return &mcp.CallToolResult{Content: []mcp.Content{&mcp.EmbeddedResource{Resource: resource}}}, nil, nil
}

// limited is a buffer that fails when it is larger than a file may be.
type limited struct{ bytes.Buffer }

func (b *limited) Write(p []byte) (int, error) {
	if b.Len()+len(p) > maxFile {
		return 0, geo.Errorf(geo.ErrTooLarge, "the file would be larger than %d MB; select less, or write it with “dateline export”", maxFile>>20)
	}
	return b.Buffer.Write(p)
}
