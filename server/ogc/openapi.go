package ogc

import (
	"maps"
	"net/http"
	"slices"

	"dateline/geo/layer"
	"dateline/server/selection"
)

// object is an object of the OpenAPI document.
type object = map[string]any

func ref(section, name string) object { return object{"$ref": "#/components/" + section + "/" + name} }

// parameter returns a parameter of the query.
func parameter(name, description string, schema object) object {
	return object{"name": name, "in": "query", "description": description, "required": false, "schema": schema, "style": "form", "explode": false}
}

// pathParameter returns a parameter of the path.
func pathParameter(name, description string, schema object) object {
	return object{"name": name, "in": "path", "description": description, "required": true, "schema": schema}
}

// operation returns an operation of the method GET.
func operation(id, tag, summary string, content object, parameters ...any) object {
	responses := object{
		"200": object{"description": "The document.", "content": content}, "304": object{"description": "The client has the current version."},
		"400": ref("responses", "Invalid"), "404": ref("responses", "Missing"), "500": ref("responses", "Failed"),
	}
	if parameters == nil {
		parameters = []any{}
	}
	return object{"get": object{"operationId": id, "tags": []string{tag}, "summary": summary, "description": summary + ".", "parameters": parameters, "responses": responses}}
}

// document returns the content of an operation as JSON of a schema, and as a page.
func document(mediaType, schema string) object {
	return object{mediaType: object{"schema": ref("schemas", schema)}, typeHTML: object{"schema": object{"type": "string"}}}
}

// openAPI returns the description of the service.
func (s *service) openAPI(root string) object {
	f := ref("parameters", "f")
	collection := ref("parameters", "collectionId")
	items := []any{collection, f}
	for _, name := range itemParameters {
		items = append(items, ref("parameters", name))
	}
	for _, name := range anyQueryables() {
		items = append(items, ref("parameters", "property-"+name))
	}
	tileParameters := []any{collection, ref("parameters", "tileMatrix"), ref("parameters", "tileRow"), ref("parameters", "tileCol")}
	for _, k := range selection.Keys() {
		tileParameters = append(tileParameters, parameter(k.Key, "Selects mentions by: "+k.Words["en"]+".", object{"type": "string"}))
	}
	return object{
		"openapi": "3.0.3",
		"info": object{
			"title": "Dateline: OGC API Features", "version": max(s.Version, "0"), "description": "Places that articles mention, and the mentions of them, as features.",
			"license": object{"name": "See the sources in the features' service", "url": root},
			"contact": object{"name": "The operator of this server", "url": root},
		},
		"servers": []object{{"url": root, "description": "This server"}},
		"tags":    []object{{"name": "Capabilities", "description": "What the service offers"}, {"name": "Data", "description": "Features"}, {"name": "Tiles", "description": "Vector tiles"}},
		"paths": object{
			"/":                                      operation("getLandingPage", "Capabilities", "The landing page", document(typeJSON, "Landing"), f),
			"/conformance":                           operation("getConformance", "Capabilities", "The conformance classes", document(typeJSON, "Conformance"), f),
			"/api":                                   operation("getApi", "Capabilities", "This description", object{typeOpenAPI: object{"schema": object{"type": "object"}}, typeHTML: object{"schema": object{"type": "string"}}}, f),
			"/functions":                             operation("getFunctions", "Capabilities", "The functions of filters", document(typeJSON, "Functions"), f),
			"/collections":                           operation("getCollections", "Capabilities", "The collections", document(typeJSON, "Collections"), f),
			"/collections/{collectionId}":            operation("getCollection", "Capabilities", "A collection", document(typeJSON, "Collection"), collection, f),
			"/collections/{collectionId}/schema":     operation("getSchema", "Capabilities", "The schema of the features", document(typeSchema, "Schema"), collection, f),
			"/collections/{collectionId}/queryables": operation("getQueryables", "Capabilities", "What features can be selected by", document(typeSchema, "Schema"), collection, f),
			"/collections/{collectionId}/items":      operation("getFeatures", "Data", "Features", document(typeGeoJSON, "FeatureCollection"), items...),
			"/collections/{collectionId}/items/{featureId}":                                            operation("getFeature", "Data", "A feature", document(typeGeoJSON, "Feature"), collection, ref("parameters", "featureId"), f, ref("parameters", "crs")),
			"/collections/{collectionId}/tiles":                                                        operation("getTileSets", "Tiles", "The tile sets", document(typeJSON, "TileSets"), collection, f),
			"/collections/{collectionId}/tiles/" + tileMatrixSet:                                       operation("getTileSet", "Tiles", "A tile set", document(typeJSON, "TileSet"), collection, f),
			"/collections/{collectionId}/tiles/" + tileMatrixSet + "/{tileMatrix}/{tileRow}/{tileCol}": operation("getTile", "Tiles", "A vector tile", object{typeMVT: object{"schema": object{"type": "string", "format": "binary"}}}, tileParameters...),
		},
		"components": object{"parameters": s.parameters(), "schemas": schemas(), "responses": object{
			"Invalid": problemResponse("A parameter is not valid."), "Missing": problemResponse("There is nothing at this address."), "Failed": problemResponse("The server failed."),
		}},
	}
}

