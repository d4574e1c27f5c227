package server

import (
	"io/fs"
	"log/slog"

	"dateline/geo/gazetteer"
	"dateline/server/store"
)

// Config is what a server is made of.
type Config struct {
	// Store holds the collections.
	Store store.Store
	// Gazetteer gives outlines, labels of the base map and attributions; nil
	// leaves them out.
	Gazetteer *gazetteer.Gazetteer
	// Static holds the folders "templates" and "dist": [dateline/static.Files].
	Static fs.FS
	// Log takes one line a request that failed; nil discards them.
	Log *slog.Logger
	// BaseURL is the address under which others reach the server, such as
	// "https://maps.example.org", for embed codes; without it they follow the
	// request.
	BaseURL string
	// Version is that of the program, shown on the about page.
	Version string
}
