package markup

import (
	"cmp"
	"net/url"
	"strings"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/text"

	"golang.org/x/net/html"
)

// dateKeys are the names under which a page's metadata has the date of publication,
// the most reliable first.
var dateKeys = []string{"article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "pubdate", "parsely-pub-date", "time"}

// readMetadata returns an article with the fields that the head of a page gives, and
// no text.
func readMetadata(page *html.Node) *geo.Article {
	a := &geo.Article{}
	meta := map[string]string{}
	for n := range page.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "html":
			a.Language = attribute(n, "lang")
		case "title":
			if n.FirstChild != nil && a.Title == "" {
				a.Title = text.Normalize(n.FirstChild.Data)
			}
		case "link":
			if attribute(n, "rel") == "canonical" && a.URL == "" {
				if u, err := url.Parse(attribute(n, "href")); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
					a.URL = u.String()
				}
			}
		case "meta":
			key := strings.ToLower(cmp.Or(attribute(n, "property"), attribute(n, "name"), attribute(n, "itemprop")))
			if _, known := meta[key]; !known && key != "" {
				meta[key] = text.Normalize(attribute(n, "content"))
			}
		case "time":
			if v := attribute(n, "datetime"); v != "" && meta["time"] == "" {
				meta["time"] = v
			}
		}
	}
	a.Publisher = cmp.Or(meta["og:site_name"], meta["application-name"], meta["dc.publisher"], meta["publisher"])
	a.Author = cmp.Or(meta["author"], meta["article:author"], meta["dc.creator"])
	if strings.HasPrefix(a.Author, "http") {
		a.Author = ""
	}
	for _, key := range dateKeys {
		if a.Published = document.DateOrEmpty(meta[key]); a.Published != "" {
			break
		}
	}
	return a
}

// attribute returns the value of an attribute, or an empty string.
func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
