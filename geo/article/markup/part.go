package markup

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// minPart is the length of the text of the main element of a page without its headings,
// in bytes.
const minPart = 20

// mainPart returns the main element of a page, its only article or the article with the
// heading of the page, and all elements of that kind. It returns nil for a page without
// such an element that has text other than links.
func mainPart(page *html.Node) (part *html.Node, all []*html.Node) {
	var mains, articles []*html.Node
	for n := page; n != nil; {
		next := following(n, page)
		switch {
		case n.Type != html.ElementNode:
		case n.Data == "main", strings.EqualFold(attribute(n, "role"), "main"):
			mains = append(mains, n)
		case n.Data == "article":
			articles = append(articles, n)
			next = followingSibling(n, page)
		}
		n = next
	}
	if len(mains) == 1 && hasStory(mains[0]) {
		return mains[0], mains
	}
	for _, n := range articles {
		if (len(articles) == 1 || measure(n).of(n).headings1 > 0) && hasStory(n) {
			return n, articles
		}
	}
	return nil, nil
}

// preferMainPart returns the text of the main part of a page if the extracted text is
// outside it and short or about the publisher, like a long footer on the page of a short
// story; otherwise the extracted text. The second result is the text of all elements that
// may contain the article.
func preferMainPart(page *html.Node, extracted string) (article, whole string) {
	part, all := mainPart(page)
	if part == nil || len(extracted) > maxImprint {
		return extracted, Text(page, true)
	}
	var texts []string
	for _, n := range all {
		if hasStory(n) {
			texts = append(texts, Text(n, true))
		}
	}
	whole = strings.Join(texts, "\n\n")
	if shareIn(extracted, whole) < minShare && (len(extracted) < minArticleBytes || imprint.MatchString(extracted)) {
		return Text(part, true), whole
	}
	return extracted, whole
}

// hasStory reports whether an element has text besides headings and links.
func hasStory(part *html.Node) bool {
	all := measure(part)
	length := 0
	for _, n := range leafBlocks(part) {
		if s := all.of(n); n.Data != "h1" && !isSubheading(n.Data) && s.linkDensity() <= maxPromptDensity {
			length += s.text
		}
	}
	return length >= minPart
}

// minShare is the share of an extracted text that is in the main part of its page.
const minShare = 0.5

// shareIn returns the share of a text whose paragraphs are in another text.
func shareIn(s, other string) float64 {
	paragraphs := map[string]bool{}
	for p := range strings.SplitSeq(other, "\n") {
		paragraphs[p] = true
	}
	length, shared := 0, 0
	for p := range strings.SplitSeq(s, "\n") {
		length += len(p)
		if paragraphs[p] {
			shared += len(p)
		}
	}
	if length == 0 {
		return 0
	}
	return float64(shared) / float64(length)
}

// imprint matches statements of pages about their publisher, a signal each.
var imprint = regexp.MustCompile(`(?i)©|\bcopyright\b|\ball rights reserved\b|\bregistered (in|office|company)\b|\bcompany (number|no)\b|\boffices in\b|\bprivacy policy\b|\bterms (of use|of service|and conditions)\b|\bcookie (policy|settings)\b|\bcontact us\b|\babout us\b|\badvertise with us\b|\bimpressum\b|\bdatenschutz\b|\balle rechte vorbehalten\b|\bmentions légales\b|\btous droits réservés\b|\baviso legal\b|\btodos los derechos\b|\btodos os direitos\b`)

const (
	// maxImprint is the length of an imprint, in bytes, minImprintSignals the number of
	// different signals in it, and minImprintShare the share of the paragraphs with one.
	maxImprint        = 3000
	minImprintSignals = 2
	minImprintShare   = 0.25
)

// isImprint reports whether a text is about the publisher of a page: signals are in a
// good part of its paragraphs.
func isImprint(s string) bool {
	if len(s) > maxImprint {
		return false
	}
	signals := map[string]bool{}
	length := 0
	for p := range strings.SplitSeq(s, "\n") {
		found := imprint.FindAllString(p, -1)
		for _, m := range found {
			signals[strings.ToLower(m)] = true
		}
		if len(found) > 0 {
			length += len(p)
		}
	}
	return len(signals) >= minImprintSignals && float64(length) >= minImprintShare*float64(len(s))
}

// afterHeading returns the text of the blocks between the heading of a page and its
// imprint.
func afterHeading(page *html.Node) string {
	all := measure(page)
	started := false
	var kept []string
	for _, n := range leafBlocks(page) {
		t := Text(n, false)
		switch {
		case n.Data == "h1":
			started, kept = true, nil
		case t == "" || !started:
		case imprint.MatchString(t):
			return strings.Join(kept, "\n\n")
		case all.of(n).linkDensity() <= maxPromptDensity:
			kept = append(kept, t)
		}
	}
	return strings.Join(kept, "\n\n")
}
