package markup

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// blockElements are the elements in which links to other stories are looked for.
var blockElements = set("p", "li", "ul", "ol", "h2", "h3", "h4", "h5", "h6", "div", "section", "blockquote", "table", "dl", "figure")

// Limits of what refers to other stories. The link density is the share of an element's
// text that is inside links.
const (
	// maxLinkDensity is that of a paragraph that is more than a link.
	maxLinkDensity = 0.85
	// maxPromptDensity is that of a paragraph that begins like a prompt to read another
	// story.
	maxPromptDensity = 0.3
	// maxReferenceBytes is the length of a prompt or a credit.
	maxReferenceBytes = 400
)

// promptStart matches the beginning of a paragraph that refers to another story or to
// the site, in several languages.
var promptStart = regexp.MustCompile(`(?i)^\W*(read (more|also|next|this)|also read|see also|more (on|from|about)|related|recommended|don'?t miss|watch|listen|follow us|subscribe|sign up|share this|` +
	`lesen sie|mehr zum|zum thema|auch interessant|siehe auch|weiterlesen|hier geht|` +
	`lire (aussi|la suite)|à lire|voir aussi|lea (también|además)|leer más|te puede interesar|mirá también|ver también|leia (também|mais)|veja também|` +
	`leggi anche|lees ook|læs også|läs (också|mer)|les også|czytaj (też|także|więcej)|zobacz (też|także)|читайте (также|ещё)|ayrıca)`)

// creditStart matches a paragraph that names who took or owns a picture.
var creditStart = regexp.MustCompile(`(?i)^\W*(photo|photos|foto|fotos|bild|bilder|titelbild|image|images|picture|video|crédits?|credit|quelle|source|archivfoto|symbolbild|photograph)( ?(by|credit|de|von|courtesy))?\s*[:©/|]`)

// subscription matches a request to subscribe.
var subscription = regexp.MustCompile(`(?i)\b(already a subscriber|to view the full story|please subscribe|sign up (for|to) (our|the) \S*\s?newsletter|(unseren?|den) (kostenlosen )?newsletter|first-time subscribers)\b`)

// maxCreditLength is the longest credit, in characters.
const maxCreditLength = 120

// pruneLinks removes from an extracted article the blocks that are links to other
// stories, prompts to read on and credits of pictures, and the headings that are left
// without a text.
func pruneLinks(article *html.Node) {
	all := measure(article)
	if all.of(article).linkDensity() > 0.5 { // an article of links
		return
	}
	repeated := repeatedBlocks(article)
	before := true // the first long paragraph
	for n := article.FirstChild; n != nil; {
		next := following(n, article)
		if n.Type != html.ElementNode || !blockElements[n.Data] {
			n = next
			continue
		}
		s := all.of(n)
		if before && n.Data == "p" && s.text >= longParagraph {
			before = false
		}
		if isReference(n, s) || repeated[shortText(n)] || before && isLine(shortText(n)) {
			next = followingSibling(n, article)
			removeHeadingBefore(n)
			n.Parent.RemoveChild(n)
		}
		n = next
	}
	pruneHead(article)
	pruneTail(article)
	removeEmptyHeadings(article)
}

// removeEmptyHeadings removes the headings at the end of an article, which introduced
// what was removed.
func removeEmptyHeadings(article *html.Node) {
	var headings []*html.Node // since the last text
	for n := article; n != nil; {
		next := following(n, article)
		switch {
		case n.Type == html.TextNode && strings.TrimSpace(n.Data) != "":
			headings = nil
		case n.Type == html.ElementNode && hiddenElements[n.Data]:
			next = followingSibling(n, article)
		case n.Type == html.ElementNode && isSubheading(n.Data):
			headings = append(headings, n)
			next = followingSibling(n, article)
		}
		n = next
	}
	for _, h := range headings {
		h.Parent.RemoveChild(h)
	}
}

func isSubheading(name string) bool {
	return len(name) == 2 && name[0] == 'h' && name[1] >= '2' && name[1] <= '6'
}

// isReference reports whether a block refers to other stories or credits a picture.
func isReference(n *html.Node, s *stats) bool {
	if s.text == 0 || s.text > maxReferenceBytes {
		return s.linkDensity() > maxLinkDensity
	}
	if s.linkDensity() > maxLinkDensity {
		return true
	}
	start := strings.TrimSpace(shortText(n))
	return isLabel(start) || isPrompt(start) ||
		s.linkDensity() >= maxPromptDensity && (promptStart.MatchString(start) || linkedList.MatchString(start)) ||
		utf8.RuneCountInString(start) <= maxCreditLength && creditStart.MatchString(start) ||
		subscription.MatchString(start)
}

// removeHeadingBefore removes a heading directly before a block that is removed, unless
// other text follows.
func removeHeadingBefore(n *html.Node) {
	before := siblingElement(n, false)
	after := siblingElement(n, true)
	if before == nil || !isSubheading(before.Data) {
		return
	}
	if after == nil || isSubheading(after.Data) {
		before.Parent.RemoveChild(before)
	}
}

// siblingElement returns the next or the previous sibling that is not white space.
func siblingElement(n *html.Node, next bool) *html.Node {
	step := func(s *html.Node) *html.Node { return s.PrevSibling }
	if next {
		step = func(s *html.Node) *html.Node { return s.NextSibling }
	}
	for s := step(n); s != nil; s = step(s) {
		if s.Type == html.ElementNode || s.Type == html.TextNode && strings.TrimSpace(s.Data) != "" {
			return s
		}
	}
	return nil
}
