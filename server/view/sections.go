package view

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"dateline/geo"
)

// sectionSize is the approximate size of a section of a long text in bytes: about 3,000
// English words.
const sectionSize = 18_000

// sectionStart returns the offset of the k-th section of a text: the first paragraph
// at or after k times sectionSize; the length of the text beyond the last.
func sectionStart(text string, k int) int {
	if k <= 0 || len(text) <= sectionSize*3/2 {
		return min(max(k, 0), 1) * len(text)
	}
	if k*sectionSize >= len(text) {
		return len(text)
	}
	i := strings.Index(text[k*sectionSize:], "\n\n")
	if i < 0 {
		return len(text)
	}
	return k*sectionSize + i + 2
}

// sectionOf returns the number of the section that contains an offset, from 0.
func sectionOf(text string, offset int) int {
	if len(text) <= sectionSize*3/2 {
		return 0
	}
	k := offset / sectionSize
	for k > 0 && offset < sectionStart(text, k) {
		k--
	}
	return k
}

// Section is an entry of the contents of a long text.
type Section struct {
	// N is the 1-based number in the address.
	N     int
	Title string
	Pages string // "12–20", or empty
	URL   string
	// Current is set for the section that is shown.
	Current bool
}

// contents lists the sections of a text that is long enough to have several, each with
// its first heading.
func contents(a *geo.Article, current int, l Links) []Section {
	var out []Section
	for k := 0; sectionStart(a.Text, k) < len(a.Text); k++ {
		start, end := sectionStart(a.Text, k), sectionStart(a.Text, k+1)
		if end <= start {
			continue
		}
		s := Section{N: k + 1, Title: sectionTitle(a.Text[start:end]), URL: l.Section(a.ID, k), Current: k == current}
		if first, last := a.Page(start), a.Page(end-1); first > 0 {
			s.Pages = FormatNumber(first)
			if last > first {
				s.Pages += "–" + FormatNumber(last)
			}
		}
		out = append(out, s)
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// maxHeading is the maximum number of code points of a paragraph that may be a heading.
const maxHeading = 90

// sectionTitle returns the first paragraph that looks like a heading, or else the
// first words.
func sectionTitle(text string) string {
	for par := range strings.SplitSeq(text, "\n\n") {
		par = strings.TrimSpace(par)
		if par == "" || utf8.RuneCountInString(par) > maxHeading || strings.ContainsAny(par[len(par)-1:], ".,;:?!\"”") || !strings.ContainsFunc(par, isLetter) {
			continue
		}
		return truncate(strings.ReplaceAll(par, "\n", " "))
	}
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return truncate(line)
}

// Section returns the address of a section of an article, numbered from 0.
func (l Links) Section(article string, section int) string {
	if section <= 0 || l.Collection == "" {
		return l.Article(article)
	}
	return l.Article(article) + "?section=" + strconv.Itoa(section+1)
}

// Page returns the address of a page of a document in its section.
func (l Links) Page(a *geo.Article, page int) string {
	offset := 0
	if page > 1 && len(a.Pages) > 0 {
		offset = a.Pages[min(page, len(a.Pages))-1]
	}
	return l.Section(a.ID, sectionOf(a.Text, offset)) + "#page-" + strconv.Itoa(page)
}
