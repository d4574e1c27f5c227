// Package agent offers Dateline to language models by the Model Context Protocol: they find and look up places, read why, and search and export collections.
package agent

import (
	"context"
	"io"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/server/export"
	"dateline/server/selection"
	"dateline/server/store"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// Parser finds the places of an article.
type Parser interface {
	Parse(ctx context.Context, a geo.Article) (*geo.Parsed, error)
}

// Gazetteer looks up places by their names.
type Gazetteer interface {
	Matches(text string, edits, limit int) []geo.Place
}

// Collections answers selections; [store.DB] implements it.
type Collections interface {
	Collections(ctx context.Context) ([]store.Summary, error)
	Select(ctx context.Context, collection string, s selection.Selection) (*store.Result, error)
}

// Config contains what the tools use.
type Config struct {
	Parser    Parser
	Gazetteer Gazetteer
	// Collections is nil if there is no store.
	Collections Collections
	Origin      export.Origin
	// Layer returns the layer of parsed articles.
	Layer   func(title string, parsed []*geo.Parsed) *layer.Set
	Version string
}

const instructions = `Dateline finds the places that texts name and decides offline which place on Earth each name means.
Use geoparse for a text; coordinates are only given for places that were resolved. "ambiguous" and "missing" mean that there is no
certain place: do not guess one. Use explain to see the reasons and the other candidates, lookup for a name by itself, search for the
passages of a collection, and export for a file. Cite passages with their article.`

// tools are the handlers of the tools.
type tools struct{ Config }

// New returns a server with the tools geoparse, lookup and explain and, if there are
// collections, search; export writes layers of texts and collections.
func New(c Config) *mcp.Server {
	t := &tools{c}
	s := mcp.NewServer(&mcp.Implementation{Name: "dateline", Title: "Dateline", Version: c.Version}, &mcp.ServerOptions{Instructions: instructions})
	readOnly := &mcp.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: new(bool)}
	mcp.AddTool(s, &mcp.Tool{
		Name: "geoparse", Title: "Find the places in a text", Annotations: readOnly,
		Description: "Finds the places that a text names and resolves each to a place on Earth, with precision, confidence, reasons and other candidates. Offsets are Unicode code points. Offline.",
	}, t.geoparse)
	mcp.AddTool(s, &mcp.Tool{
		Name: "lookup", Title: "Look up a name", Annotations: readOnly,
		Description: "Lists the places that a name, an abbreviation or an identifier such as geonames:1138958 can mean, the most prominent first.",
	}, t.lookup)
	mcp.AddTool(s, &mcp.Tool{
		Name: "explain", Title: "Explain a reading", Annotations: readOnly,
		Description: "Explains what a phrase in a text was taken to mean: the place, the passage, the reasons, and what else it could be.",
	}, t.explain)
	mcp.AddTool(s, &mcp.Tool{
		Name: "export", Title: "Export a layer", Annotations: readOnly,
		Description: "Returns the places or mentions of a text or of a collection as a file: geojson, csv, kml, gpkg, stix, markdown and other formats, with provenance. The precision can be capped to district or country.",
	}, t.export)
	if c.Collections != nil {
		mcp.AddTool(s, &mcp.Tool{
			Name: "search", Title: "Search a collection", Annotations: readOnly,
			Description: `Returns passages of a collection that a selection matches, with the place of each mention. The selection is a query such as "q=flood&country=SD&from=2026-10-01"; without a collection, the collections are listed.`,
		}, t.search)
	}
	return s
}

// Serve serves one client that writes to r and reads from w, until it disconnects.
func Serve(ctx context.Context, c Config, r io.ReadCloser, w io.WriteCloser) error {
	return New(c).Run(ctx, &mcp.IOTransport{Reader: r, Writer: w})
}
