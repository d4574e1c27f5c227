package view

import "dateline/geo/gazetteer"

// Layout is the part that all pages share. The server fills it in.
type Layout struct {
	Title string
	// Style and Script are the addresses of the style sheet and the viewer; empty if
	// the front end was not built.
	Style, Script string
	// ImportScript is the address of a second script: that for uploads and imports, or
	// that for the review; empty on pages that have neither.
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
	// StaticMapURL is the address of the map as a picture, for print and without
	// JavaScript, and StaticMapAlt its text alternative.
	StaticMapURL, StaticMapAlt string
	// Preload is the address of the data that the viewer requests first, or empty.
	Preload string
	// Keep is the address that stores the articles of the page; empty if they are stored.
	Keep string
	// Social describes the page to other sites; nil if it cannot be embedded.
	Social *Social
	// Feed is the address of the Atom feed of what changed in the collection, or empty.
	Feed string
	// Share has the downloads and the embed code of the page; nil on pages without.
	Share *Share
	// Languages are the languages that readers may choose; empty if there is one.
	Languages []*Language
}

// Share is the menu with which a map is taken elsewhere.
type Share struct {
	// Downloads is the address below which the layers are.
	Downloads string
	// TableQuery asks for a CSV that begins with a byte order mark, without which Excel
	// garbles letters with accents.
	TableQuery string
	// Embed is the HTML that embeds the map, and EmbedURL the address of the map alone.
	Embed, EmbedURL string
}

// Social is what cards of social networks and systems that embed a page read.
type Social struct {
	Title, Description string
	// URL is that of the page, Image that of a picture, and OEmbed that of its oEmbed response without the format.
	URL, Image, OEmbed string
}

// Client is the configuration of the viewer, embedded in the page as JSON. Config in
// static/src/types.ts has the same fields.
type Client struct {
	// View is "map", "embed", "article", "place" or "file".
	View string `json:"view"`
	// Title is the title of the collection, article or place.
	Title string `json:"title"`
	// Data is the address of the answer to a selection as JSON, and Home that of the map
	// page; the selection is added to them.
	Data string `json:"data,omitempty"`
	Home string `json:"home,omitempty"`
	// Passages, PlacePage and Article are URL templates with "{id}" for an identifier:
	// the passages of a place, its page, and an article.
	Passages  string `json:"passages,omitempty"`
	PlacePage string `json:"place_page,omitempty"`
	Article   string `json:"article,omitempty"`
	// Tiles is the URL template of tiles of symbols with {z}, {x} and {y}, and Areas the
	// address of outlines, to which ids and a zoom are added.
	Tiles string `json:"tiles,omitempty"`
	Areas string `json:"areas,omitempty"`
	// Selected is the place of a place page.
	Selected string `json:"selected,omitempty"`
	// Editable is set if what is shown can be corrected.
	Editable bool `json:"editable,omitempty"`
	// Full is the URL of the full map, for an embedded one.
	Full string `json:"full,omitempty"`
	// BaseMap is the address of the folder with the base map's files.
	BaseMap string `json:"basemap,omitempty"`
	// Labels is the URL template of the base map's labels with {z}, {x} and {y}.
	Labels string `json:"labels,omitempty"`
	// Attribution lists the sources of the places.
	Attribution []gazetteer.SourceInfo `json:"attribution"`
}
