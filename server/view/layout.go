package view

import "dateline/geo/gazetteer"

// Layout is the part that all pages share. The server fills it in.
type Layout struct {
	Title string
	// Style and Script are the addresses of the style sheet and the viewer; empty if
	// the front end was not built.
	Style, Script string
	// ImportScript is the address of the script for uploads and imports; empty on
	// pages that have neither.
	ImportScript string
	// Client configures the viewer; nil on pages without a map.
	Client *Client
	// Collection is the title of the page's collection and Home the address of its
	// map; both are empty on other pages.
	Collection, Home string
	// Current is the section of the page: "map", "articles", "ledger", "add", "about".
	Current string
	Links   Links
	// CanImport is set if readers may add articles here.
	CanImport bool
}

// Client is the configuration of the viewer, embedded in the page as JSON. Config in
// static/src/types.ts has the same fields.
type Client struct {
	// View is "map", "embed", "article", "place" or "file".
	View string `json:"view"`
	// Title is the title of the collection, article or place.
	Title string `json:"title"`
	// Places is the address of the places layer.
	Places string `json:"places,omitempty"`
	// Passages, PlacePage and Article are URL templates with "{id}" for an identifier:
	// the mentions layer of a place, its page, and an article.
	Passages  string `json:"passages,omitempty"`
	PlacePage string `json:"place_page,omitempty"`
	Article   string `json:"article,omitempty"`
	// Selected is the place of a place page.
	Selected string `json:"selected,omitempty"`
	// Full is the URL of the full map, for an embedded one.
	Full string `json:"full,omitempty"`
	// BaseMap is the address of the folder with the base map's files.
	BaseMap string `json:"basemap,omitempty"`
	// Labels is the URL template of the base map's labels with {z}, {x} and {y}.
	Labels string `json:"labels,omitempty"`
	// Attribution lists the sources of the places.
	Attribution []gazetteer.SourceInfo `json:"attribution"`
}
