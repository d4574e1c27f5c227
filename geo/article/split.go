package article

import (
	"fmt"
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/text"
)

// maxPart is the length in bytes from which a text is split into several articles,
// about 90,000 words of English.
const maxPart = 512 << 10

// splitLong yields the articles, those with longer texts than [maxPart] in parts.
func splitLong(articles iter.Seq2[*geo.Article, error], o document.Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		for a, err := range articles {
			if err != nil || len(a.Text) <= maxPart {
				if !yield(a, err) {
					return
				}
				continue
			}
			parts := split(a, maxPart)
			o.Notify("the text is %s long and was split into %d articles", text.FormatBytes(int64(len(a.Text))), len(parts))
			for _, part := range parts {
				if !yield(part, nil) {
					return
				}
			}
		}
	}
}

// split returns the parts of an article, each at most limit bytes long: at the beginning
// of a page or a heading where there is one in the second half of the part, otherwise at
// a paragraph, line, sentence or word. Their titles are numbered. The page numbers are
// those of the document.
func split(a *geo.Article, limit int) []*geo.Article {
	var parts []*geo.Article
	for from := 0; from < len(a.Text); {
		end := len(a.Text)
		if end-from > limit {
			end = from + splitAt(a.Text[from:from+limit], pagesIn(a.Pages, from, from+limit))
		}
		body := strings.TrimRight(a.Text[from:end], " \n")
		lead := len(body) - len(strings.TrimLeft(body, " \n"))
		from += lead
		if body = body[lead:]; body != "" {
			part := *a
			part.Text = body
			part.Pages = pagesOf(a.Pages, from, from+len(body))
			parts = append(parts, &part)
		}
		from = end
	}
	for i, part := range parts {
		part.Hash = geo.HashText(part.Text)
		part.ID = fmt.Sprintf("%s-%d", a.ID, i+1)
		part.Title = strings.TrimSpace(fmt.Sprintf("%s (part %d of %d)", a.Title, i+1, len(parts)))
		if a.URL != "" && i > 0 { // articles with the same address would be versions of one another
			address, _, _ := strings.Cut(a.URL, "#")
			part.URL = fmt.Sprintf("%s#part-%d", address, i+1)
		}
	}
	return parts
}

// pagesIn returns the offsets of the pages that begin in [from, end), relative to from.
func pagesIn(pages []int, from, end int) (in []int) {
	for _, p := range pages {
		if p > from && p < end {
			in = append(in, p-from)
		}
	}
	return in
}

// pagesOf returns the page offsets of the part [from, end) of a text. The pages before
// it are empty pages at its beginning, so that the others keep their numbers.
func pagesOf(pages []int, from, end int) (of []int) {
	for _, p := range pages {
		if p < end {
			of = append(of, max(p-from, 0))
		}
	}
	return of
}

// splitAt returns the offset at which a text that is too long is split. pages are the
// offsets of its pages.
func splitAt(s string, pages []int) int {
	half := len(s) / 2
	if n := len(pages); n > 0 && pages[n-1] >= half {
		return pages[n-1]
	}
	if at := lastHeading(s, half); at > 0 {
		return at
	}
	for _, sep := range []string{"\n\n", "\n", ". ", "。", " "} {
		if at := strings.LastIndex(s[half:], sep); at >= 0 {
			return half + at + len(sep)
		}
	}
	at := len(s)
	for at > 0 && !utf8.RuneStart(s[at-1]) {
		at--
	}
	return at - 1 // before the last code point, which may be cut
}

// maxHeading is the length of the longest heading in bytes.
const maxHeading = 100

// lastHeading returns the offset of the last heading of a text after min, or 0: a short
// paragraph of one line that begins with a capital or a digit, ends in no punctuation
// and has a paragraph of several times its length after it.
func lastHeading(s string, minimum int) int {
	end := len(s)
	for {
		at := strings.LastIndex(s[minimum:end], "\n\n")
		if at < 0 {
			return 0
		}
		at += minimum
		line, rest, found := strings.Cut(s[at+2:], "\n\n")
		if found && isHeading(line) && len(rest) > 3*len(line) {
			return at + 2
		}
		end = at
	}
}

func isHeading(line string) bool {
	if line == "" || len(line) > maxHeading || strings.Contains(line, "\n") {
		return false
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(line, "#* "))
	last, _ := utf8.DecodeLastRuneInString(line)
	return (unicode.IsUpper(first) || unicode.IsTitle(first) || unicode.IsDigit(first) || unicode.Is(unicode.Lo, first)) &&
		(unicode.IsLetter(last) || unicode.IsDigit(last))
}
