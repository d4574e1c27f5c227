package ogc

import (
	"encoding/json"
	"net/http"
	"strings"

	"dateline/geo/layer"
	"dateline/server/selection"
	"dateline/server/store"
)

// write answers with a document as JSON.
func (s *service) write(w http.ResponseWriter, mediaType string, document any) error {
	b, err := json.Marshal(document)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", mediaType)
	_, _ = w.Write(append(b, '\n')) // fails only when the client is gone
	return nil
}

// answer answers with a document as JSON or as a page, with links to both representations.
func (s *service) answer(w http.ResponseWriter, r *http.Request, mediaType string, document func(links []Link) any, page func(links []Link) *Page) error {
	format, err := s.format(r)
	if err != nil {
		return err
	}
	w.Header().Add("Vary", "Accept")
	links := s.representations(r, mediaType, format)
	if format == "html" {
		p := page(links)
		p.Links = append(p.Links, links[1])
		return s.Page(w, r, p)
	}
	return s.write(w, mediaType, document(links))
}

// representations returns the links to this representation of a document and the other one.
func (s *service) representations(r *http.Request, mediaType, format string) []Link {
	address := func(f string) string {
		q := r.URL.Query()
		q.Set("f", f)
		return s.root(r) + strings.TrimPrefix(r.URL.EscapedPath(), Path) + "?" + q.Encode()
	}
	jsonLink := Link{Href: address("json"), Rel: "self", Type: mediaType, Title: "This document as JSON"}
	htmlLink := Link{Href: address("html"), Rel: "alternate", Type: typeHTML, Title: "This document as a page"}
	if format == "html" {
		jsonLink.Rel, htmlLink.Rel = "alternate", "self"
		return []Link{htmlLink, jsonLink}
	}
	return []Link{jsonLink, htmlLink}
}

// landing answers with the landing page.
func (s *service) landing(w http.ResponseWriter, r *http.Request) error {
	if err := s.known(r); err != nil {
		return err
	}
	root := s.root(r)
	title, description := "Dateline", "Places that articles mention, and the mentions of them, as features."
	further := []Link{
		{Href: root + "/api?f=json", Rel: "service-desc", Type: typeOpenAPI, Title: "Description of the service as OpenAPI 3.0"},
		{Href: root + "/api?f=html", Rel: "service-doc", Type: typeHTML, Title: "Description of the service"},
		{Href: root + "/conformance", Rel: "conformance", Type: typeJSON, Title: "Conformance classes"},
		{Href: root + "/collections", Rel: "data", Type: typeJSON, Title: "Collections of features"},
		{Href: root + "/functions", Rel: "http://www.opengis.net/def/rel/ogc/1.0/functions", Type: typeJSON, Title: "Functions of the filter language"},
	}
	return s.answer(w, r, typeJSON, func(links []Link) any {
		return map[string]any{"title": title, "description": description, "links": append(links, further...)}
	}, func([]Link) *Page { return &Page{Title: "OGC API", Description: description, Links: further} })
}

// conformanceClasses are the classes that the service conforms to.
var conformanceClasses = []string{
	"http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
	"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
	"http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
	"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
	"http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
	"http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
	"http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/schemas",
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/core-roles-features",
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/returnables-and-receivables",
	"http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/queryables",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
	"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
}

func (s *service) conformance(w http.ResponseWriter, r *http.Request) error {
	if err := s.known(r); err != nil {
		return err
	}
	return s.answer(w, r, typeJSON, func(links []Link) any {
		return map[string]any{"conformsTo": conformanceClasses, "links": links}
	}, func([]Link) *Page {
		p := &Page{Title: "Conformance classes", Crumbs: s.crumbs(r), Columns: []string{"Class"}}
		for _, c := range conformanceClasses {
			p.Rows = append(p.Rows, Row{Cells: []string{c}})
		}
		return p
	})
}

// functions answers with the functions of filters: there are none.
func (s *service) functions(w http.ResponseWriter, r *http.Request) error {
	if err := s.known(r); err != nil {
		return err
	}
	return s.answer(w, r, typeJSON, func([]Link) any { return map[string]any{"functions": []any{}} }, func([]Link) *Page {
		return &Page{Title: "Functions of the filter language", Description: "Filters have no functions of their own.", Crumbs: s.crumbs(r)}
	})
}

