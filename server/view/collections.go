package view

import (
	"html/template"

	"dateline/server/store"
)

// Collections is the list of all collections.
type Collections struct {
	Layout
	Rows []CollectionRow
	// Error says why the collection asked for was not made, NewTitle is what it was
	// to be called; both are empty otherwise.
	Error, NewTitle string
}

// CollectionRow is a collection in a list.
type CollectionRow struct {
	Title, Description, URL  string
	Articles, Places, Ledger string
}

// NewCollections lists collections.
func NewCollections(f Layout, all []store.Summary) Collections {
	out := Collections{Layout: f}
	for i := range all {
		c := &all[i]
		l := Links{Collection: c.Name}
		out.Rows = append(out.Rows, CollectionRow{
			Title: c.Title, Description: c.Description, URL: l.Map(),
			Articles: Count(c.Articles, "article", "articles"), Places: Count(c.Places, "place", "places"), Ledger: ledgerLine(c.Ledger, l).Text(),
		})
	}
	return out
}

// EmbedCode is the HTML that shows the map at an address in another page.
func EmbedCode(address, title string) string {
	return `<iframe src="` + template.HTMLEscapeString(address) + `" title="` + template.HTMLEscapeString("Map: "+title) +
		`" width="100%" height="480" style="border:0" loading="lazy" allowfullscreen></iframe>`
}
