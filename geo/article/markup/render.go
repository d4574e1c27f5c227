package markup

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo/text"

	"golang.org/x/net/html"
)

var (
	// hiddenElements have no text that readers see.
	hiddenElements = set("script", "style", "noscript", "template", "iframe", "object", "svg", "math", "canvas", "select", "button",
		"textarea", "head", "audio", "video")
	// boilerplateElements surround an article.
	boilerplateElements = set("nav", "footer", "aside", "form")
	// inlineElements do not begin a paragraph.
	inlineElements = set("a", "abbr", "b", "bdi", "cite", "code", "data", "dfn", "em", "font", "i", "kbd", "mark", "q", "s", "samp",
		"small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr", "ins", "del", "img")
)

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}

// Text returns the text of the HTML below n: an empty line between blocks, a line for
// each list item and table row. It leaves out navigation, asides, footers and forms
// if withoutBoilerplate is set.
func Text(n *html.Node, withoutBoilerplate bool) string {
	var b strings.Builder
	for at, depth := n, 0; at != nil; {
		skip := false
		switch at.Type {
		case html.TextNode:
			b.WriteString(strings.Map(visibleRune, keepDivided(at.Data)))
		case html.ElementNode:
			skip = hiddenElements[at.Data] || withoutBoilerplate && boilerplateElements[at.Data]
			b.WriteString(separatorBefore(at.Data))
		}
		if !skip && at.FirstChild != nil {
			at = at.FirstChild
			depth++
			continue
		}
		for at != nil && at.NextSibling == nil && depth > 0 {
			at = at.Parent
			depth--
			if at.Type == html.ElementNode && !inlineElements[at.Data] && !isRowOrCell(at.Data) {
				b.WriteString("\n\n")
			}
		}
		if depth == 0 {
			break
		}
		at = at.NextSibling
	}
	return text.Normalize(b.String())
}

// separatorBefore returns what divides an element from the text before it.
func separatorBefore(element string) string {
	switch {
	case element == "br", element == "li", element == "tr":
		return "\n"
	case element == "td", element == "th":
		return " "
	case !inlineElements[element]:
		return "\n\n"
	}
	return ""
}

func isRowOrCell(element string) bool {
	return element == "li" || element == "tr" || element == "td" || element == "th"
}

// visibleRune replaces line ends and the private characters of icon fonts by spaces.
func visibleRune(r rune) rune {
	if r == '\n' || r == '\r' || r == '\t' || r >= 0xe000 && r <= 0xf8ff {
		return ' '
	}
	return r
}

// dividedWord matches the end of a line that may divide a word, and the beginning of the
// next one.
var dividedWord = regexp.MustCompile(`(\pL-)[ \t]*\r?\n[ \t]*(\p{Ll})`)

// keepDivided returns a text with line separators for the line ends that may divide a
// word, as plain text has them: "Kan-" and "dahar" are one name.
func keepDivided(s string) string {
	if !strings.Contains(s, "-\n") && !strings.Contains(s, "-\r\n") {
		return s
	}
	return dividedWord.ReplaceAllString(s, "$1\u2028$2")
}

// dividesWord reports whether a line end between two texts may divide a word.
func dividesWord(before, after string) bool {
	head, found := strings.CutSuffix(before, "-")
	last, _ := utf8.DecodeLastRuneInString(head)
	first, _ := utf8.DecodeRuneInString(after)
	return found && unicode.IsLetter(last) && unicode.IsLower(first)
}
