package view

import "dateline/geo/gazetteer"

// Layout is what every page has around its own content. The server fills it in.
type Layout struct {
	Title string
	// Style and Script are the addresses of the browser's part; empty when it
	// was not built.
	Style, Script string
	// ImportScript is the address of the script that uploads files and follows
	// arrivals; empty on pages that do neither.
	ImportScript string
	// Client tells the viewer what the page shows; nil on pages without a map.
	Client *Client
	// Collection is the title of the collection that a page belongs to and Home
	// the address of its map; both are empty on other pages.
	Collection, Home string
	// Current is the section that is open: "map", "articles", "ledger", "add",
	// "about".
	Current string
	Links   Links
	// CanImport says that readers may add articles.
	CanImport bool
}

// Client is what the viewer needs to know, handed to it as JSON in the page.
type Client struct {
	// View is "map", "embed", "article", "place" or "file".
	View string `json:"view"`
	// Title is that of what is shown.
	Title string `json:"title"`
	// Places is the address of the places layer.
	Places string `json:"places,omitempty"`
	// Passages, PlacePage and Article are addresses in which "{id}" stands for
	// an identifier: the mentions layer of a place, its page, and an article.
	Passages  string `json:"passages,omitempty"`
	PlacePage string `json:"place_page,omitempty"`
	Article   string `json:"article,omitempty"`
	// Selected is the place that a place page is about.
	Selected string `json:"selected,omitempty"`
	// Full is the address of the full map, for an embedded one.
	Full string `json:"full,omitempty"`
	// BaseMap is the address of the folder with the base map's files.
	BaseMap string `json:"basemap,omitempty"`
	// Labels is the address of the base map's labels with {z}, {x} and {y}.
	Labels string `json:"labels,omitempty"`
	// Attribution lists the sources of the places shown.
	Attribution []gazetteer.SourceInfo `json:"attribution"`
}
