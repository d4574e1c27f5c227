package markup

import (
	"encoding/json"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// maxScriptBytes is the limit on the data for scripts that is searched in one page, in
// bytes.
const maxScriptBytes = 4 << 20

// scriptState matches the assignment of the data of a page to a variable, such as
// window.__INITIAL_STATE__ or __PRELOADED_STATE__, up to the value.
var scriptState = regexp.MustCompile(`\b(__[A-Z][A-Z0-9_]*__|globalContent)(?:"\]|'\])?\s*=\s*(?:JSON\.parse\(\s*)?["{[]`)

// maxScriptStart is the number of bytes of a script in which the assignment is looked for.
const maxScriptStart = 16 << 10

// readScriptData returns the article in the data that a page has for the script that draws
// it: JSON in a script of the type application/json (Next.js, Nuxt), or assigned to a
// variable. titles are those of the page; an article with one of them is preferred. ok is
// false if the data contains no article.
func readScriptData(page *html.Node, titles []string) (a scriptArticle, ok bool) {
	f := newStoryFinder(titles)
	left := maxScriptBytes
	for n := range page.Descendants() {
		if n.Type != html.ElementNode || n.Data != "script" || n.FirstChild == nil {
			continue
		}
		name, source := scriptJSON(n)
		if source == "" {
			continue
		}
		if left -= len(source); left < 0 {
			break
		}
		var value any
		if err := json.NewDecoder(strings.NewReader(source)).Decode(&value); err != nil {
			continue
		}
		if s, isString := value.(string); isString && json.Unmarshal([]byte(s), &value) != nil {
			continue
		}
		f.search(name, value)
	}
	return f.article()
}

// scriptJSON returns the name of the data in a script element, and the data with what
// follows it; both are empty for other scripts.
func scriptJSON(n *html.Node) (name, source string) {
	source = n.FirstChild.Data
	if strings.EqualFold(attribute(n, "type"), "application/json") {
		name = attribute(n, "id")
		if name == "" || !isName(name) {
			name = "application/json"
		}
		return name, source
	}
	m := scriptState.FindStringSubmatchIndex(source[:min(len(source), maxScriptStart)])
	if m == nil {
		return "", ""
	}
	return source[m[2]:m[3]], source[m[1]-1:]
}

// isName reports whether an id has the form of a name in a program, so that it can be
// printed.
func isName(id string) bool {
	return len(id) <= 40 && strings.Trim(id, "_-.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}
