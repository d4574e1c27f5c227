package view

import "dateline/server/store"

// Collections is the list of all collections.
type Collections struct {
	Layout
	Rows []CollectionRow
	// Error is why the requested collection was not created, and NewTitle its title;
	// both are empty otherwise.
	Error, NewTitle string
}

// CollectionRow is a collection in a list.
type CollectionRow struct {
	Title, Description, URL string
	Articles, Places        int
	Ledger                  LedgerLine
	// Picture is the address of a small map, empty without places; Review that of the review, and ToReview the number of unclear mentions.
	Picture, Review string
	ToReview        int
}

// NewCollections lists collections.
func NewCollections(layout Layout, all []store.Summary) Collections {
	out := Collections{Layout: layout}
	for i := range all {
		c := &all[i]
		l := Links{Collection: c.Name}
		row := CollectionRow{
			Title: c.Title, Description: c.Description, URL: l.Map(), Review: l.Review(), ToReview: c.Ledger.Ambiguous,
			Articles: c.Articles, Places: c.Places, Ledger: ledgerLine(c.Ledger, l),
		}
		if c.Places > 0 {
			row.Picture = l.Map() + "/card-300.png"
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}
