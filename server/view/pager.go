package view

import (
	"strconv"
	"strings"
)

// Pager divides a long list over several pages.
type Pager struct {
	Total int
	// From and To bound the entries of this page, half-open from 0.
	From, To int
	// N is this page and Of the number of pages, from 1.
	N, Of int
	// Previous and Next are addresses, or empty.
	Previous, Next string
}

// pagesOf returns page n, or the nearest there is, of total entries; address is
// that of the list and may have a query.
func pagesOf(total, n, size int, address string) Pager {
	of := max((total+size-1)/size, 1)
	n = min(max(n, 1), of)
	p := Pager{Total: total, From: (n - 1) * size, To: min(n*size, total), N: n, Of: of}
	if n > 1 {
		p.Previous = pageAddress(address, n-1)
	}
	if n < of {
		p.Next = pageAddress(address, n+1)
	}
	return p
}

func pageAddress(address string, n int) string {
	sep := "?"
	if strings.Contains(address, "?") {
		sep = "&"
	}
	return address + sep + "page=" + strconv.Itoa(n)
}

// Words says which part of the list is shown: "101–200 of 350".
func (p Pager) Words() string {
	return FormatNumber(p.From+1) + "–" + FormatNumber(p.To) + " of " + FormatNumber(p.Total)
}
