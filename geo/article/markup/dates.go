package markup

import (
	"regexp"
	"strings"

	"dateline/geo/article/internal/document"

	"golang.org/x/net/html"
)

// Limits on where dates are looked for that are not in the metadata of a page.
const (
	maxDatelineBytes = 60 // from the beginning of the first paragraph
	maxLabeledBytes  = 50 // from the label
	maxDateScripts   = 1 << 20
)

// labeledDay matches what introduces the date of publication within a block.
var labeledDay = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:published|posted|first published|publication date|date published|release date|veröffentlicht|veröffentlichung|erschienen|erstellt|eingestellt|` +
	`publié|paru|mis en ligne|publicado|publicada|pubblicato|pubblicata|gepubliceerd|geplaatst|opublikowano|publikováno|publicerad|publisert|publiceret|julkaistu|yayınlanma|опубликовано|опубликована|дата публикации)(?:[^\pL\d]|$)`)

// labeledDate returns the date in the first block of a page that introduces it as that
// of publication, or an empty string.
func labeledDate(page *html.Node) string {
	for _, n := range leafBlocks(page) {
		s := shortText(n)
		at := labeledDay.FindStringIndex(s)
		if at == nil {
			continue
		}
		rest := s[at[0]:]
		if len(rest) > maxLabeledBytes {
			rest = strings.ToValidUTF8(rest[:maxLabeledBytes], "")
		}
		if d := document.FindDate(rest); d != "" {
			return d
		}
	}
	return ""
}

// headingLinkDate returns the day in the address that a heading of a page links to, the
// permanent address of the article, if all such addresses have the same day.
func headingLinkDate(page *html.Node) string {
	date := ""
	for n := range page.Descendants() {
		if n.Type != html.ElementNode || n.Data != "h1" && n.Data != "h2" {
			continue
		}
		for link := range n.Descendants() {
			if link.Type != html.ElementNode || link.Data != "a" {
				continue
			}
			switch d := document.DateInURL(attribute(link, "href")); {
			case d == "":
			case date != "" && d != date:
				return "" // a list of articles
			default:
				date = d
			}
		}
	}
	return date
}

// scriptDay matches the date of publication in the data for a script.
var scriptDay = regexp.MustCompile(`(?i)["']?(?:date_?published|published_?(?:date|at|on|time)|publish_?(?:date|ed|time)|publication_?date|first_?published(?:_?at|_?date)?|pub_?date)["']?\s*[:=]\s*["'](\d{4}-\d\d-\d\d[^"']{0,20})["']`)

// scriptDate returns the date of publication in the data for the scripts of a page, if all
// such data have the same day.
func scriptDate(page *html.Node) string {
	date, left := "", maxDateScripts
	for n := range page.Descendants() {
		if n.Type != html.ElementNode || n.Data != "script" || n.FirstChild == nil {
			continue
		}
		source := n.FirstChild.Data
		if left -= len(source); left < 0 {
			break
		}
		for _, m := range scriptDay.FindAllStringSubmatch(source, -1) {
			d := document.FindDate(m[1])
			if len(d) >= len("2006-01-02") && date != "" && d[:len("2006-01-02")] != date[:len("2006-01-02")] {
				return ""
			}
			if date == "" {
				date = d
			}
		}
	}
	return date
}

// maxDatelines is the number of paragraphs that may begin with the date of an article.
const maxDatelines = 5

// datelineDate returns the date at the beginning of one of the first paragraphs of a text
// that a dash, a colon or a bracket divides from the rest, or an empty string.
func datelineDate(text string) string {
	checked := 0
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		if checked++; checked > maxDatelines {
			return ""
		}
		for i, r := range paragraph {
			if i > maxDatelineBytes {
				break
			}
			if strings.ContainsRune("-–—:|)", r) && isDate(paragraph[:i]) {
				return document.FindDate(paragraph[:i])
			}
		}
	}
	return ""
}
