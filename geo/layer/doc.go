// Package layer makes the places layer and the mentions layer of articles, and writes them as GeoJSON, CSV and JSON Lines.
//
// The places layer has a feature for each place that a mention was resolved to,
// the mentions layer one for each mention, with any outcome. Both follow RFC 7946
// and contain a ledger, versions and attributions. The geometry of a site or
// settlement is a point, that of an area or country its outline; a feature
// without a place or outline has none. Offsets count Unicode code points.
//
// An [Export] streams the rows of both layers into the writers of all formats, those of
// the packages below this one included. The fields are in one table, see [Fields] and
// FIELDS.md. [Export.Capped] caps the precision.
//
// The output is deterministic: the same articles give the same bytes. It is
// written feature by feature.
package layer
