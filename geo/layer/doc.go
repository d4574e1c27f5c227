// Package layer writes parsed articles as interchange formats: a places layer and a mentions layer in GeoJSON, mentions in CSV, and articles in JSON Lines.
//
// The places layer has a feature for each place that a mention was resolved to,
// the mentions layer one for each mention, with any outcome. Both follow RFC 7946
// and contain a ledger, versions and attributions. The geometry of a site or
// settlement is a point, that of an area or country its outline; a feature
// without a place or outline has none. Offsets count Unicode code points.
//
// The output is deterministic: the same articles give the same bytes. It is
// written feature by feature.
package layer
