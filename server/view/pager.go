package view

import (
	"strconv"
	"strings"
)

// Pager divides a long list into pages.
type Pager struct {
	Total int
	// From and To are the half-open range of the entries of this page, 0-based.
	From, To int
	// N is the number of this page and Of the number of pages, 1-based.
	N, Of int
	// Previous and Next are addresses, or empty.
	Previous, Next string
}

// newPager returns page n of total entries, or the last page if n is too large, or all
// entries if it is negative.
// address is the address of the list and may have a query.
func newPager(total, n, size int, address string) Pager {
	if n < 0 { // all on one page, as in a single-file map
		return Pager{Total: total, To: total, N: 1, Of: 1}
	}
	of := max((total+size-1)/size, 1)
	n = min(max(n, 1), of)
	p := Pager{Total: total, From: (n - 1) * size, To: min(n*size, total), N: n, Of: of}
	if n > 1 {
		p.Previous = pageURL(address, n-1)
	}
	if n < of {
		p.Next = pageURL(address, n+1)
	}
	return p
}

func pageURL(address string, n int) string {
	sep := "?"
	if strings.Contains(address, "?") {
		sep = "&"
	}
	return address + sep + "page=" + strconv.Itoa(n)
}

// Words describes the page: "101–200 of 350".
func (p Pager) Words(l *Language) string {
	return l.Words("{1} of {2}", l.Number(p.From+1)+"–"+l.Number(p.To), p.Total)
}

// NewPager returns page n of total entries of a list with an address, which may have a query.
func NewPager(total, n, size int, address string) Pager { return newPager(total, n, size, address) }