func problemResponse(words string) object {
	return object{"description": words, "content": object{"application/problem+json": object{"schema": ref("schemas", "Problem")}}}
}

// anyQueryables are the queryables of both layers.
func anyQueryables() []string {
	out := parameterNames(layer.Mentions)
	seen := map[string]bool{}
	for _, name := range out {
		seen[name] = true
	}
	for _, name := range parameterNames(layer.Places) {
		if !seen[name] {
			out = append(out, name)
		}
	}
	return out
}

func (s *service) parameters() object {
	systems := object{"type": "string", "format": "uri", "enum": crsList, "default": crs84}
	out := object{
		"f":            parameter("f", "The representation; it takes precedence over the Accept header.", object{"type": "string", "enum": []string{"json", "html"}}),
		"collectionId": pathParameter("collectionId", "The identifier of a collection, such as sample.places.", object{"type": "string"}),
		"featureId":    pathParameter("featureId", "The identifier of a feature.", object{"type": "string"}),
		"limit":        parameter("limit", "The maximum number of features.", object{"type": "integer", "minimum": 1, "maximum": maxLimit, "default": defaultLimit}),
		"bbox": parameter("bbox", "Features with a geometry that intersects the box, and those without a geometry. A first longitude that is greater than the second means a box that crosses the antimeridian.",
			object{"type": "array", "oneOf": []object{{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}}, "items": object{"type": "number"}}),
		"bbox-crs": parameter("bbox-crs", "The coordinate reference system of bbox.", systems),
		"datetime": parameter("datetime", "Features of articles published at this time or in this interval, and those without a date.", object{"type": "string"}),
		"crs":      parameter("crs", "The coordinate reference system of the features.", systems),
		"cursor":   parameter("cursor", "The position of a page. Links to the next page contain it.", object{"type": "string"}),
		"filter": parameter("filter", "A condition in CQL2 text: comparisons (=, <>, <, >, <=, >=), IN, BETWEEN, LIKE, IS NULL, S_INTERSECTS(geometry, POINT(...), BBOX(...) or POLYGON(...)), AND, OR, NOT. "+
			"Parameters that are no queryables, such as lang, are compared by = and IN, and joined with others by AND, only.", object{"type": "string", "maxLength": maxFilter}),
		"filter-lang": parameter("filter-lang", "The language of the filter.", object{"type": "string", "enum": []string{"cql2-text"}, "default": "cql2-text"}),
		"filter-crs":  parameter("filter-crs", "The coordinate reference system of the filter's geometries.", systems),
		"tileMatrix":  pathParameter("tileMatrix", "The zoom.", object{"type": "string", "pattern": "^[0-9]{1,2}$"}),
		"tileRow":     pathParameter("tileRow", "The row, from the north.", object{"type": "integer", "minimum": 0}),
		"tileCol":     pathParameter("tileCol", "The column, from the west.", object{"type": "integer", "minimum": 0}),
	}
	described := map[string]object{}
	for _, kind := range []layer.Kind{layer.Places, layer.Mentions} {
		for _, f := range fieldsOf(kind) {
			described[f.Name] = fieldSchema(&f)
		}
	}
	for _, name := range anyQueryables() {
		schema, ok := described[name]
		if key, isKey := keyOf(name); !ok && isKey {
			schema = keySchema(key)
		}
		words, _ := schema["description"].(string)
		out["property-"+name] = parameter(name, "Selects features by this property. "+words, object{"type": schema["type"]})
	}
	return out
}

