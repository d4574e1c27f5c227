// Package export lists the formats in which layers are downloaded and writes them.
package export

import (
	"io"
	"path/filepath"
	"slices"
	"strings"

	"dateline/geo/layer"
	"dateline/geo/layer/annex"
	"dateline/geo/layer/annotation"
	"dateline/geo/layer/geoparquet"
	"dateline/geo/layer/georss"
	"dateline/geo/layer/kml"
	"dateline/geo/layer/stix"
	"dateline/geo/layer/workbook"
	"dateline/server/geopackage"
)

// Format is a format of downloads.
type Format struct {
	// Name is the name on the command line and in addresses.
	Name string
	// Extension is the end of a file's name, with its dot.
	Extension string
	MediaType string
	// Words describes the format for people.
	Words string
	// Both reports that a file contains both layers; otherwise one is written, by default
	// Kind.
	Both bool
	Kind layer.Kind
	// Shapes reports that a file can be limited to one type of geometry.
	Shapes bool
	Write  func(io.Writer, *layer.Export, layer.Options) error
}

// Formats returns all formats in the order in which they are offered.
func Formats() []Format {
	return []Format{
		{"geojson", ".geojson", "application/geo+json", "GeoJSON (RFC 7946)", false, layer.Places, true, layer.WriteGeoJSON},
		{"geojsonl", ".geojsonl", "application/x-ndjson", "GeoJSON, one feature per line", false, layer.Places, true, layer.WriteGeoJSONLines},
		{"geojsonseq", ".geojsons", "application/geo+json-seq", "GeoJSON text sequences (RFC 8142)", false, layer.Places, true, layer.WriteGeoJSONSequence},
		{"csv", ".csv", "text/csv; charset=utf-8", "table in UTF-8, safe to open in a spreadsheet", false, layer.Mentions, true, layer.WriteCSV},
		{"xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel workbook with both layers", true, layer.Mentions, true, workbook.Write},
		{"gpkg", ".gpkg", "application/geopackage+sqlite3", "GeoPackage for QGIS and other GIS, with both layers and styles", true, layer.Mentions, true, geopackage.Write},
		{"kml", ".kml", "application/vnd.google-earth.kml+xml", "KML for Google Earth, in folders by precision", false, layer.Places, true, kml.Write},
		{"kmz", ".kmz", "application/vnd.google-earth.kmz", "KML in a ZIP file", false, layer.Places, true, kml.WriteKMZ},
		{"parquet", ".parquet", "application/vnd.apache.parquet", "GeoParquet 1.1", false, layer.Mentions, true, geoparquet.Write},
		{"annotations", ".jsonld", "application/ld+json", "W3C Web Annotations of the mentions", false, layer.Mentions, false, annotation.Write},
		{"atom", ".atom", "application/atom+xml", "Atom feed with GeoRSS", false, layer.Mentions, true, georss.Write},
		{"stix", ".stix", "application/stix+json;version=2.1", "STIX 2.1 bundle: locations, reports and notes", true, layer.Mentions, false, stix.Write},
		{"markdown", ".md", "text/markdown; charset=utf-8", "annex of numbered passages in Markdown", true, layer.Mentions, false, annex.WriteMarkdown},
		{"docx", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "annex of numbered passages for word processors", true, layer.Mentions, false, annex.WriteDOCX},
	}
}

// ByName returns the format of a name.
func ByName(name string) (Format, bool) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// aliases are further extensions of formats, by the name of the format.
var aliases = map[string]string{
	".json": "geojson", ".ndjson": "geojsonl", ".geojsonseq": "geojsonseq", ".geoparquet": "parquet", ".xml": "atom", ".rss": "atom", ".markdown": "markdown",
}

// ByFile returns the format of a file by the end of its name.
func ByFile(path string) (Format, bool) {
	name := strings.ToLower(filepath.Base(path))
	formats := Formats()
	if i := slices.IndexFunc(formats, func(f Format) bool { return strings.HasSuffix(name, f.Extension) }); i >= 0 {
		return formats[i], true
	}
	return ByName(aliases[filepath.Ext(name)])
}

// Extensions returns the ends of file names of all formats for messages: ".geojson, .csv
// or .docx".
func Extensions() string {
	formats := Formats()
	var out []string
	for _, f := range formats[:len(formats)-1] {
		out = append(out, f.Extension)
	}
	return strings.Join(out, ", ") + " or " + formats[len(formats)-1].Extension
}
