package geo

// Article is a text with its source: a news story, a situation report or any other
// document. Its Text is normalized once, when the article is read, and never changes
// afterwards: every span refers to it.
type Article struct {
	// ID is the identifier from the source, or one made from the content by
	// [ContentID] where the source has none.
	ID        string
	Title     string
	Publisher string
	Author    string
	// URL is the canonical URL, or empty.
	URL string
	// Published is the publication day or time as RFC 3339 ("2021-09-06" or
	// "2021-09-06T14:00:00Z"), or empty when unknown.
	Published string
	// Language is the BCP 47 code declared by the source, or empty; the recognizer
	// then detects the language.
	Language string
	// Home is the place where the publisher is at home, as a user gave it, or empty: names are
	// more likely to mean places near it.
	Home PlaceID
	// Source is the path or URL that the text was read from, or "-" for standard
	// input.
	Source string
	// Text is valid UTF-8 in Unicode NFC with "\n" line ends; an empty line
	// separates paragraphs.
	Text string
	// Hash is the lower-case hexadecimal SHA-256 of Text.
	Hash string
	// Pages holds the byte offset in Text at which each page begins, for sources
	// that have pages; Pages[0] is 0.
	Pages []int
}

// Page returns the 1-based page that contains the byte offset, or 0 when the article
// has no pages.
func (a *Article) Page(offset int) int {
	n := 0
	for n < len(a.Pages) && a.Pages[n] <= offset {
		n++
	}
	return n
}
