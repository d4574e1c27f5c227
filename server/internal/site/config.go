package site

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"time"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/server/store"
)

// Config configures a server.
type Config struct {
	// Store has the collections; nil if there is no place to store any.
	Store *store.DB
	// Temporary has collections that are not kept, such as those of articles given on the command
	// line; nil if there are none. If both stores have a collection of the same name, this one is
	// shown. Nothing can be added to its collections; readers can copy them to a stored collection.
	Temporary *store.DB
	// Importer imports what readers add; nil disables importing and every request that
	// changes anything. There are no accounts: whoever reaches the server may import,
	// so set it only on a loopback address or on request.
	Importer Importer
	// Parse reads a document and parses its articles without storing anything, for readers
	// who do not want to keep what they add; nil disables that. The name identifies the
	// format where the content does not.
	Parse func(ctx context.Context, name string, document io.Reader) ([]*geo.Parsed, error)
	// AllowURLImport lets readers submit URLs, which the server then fetches. Without
	// it only text and files can be added.
	AllowURLImport bool
	// AllowedHosts are the host names, with or without a port, under which the server
	// answers, besides localhost, IP addresses and the host of BaseURL. Requests for
	// other names are refused: by DNS rebinding a page of another site can give its
	// own name the server's address.
	AllowedHosts []string
	// Gazetteer provides outlines, labels of the base map and attributions; nil omits
	// them.
	Gazetteer *gazetteer.Gazetteer
	// Static has the folders "templates" and "dist": [dateline/static.Files].
	Static fs.FS
	// ParseText finds the places of a text that a client of the API sends; nil disables it.
	ParseText func(context.Context, geo.Article) (*geo.Parsed, error)
	// Log receives one record per failed request; nil discards them.
	Log *slog.Logger
	// BaseURL is the URL under which others reach the server, such as
	// "https://maps.example.org", for embed codes; empty to take it from the request.
	BaseURL string
	// RequestTimeout is the maximum duration of a request other than an upload, 30
	// seconds if it is 0.
	RequestTimeout time.Duration
	// Version is the version of the program, shown on the about page.
	Version string
}
