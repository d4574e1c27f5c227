package ogc

import (
	"net/http"
	"slices"

	"dateline/geo/layer"
	"dateline/server/selection"
)

// furtherKeys are the keys of selections that are no fields of features.
var furtherKeys = []string{"q", "lang", "feed", "in", "from", "to", "spoken", "state", "copies", "picked"}

// parameterNames are the parameters by which features of a layer can be selected: its fields, which are the queryables of
// filters, and the keys of selections.
func parameterNames(kind layer.Kind) []string {
	var out []string
	for _, f := range fieldsOf(kind) {
		out = append(out, f.Name)
	}
	for _, name := range furtherKeys {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	if kind == layer.Places { // these select places by their mentions
		for _, name := range []string{"article", "publisher", "outcome", "role"} {
			if !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// fieldSchema returns the JSON schema of a field.
func fieldSchema(f *layer.Field) map[string]any {
	out := map[string]any{"title": f.Name, "description": f.Words, "type": map[layer.Type]string{layer.Text: "string", layer.Integer: "integer", layer.Number: "number", layer.Boolean: "boolean"}[f.Type]}
	if key, ok := keyOf(f.Name); ok && len(key.Values) > 0 && f.Name != "precision" {
		out["enum"] = keyValues(key)
	}
	return out
}

func keyValues(k selection.Key) (out []string) {
	for _, v := range k.Values {
		out = append(out, v.Value)
	}
	return out
}

// keySchema returns the JSON schema of a key of selections.
func keySchema(k selection.Key) map[string]any {
	out := map[string]any{"title": k.Key, "description": "Selects mentions by: " + k.Words["en"] + ".", "type": "string"}
	switch k.Type {
	case "flag":
		out["type"] = "boolean"
	case "day":
		out["format"] = "date"
	}
	if len(k.Values) > 0 {
		values := keyValues(k)
		if k.All != "" {
			values = append(values, k.All)
		}
		out["enum"] = values
	}
	return out
}

// geometrySchema returns the JSON schema of the geometry of a layer.
func geometrySchema(kind layer.Kind) map[string]any {
	format := "geometry-point"
	if kind == layer.Places {
		format = "geometry-any"
	}
	return map[string]any{"x-ogc-role": "primary-geometry", "format": format, "description": "Point of a site or settlement; outline of an area or country, in the places layer only."}
}

// answerSchema answers with a JSON schema.
func (s *service) answerSchema(w http.ResponseWriter, r *http.Request, f *features, name, title string, properties map[string]any) error {
	document := map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f.url() + "/" + name, "type": "object", "title": title,
		"properties": properties, "additionalProperties": false,
	}
	return s.answer(w, r, typeSchema, func([]Link) any { return document }, func([]Link) *Page {
		page := &Page{Title: title, Crumbs: s.collectionCrumbs(r, f), Columns: []string{"property", "type", "meaning"}}
		for _, name := range parameterNames(f.kind) {
			p, ok := properties[name].(map[string]any)
			if !ok {
				continue
			}
			kind, _ := p["type"].(string)
			words, _ := p["description"].(string)
			page.Rows = append(page.Rows, Row{Cells: []string{name, kind, words}})
		}
		return page
	})
}

// schema answers with the schema of the features.
func (s *service) schema(w http.ResponseWriter, r *http.Request) error {
	f, err := s.find(r)
	if err == nil {
		err = s.known(r)
	}
	if err != nil {
		return err
	}
	properties := map[string]any{"geometry": geometrySchema(f.kind)}
	for i, field := range fieldsOf(f.kind) {
		p := fieldSchema(&field)
		p["x-ogc-propertySeq"] = i + 1
		switch field.Name {
		case "mention":
			p["x-ogc-role"] = "id"
		case "place":
			if f.kind == layer.Places {
				p["x-ogc-role"] = "id"
			}
		case "when_first", "when_last", "first_published", "last_published":
			p["format"] = "date"
		case "published":
			p["x-ogc-role"] = "primary-instant"
		}
		properties[field.Name] = p
	}
	return s.answerSchema(w, r, f, "schema", "Schema of "+f.title(), properties)
}

// queryables answers with the properties by which features can be selected.
func (s *service) queryables(w http.ResponseWriter, r *http.Request) error {
	f, err := s.find(r)
	if err == nil {
		err = s.known(r)
	}
	if err != nil {
		return err
	}
	properties := map[string]any{"geometry": geometrySchema(f.kind)}
	for _, field := range fieldsOf(f.kind) {
		properties[field.Name] = fieldSchema(&field)
	}
	return s.answerSchema(w, r, f, "queryables", "Queryables of "+f.title(), properties)
}
