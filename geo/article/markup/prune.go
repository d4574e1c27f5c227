package markup

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// The words of classes and ids that mark what surrounds an article, mostly in the
// English that templates of all languages use.
var (
	// boilerplateWords mark notices, boxes, comments, navigation and captions.
	boilerplateWords = set(
		"newsletter", "newsletters", "subscribe", "subscription", "signup", "paywall", "regwall", "login",
		"comment", "comments", "commentlist", "disqus", "respond",
		"breadcrumb", "breadcrumbs", "nav", "navbar", "navigation", "menu", "footer", "pagination", "pager",
		"modal", "popup", "overlay", "dialog", "noprint",
		"authorbox", "authorbio", "aboutauthor", "aboutauthors", "disclaimer", "copyright",
		"caption", "captions", "figcaption", "credit", "credits", "wpcaption",
		"share", "sharing", "sharebar", "addtoany", "sharedaddy",
		"advert", "advertisement", "advertising", "ad", "ads", "adsense", "outbrain", "taboola", "werbung", "anzeige", "publicidad",
	)
	// consentWords mark notices about cookies.
	consentWords = set("cookie", "cookies", "consent", "gdpr", "cmp", "onetrust", "didomi")
	// teaserWords mark links to other stories and boxes, where the element contains
	// links: a teaser without one is the standfirst of the article.
	teaserWords = set(
		"related", "relateds", //nolint:misspell // a class name of pages
		"recommended", "recommendation", "recommendations", "recommend", "recirc", "recirculation", "readmore", "readnext",
		"popular", "trending", "mostread", "mostpopular", "teaser", "teasers", "promo", "promos", "promotion", "upsell", "sponsor", "sponsored", "banner",
		"social", "socials", "sidebar", "widget", "widgets", "toolbar", "tagcloud", "tags", "taglist", "bio", "rating", "ratings", "toc",
		"verwandt", "empfehlungen", "weiterlesen", "relacionadas", "relacionados",
	)
	// boilerplateRoles are the ARIA roles of what surrounds an article.
	boilerplateRoles = set("navigation", "complementary", "dialog", "alertdialog", "contentinfo", "search", "menu", "menubar")
)

const (
	// maxBoilerplateShare is the share of a page's text from which an element is kept
	// whatever its class is: templates name the container of an article after its
	// neighbors too.
	maxBoilerplateShare = 0.25
	// minTeaserDensity is the share of text inside links from which an element with a
	// teaser word is removed.
	minTeaserDensity = 0.25
	// maxShortBytes is the length up to which an element is too short to be an article.
	maxShortBytes = 500
	// longParagraph is the length of a paragraph of an article, in bytes, and
	// minLongParagraphs the number of them in an element that may be one.
	longParagraph     = 120
	minLongParagraphs = 3
)

// pruneBoilerplate removes from a page the elements that surround an article by their
// name, role, class or id.
func pruneBoilerplate(page *html.Node) {
	all := measure(page)
	limit := int(float64(all.of(page).text) * maxBoilerplateShare)
	for n := page; n != nil; {
		next := following(n, page)
		if n.Type == html.ElementNode {
			s := all.of(n)
			if s.headings1 == 0 && (surroundsByName(n, s) || isComments(n, s, all.of(page)) || isBoilerplate(n, s) && (s.text <= limit || isShort(s))) {
				next = followingSibling(n, page)
				n.Parent.RemoveChild(n)
			}
		}
		n = next
	}
}

// surroundsByName reports whether an element surrounds an article by its name or role,
// or is a notice about cookies, however short the rest of the page is.
func surroundsByName(n *html.Node, s *stats) bool {
	switch n.Data {
	case "nav", "aside", "footer", "dialog":
		return true
	case "html", "body", "main", "article":
		return false
	}
	return boilerplateRoles[strings.ToLower(attribute(n, "role"))] || !s.isArticleLike() && hasClassWord(n, consentWords)
}

// isComments reports whether an element contains the comments of readers and the rest of
// the page has an article.
func isComments(n *html.Node, s, page *stats) bool {
	return n.Data != "body" && hasClassWord(n, commentWords) && page.longParagraphs-s.longParagraphs >= minLongParagraphs
}

// isShort reports whether an element is too short to be an article and has neither a
// heading nor a paragraph.
func isShort(s *stats) bool {
	return s.text <= maxShortBytes && s.headings2 == 0 && s.paragraphs == 0
}

// isBoilerplate reports whether an element surrounds an article by its class or id.
func isBoilerplate(n *html.Node, s *stats) bool {
	switch n.Data {
	case "html", "body", "head", "main", "article", "h1":
		return false
	case "h2", "h3", "h4", "h5", "h6":
		return hasWord(attribute(n, "class"), captionWords)
	case "figure":
		return s.images > 0 && s.tables == 0 && !s.isArticleLike()
	case "form", "figcaption":
		return true
	}
	if hasAttribute(n, "hidden") {
		return true
	}
	if hasClassWord(n, boilerplateWords) && !s.isArticleLike() {
		return true
	}
	return hasClassWord(n, teaserWords) && (s.linkDensity() >= minTeaserDensity || s.linked > 0 && !s.isArticleLike())
}

// hasClassWord reports whether the class or the id of an element has a word of a set.
func hasClassWord(n *html.Node, words map[string]bool) bool {
	return hasWord(attribute(n, "class"), words) || hasWord(attribute(n, "id"), words)
}

func hasAttribute(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// captionWords mark the captions of pictures.
var captionWords = set("caption", "captions", "credit", "credits")

// commentWords mark the comments of readers, which are as long as articles.
var commentWords = set("comments", "commentlist", "disqus", "respond")

// hasWord reports whether one of the words of a class, or two of them in a row, are in a
// set. Words are divided by anything but letters, and by a capital after a small letter.
func hasWord(class string, words map[string]bool) bool {
	start, previous, before := 0, ' ', ""
	for i, r := range class + " " {
		if !unicode.IsLetter(r) || unicode.IsUpper(r) && unicode.IsLower(previous) {
			if i > start {
				word := strings.ToLower(class[start:i])
				if words[word] || words[before+word] {
					return true
				}
				before = word
			}
			if unicode.IsSpace(r) {
				before = ""
			}
			start = i
			if !unicode.IsLetter(r) {
				start = i + 1
			}
		}
		previous = r
	}
	return false
}

// following returns the node after n in document order, within root.
func following(n, root *html.Node) *html.Node {
	if n.FirstChild != nil {
		return n.FirstChild
	}
	return followingSibling(n, root)
}

// followingSibling returns the node after n and its descendants in document order,
// within root.
func followingSibling(n, root *html.Node) *html.Node {
	for n != nil && n != root {
		if n.NextSibling != nil {
			return n.NextSibling
		}
		n = n.Parent
	}
	return nil
}

// cloneTree returns a copy of a tree.
func cloneTree(root *html.Node) *html.Node {
	copies := map[*html.Node]*html.Node{}
	for n := root; n != nil; n = following(n, root) {
		c := &html.Node{Type: n.Type, DataAtom: n.DataAtom, Data: n.Data, Namespace: n.Namespace, Attr: append([]html.Attribute(nil), n.Attr...)}
		copies[n] = c
		if n != root {
			copies[n.Parent].AppendChild(c)
		}
	}
	return copies[root]
}
