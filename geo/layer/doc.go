// Package layer writes parsed articles as interchange formats: a places layer and a mentions layer in GeoJSON, mentions in CSV, and articles in JSON Lines.
//
// The places layer has one feature a place that is certain or likely to be
// meant; the mentions layer has one feature a mention, whatever became of it.
// Both are RFC 7946 and carry their ledger, versions and attributions. Sites and
// settlements are points, areas and countries their outlines; what has no place,
// or no outline, has no geometry. Offsets count Unicode code points.
//
// Output holds no time stamps and follows no map's order: the same articles give
// the same bytes. Everything is written feature by feature.
package layer
