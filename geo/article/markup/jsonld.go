package markup

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"dateline/geo/article/internal/document"
	"dateline/geo/text"

	"golang.org/x/net/html"
)

// Limits on the linked data of a page.
const (
	maxLinkedDataBytes = 4 << 20
	maxLinkedDataDepth = 10
)

// linkedArticle is the article that the linked data (JSON-LD, schema.org) of a page
// describes.
type linkedArticle struct {
	headline, body, published, author, publisher string
	// pagePublished is the date of a page or work of another type.
	pagePublished string
}

// readLinkedData returns the article of a page's linked data; its fields may be empty.
func readLinkedData(page *html.Node) linkedArticle {
	var a linkedArticle
	left := maxLinkedDataBytes
	for n := range page.Descendants() {
		if n.Type != html.ElementNode || n.Data != "script" || n.FirstChild == nil || !strings.EqualFold(attribute(n, "type"), "application/ld+json") {
			continue
		}
		source := []byte(n.FirstChild.Data)
		if left -= len(source); left < 0 {
			break
		}
		var value any
		if err := json.Unmarshal(bytes.Map(controlToSpace, source), &value); err == nil {
			a.collect(value, 0)
		}
	}
	return a
}

// controlToSpace replaces line ends and other control characters, which some pages have
// inside the strings of their linked data.
func controlToSpace(r rune) rune {
	if r < 0x20 {
		return ' '
	}
	return r
}

// collect fills in the fields of a from a value and the values in it.
func (a *linkedArticle) collect(value any, depth int) {
	if depth > maxLinkedDataDepth {
		return
	}
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			a.collect(item, depth+1)
		}
	case map[string]any:
		if isArticleType(v["@type"]) {
			a.fill(&a.headline, v["headline"])
			a.fill(&a.published, v["datePublished"])
			a.fill(&a.author, nameOf(v["author"]))
			a.fill(&a.publisher, nameOf(v["publisher"]))
			if body, ok := v["articleBody"].(string); ok && a.body == "" {
				a.body = bodyText(body)
			}
			return
		}
		a.fill(&a.pagePublished, v["datePublished"])
		a.collect(v["@graph"], depth+1)
		a.collect(v["mainEntity"], depth+1)
		a.collect(v["mainEntityOfPage"], depth+1)
	}
}

// fill sets a field that is empty to a value that is a string.
func (a *linkedArticle) fill(field *string, value any) {
	if s, ok := value.(string); ok && *field == "" {
		*field = Fragment(s)
	}
}

// isArticleType reports whether a type is that of an article (schema.org: Article,
// NewsArticle, ReportageNewsArticle, BlogPosting, …).
func isArticleType(value any) bool {
	switch v := value.(type) {
	case string:
		return strings.HasSuffix(v, "Article") || strings.HasSuffix(v, "BlogPosting") || v == "Report"
	case []any:
		return slices.ContainsFunc(v, isArticleType)
	}
	return false
}

// nameOf returns the name of a person or organization, of the first of several.
func nameOf(value any) any {
	switch v := value.(type) {
	case map[string]any:
		return v["name"]
	case []any:
		if len(v) > 0 {
			return nameOf(v[0])
		}
	}
	return value
}

// bodyText returns the text of an article's body, which may be HTML, plain text or
// plain text with entities.
func bodyText(body string) string {
	if strings.Contains(body, "<p") || strings.Contains(body, "<br") || strings.Contains(body, "<div") {
		return Fragment(body)
	}
	return text.Normalize(html.UnescapeString(body))
}

// publishedDate returns the date of publication in the linked data, or an empty string.
func (a *linkedArticle) publishedDate() string { return document.FindDate(a.published) }

// pageDate returns the date of publication of a page that is described as another work
// than an article, or an empty string.
func (a *linkedArticle) pageDate() string { return document.FindDate(a.pagePublished) }
