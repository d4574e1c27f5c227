package server

import (
	"io/fs"
	"log/slog"
	"time"

	"dateline/geo/gazetteer"
	"dateline/server/store"
)

// Config is what a server is made of.
type Config struct {
	// Store holds the collections.
	Store store.Store
	// Importer takes what readers add; nil turns adding off, and with it every
	// request that changes anything. Without accounts whoever reaches the server
	// may add: set it on an address that only its owner reaches, or when asked to.
	Importer Importer
	// Fetching lets readers hand in addresses, which the server then asks for on
	// their behalf. Without it only text and files can be added.
	Fetching bool
	// Hosts are the names under which the server may be asked to change something,
	// with or without a port, beside localhost, loopback addresses and the host of
	// BaseURL. Requests for any other name are refused, because a page of another
	// site can give its own name the server's address.
	Hosts []string
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
	// RequestTimeout is the maximum time for a request other than an upload, 30 seconds
	// if it is 0.
	RequestTimeout time.Duration
	// Version is that of the program, shown on the about page.
	Version string
}