// crumbs returns links to the documents above collections.
func (s *service) crumbs(r *http.Request, further ...Link) []Link {
	return append([]Link{{Href: s.root(r) + "?f=html", Title: "OGC API"}}, further...)
}

func (s *service) collectionCrumbs(r *http.Request, f *features) []Link {
	all := s.crumbs(r, Link{Href: s.root(r) + "/collections?f=html", Title: "Collections"})
	if f != nil {
		all = append(all, Link{Href: f.url() + "?f=html", Title: f.title()})
	}
	return all
}

// title returns the title of the collection of features.
func (f *features) title() string { return f.info.Title + ": " + f.kind.String() }

// document returns the description of a collection.
func (f *features) document(total *store.Result, links []Link) map[string]any {
	words := "places that the articles mention"
	if f.kind == layer.Mentions {
		words = "mentions of places in the articles"
	}
	description := "The " + words + "."
	if f.info.Description != "" {
		description = f.info.Description + " " + description
	}
	address := f.url()
	links = append(links,
		Link{Href: address, Rel: "self", Type: typeJSON, Title: "This collection"},
		Link{Href: address + "?f=html", Rel: "alternate", Type: typeHTML, Title: "This collection as a page"},
		Link{Href: address + "/items", Rel: "items", Type: typeGeoJSON, Title: "The features as GeoJSON"},
		Link{Href: address + "/items?f=html", Rel: "items", Type: typeHTML, Title: "The features as a page"},
		Link{Href: address + "/schema", Rel: relSchema, Type: typeSchema, Title: "Schema of the features"},
		Link{Href: address + "/queryables", Rel: relQueryables, Type: typeSchema, Title: "What features can be selected by"},
		Link{Href: address + "/tiles", Rel: "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector", Type: typeJSON, Title: "Vector tiles of the places"},
	)
	extent := map[string]any{"spatial": map[string]any{"bbox": [][]float64{{-180, -90, 180, 90}}, "crs": crs84}}
	if days := total.Days(); len(days) > 0 {
		extent["temporal"] = map[string]any{"interval": [][]string{{days[0].Day + "T00:00:00Z", days[len(days)-1].Day + "T23:59:59Z"}}}
	}
	return map[string]any{
		"id": f.id, "title": f.title(), "description": description, "itemType": "feature", "extent": extent, "crs": crsList, "storageCrs": crs84, "links": links,
	}
}

const (
	relSchema     = "http://www.opengis.net/def/rel/ogc/1.0/schema"
	relQueryables = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
)

func (s *service) collections(w http.ResponseWriter, r *http.Request) error {
	if err := s.known(r); err != nil {
		return err
	}
	all, err := s.Collections(r.Context())
	if err != nil {
		return err
	}
	documents := []any{}
	page := &Page{Title: "Collections", Crumbs: s.crumbs(r), Columns: []string{"Identifier", "Title"}}
	for i := range all {
		for _, k := range []layer.Kind{layer.Places, layer.Mentions} {
			f := &features{kind: k, id: collectionID(all[i].Name, k), root: s.root(r)}
			if f.db, f.info, err = s.Find(r.Context(), all[i].Name); err != nil {
				return err
			}
			total, err := f.db.Select(r.Context(), f.info.Name, selection.Selection{})
			if err != nil {
				return err
			}
			documents = append(documents, f.document(total, nil))
			page.Rows = append(page.Rows, Row{Href: f.url() + "?f=html", Cells: []string{f.id, f.title()}})
		}
	}
	return s.answer(w, r, typeJSON, func(links []Link) any {
		return map[string]any{"collections": documents, "links": links}
	}, func([]Link) *Page { return page })
}

func (s *service) collection(w http.ResponseWriter, r *http.Request) error {
	f, err := s.find(r)
	if err == nil {
		err = s.known(r)
	}
	if err != nil {
		return err
	}
	total, err := f.db.Select(r.Context(), f.info.Name, selection.Selection{})
	if err != nil {
		return err
	}
	return s.answer(w, r, typeJSON, func([]Link) any { return f.document(total, nil) }, func([]Link) *Page {
		d := f.document(total, nil)
		p := &Page{Title: f.title(), Crumbs: s.collectionCrumbs(r, nil)}
		p.Description, _ = d["description"].(string)
		links, _ := d["links"].([]Link)
		p.Links = links[3:]
		return p
	})
}