// schemas returns the schemas of the documents.
func schemas() object {
	array := func(name string) object { return object{"type": "array", "items": ref("schemas", name)} }
	text := object{"type": "string"}
	return object{
		"Link":        object{"type": "object", "required": []string{"href", "rel"}, "properties": object{"href": text, "rel": text, "type": text, "title": text, "templated": object{"type": "boolean"}}},
		"Landing":     object{"type": "object", "required": []string{"links"}, "properties": object{"title": text, "description": text, "links": array("Link")}},
		"Conformance": object{"type": "object", "required": []string{"conformsTo"}, "properties": object{"conformsTo": object{"type": "array", "items": text}, "links": array("Link")}},
		"Functions":   object{"type": "object", "required": []string{"functions"}, "properties": object{"functions": object{"type": "array", "items": object{"type": "object"}}}},
		"Collections": object{"type": "object", "required": []string{"links", "collections"}, "properties": object{"links": array("Link"), "collections": array("Collection")}},
		"Collection": object{"type": "object", "required": []string{"id", "links"}, "properties": object{
			"id": text, "title": text, "description": text, "itemType": text, "storageCrs": text, "crs": object{"type": "array", "items": text}, "extent": object{"type": "object"}, "links": array("Link"),
		}},
		"Schema": object{"type": "object", "required": []string{"properties"}, "properties": object{"$schema": text, "$id": text, "type": text, "title": text, "properties": object{"type": "object"}}},
		"FeatureCollection": object{"type": "object", "required": []string{"type", "features"}, "properties": object{
			"type": object{"type": "string", "enum": []string{"FeatureCollection"}}, "features": array("Feature"), "links": array("Link"),
			"numberMatched": object{"type": "integer", "minimum": 0}, "numberReturned": object{"type": "integer", "minimum": 0},
		}},
		"Feature": object{"type": "object", "required": []string{"type", "geometry", "properties"}, "properties": object{
			"type": object{"type": "string", "enum": []string{"Feature"}}, "id": text, "geometry": object{"type": "object", "nullable": true, "description": "A geometry (RFC 7946)."},
			"properties": object{"type": "object", "nullable": true, "description": "The fields; the schema of the collection describes them."}, "links": array("Link"),
		}},
		"TileSets": object{"type": "object", "properties": object{"links": array("Link"), "tilesets": array("TileSet")}},
		"TileSet":  object{"type": "object", "properties": object{"title": text, "dataType": text, "crs": text, "tileMatrixSetURI": text, "links": array("Link")}},
		"Problem": object{"type": "object", "description": "An error (RFC 9457).", "properties": object{
			"type": text, "title": text, "status": object{"type": "integer"}, "detail": text,
		}},
	}
}

// api answers with the description of the service.
func (s *service) api(w http.ResponseWriter, r *http.Request) error {
	if err := s.known(r); err != nil {
		return err
	}
	document := s.openAPI(s.root(r))
	return s.answer(w, r, typeOpenAPI, func([]Link) any { return document }, func([]Link) *Page {
		page := &Page{Title: "OGC API Features", Description: "The addresses of the service.", Crumbs: s.crumbs(r), Columns: []string{"address", "answer"}}
		paths, _ := document["paths"].(object)
		for _, path := range sortedKeys(paths) {
			get, _ := paths[path].(object)["get"].(object)
			summary, _ := get["summary"].(string)
			page.Rows = append(page.Rows, Row{Cells: []string{Path + path, summary}})
		}
		return page
	})
}

func sortedKeys(o object) []string { return slices.Sorted(maps.Keys(o)) }
