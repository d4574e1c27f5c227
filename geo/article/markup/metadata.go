package markup

import (
	"cmp"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/text"

	"golang.org/x/net/html"
)

// The names under which a page's metadata has the date of publication, the most reliable
// first. Many pages have the date of the last change under the names in otherDateKeys.
var (
	sharedDateKeys = []string{"article:published_time", "og:article:published_time", "article:published", "og:published_time"}
	dateKeys       = []string{
		"datepublished", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "pubdate", "publishdate", "publish_date", "publish-date", "publication_date",
		"published", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "article.published", "date_published",
	}
	otherDateKeys = []string{"date", "dc.date", "dcterms.date", "creation_date", "datecreated", "last-modified"}
)

// metadata is what a page contains besides its text.
type metadata struct {
	article *geo.Article // without text
	linked  linkedArticle
	// headings are those of the first level that have a text.
	headings []string
	// sharedTitle is the title that the page has for social networks.
	sharedTitle string
}

// maxHeadings is the number of headings that are compared with the title.
const maxHeadings = 20

// readMetadata returns the metadata of a page whose address may be empty.
func readMetadata(page *html.Node, address string) metadata {
	a := &geo.Article{}
	m := metadata{article: a, linked: readLinkedData(page)}
	meta := map[string]string{}
	marked, visible := "", "" // the date in the page with a property, and any
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
		case "h1":
			if h := strings.Join(strings.Fields(Text(n, false)), " "); h != "" && len(m.headings) < maxHeadings && !slices.Contains(m.headings, h) {
				m.headings = append(m.headings, h)
			}
		case "link":
			if attribute(n, "rel") == "canonical" && a.URL == "" {
				a.URL = document.ResolveURL(nil, attribute(n, "href"))
			}
		case "meta":
			key := strings.ToLower(cmp.Or(attribute(n, "property"), attribute(n, "name"), attribute(n, "itemprop")))
			if _, known := meta[key]; !known && key != "" {
				meta[key] = text.Normalize(attribute(n, "content"))
			}
		}
		if marked == "" && n.Data != "meta" && attribute(n, "itemprop") == "datePublished" {
			marked = elementDate(n)
		}
		if visible == "" {
			visible = elementDate(n)
		}
	}
	m.sharedTitle = meta["og:title"]
	a.Publisher = cmp.Or(meta["og:site_name"], meta["application-name"], meta["dc.publisher"], meta["publisher"], m.linked.publisher)
	a.Author = cmp.Or(meta["author"], meta["article:author"], meta["dc.creator"], m.linked.author)
	if strings.HasPrefix(a.Author, "http") {
		a.Author = ""
	}
	a.Published = cmp.Or(dateUnder(meta, sharedDateKeys), m.linked.publishedDate(), dateUnder(meta, dateKeys), marked, dateUnder(meta, otherDateKeys),
		document.DateInURL(cmp.Or(a.URL, meta["og:url"], address)), visible, leadDate(page), m.linked.pageDate(), labeledDate(page), headingLinkDate(page), scriptDate(page))
	return m
}

// dateUnder returns the date under the first of the keys that has one, or an empty string.
func dateUnder(meta map[string]string, keys []string) string {
	for _, key := range keys {
		if d := document.FindDate(meta[key]); d != "" {
			return d
		}
	}
	return ""
}

// dateWords are the words of classes of elements that contain the date of an article.
var dateWords = set("date", "datetime", "time", "timestamp", "published", "pubdate", "postdate", "dateline", "posted", "datum", "fecha", "byline", "meta", "info")

// elementDate returns the date that an element contains, or an empty string.
func elementDate(n *html.Node) string {
	if n.Data == "time" {
		return cmp.Or(document.FindDate(attribute(n, "datetime")), document.FindDate(shortText(n)))
	}
	if attribute(n, "itemprop") == "datePublished" {
		return cmp.Or(document.FindDate(attribute(n, "content")), document.FindDate(attribute(n, "datetime")), document.FindDate(shortText(n)))
	}
	if hasWord(attribute(n, "class"), dateWords) || hasWord(attribute(n, "id"), dateWords) {
		return document.FindDate(shortText(n))
	}
	return ""
}

// maxDateBlocks is the number of blocks after the heading in which a date is looked for.
const maxDateBlocks = 25

// leadDate returns the date in the short blocks after the heading of a page, or an empty
// string.
func leadDate(page *html.Node) string {
	blocks := 0
	all := leafBlocks(page)
	heading := "h1"
	if !slices.ContainsFunc(all, func(n *html.Node) bool { return n.Data == heading }) {
		heading = "h2"
	}
	for _, n := range all {
		if n.Data == heading {
			blocks = maxDateBlocks
		} else if blocks > 0 {
			blocks--
			if s := shortText(n); len(s) <= maxDateLine {
				if d := document.FindDate(s); d != "" {
					return d
				}
			}
		}
	}
	return ""
}

// lineDate returns the date of the first line of an article that has only an author or a
// date, or an empty string.
func lineDate(article *html.Node) string {
	for _, n := range leafBlocks(article) {
		if s := shortText(n); s != "" && isLine(s) {
			if d := document.FindDate(s); d != "" {
				return d
			}
		}
	}
	return ""
}

// maxDateLine is the length of a block with a date, in bytes.
const maxDateLine = 100

// maxShortNodes is the number of nodes of an element with a short text.
const maxShortNodes = 100

// shortText returns the text of an element, or an empty string if it is long.
func shortText(n *html.Node) string {
	var b strings.Builder
	nodes := 0
	for d := range n.Descendants() {
		if nodes++; nodes > maxShortNodes {
			return ""
		}
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
			b.WriteByte(' ')
			if b.Len() > 300 {
				return ""
			}
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
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
