package markup

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo/article/internal/document"
	"dateline/geo/text"

	"golang.org/x/net/html"
)

// Limits on the data that is searched for an article.
const (
	maxStoryDepth  = 40
	maxStoryValues = 300_000
	// minStory is the number of letters of the text of an article.
	minStory = 250
)

// scriptArticle is an article in the data for a script.
type scriptArticle struct {
	name                   string // of the data
	title, body, published string
	letters                int
	hasTitle               bool // of the page
	run                    []string
}

var (
	// storyKeys are the keys under which an object has its text, the preferred ones first.
	storyKeys = []string{
		"articlebody", "bodyhtml", "contenthtml", "html", "body", "bodytext", "fulltext", "contentelements", "content", "contents", "text", "articletext", "story",
		"blocks", "paragraphs", "paragraph", "components", "elements", "children", "items", "document", "json", "data", "value", "rendered", "processed",
	}
	// storyTitleKeys and storyDateKeys are those of its title and its date of publication.
	storyTitleKeys = []string{"headline", "title", "headlines", "name", "basic", "rendered"}
	storyDateKeys  = []string{"datepublished", "publishedat", "publisheddate", "publishdate", "publicationdate", "firstpublisheddate", "firstpublishdate", "displaydate", "pubdate", "published", "date", "createdat"}
	// linkKeys are those of an object that is another article, a picture or a link.
	linkKeys = []string{"headline", "headlines", "title", "slug", "permalink", "canonicalurl", "url", "href", "src"}
	// skippedTypes are words of the types of blocks that are not part of the text.
	skippedTypes = set("image", "photo", "picture", "video", "audio", "embed", "gallery", "slideshow", "ad", "ads", "advert", "advertisement", "promo", "related", "newsletter", "interstitial", "caption", "script", "teaser", "recommendation")
	// inlineTypes are the types of parts of a paragraph.
	inlineTypes = set("", "span", "text", "a", "link", "hyperlink", "entryhyperlink", "inline")
)

// storyFinder finds the longest run of texts under one key of an object.
type storyFinder struct {
	titles []string // of the page, folded
	best   scriptArticle
	name   string
	values int
	table  []any // values to which numbers refer, in the data of Nuxt
	// runs are the texts of the values of the table that were visited.
	runs map[int][]string
}

func newStoryFinder(titles []string) *storyFinder {
	f := &storyFinder{}
	for _, t := range titles {
		if t = foldTitle(t); t != "" {
			f.titles = append(f.titles, t)
		}
	}
	return f
}

func foldTitle(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// search searches a value for articles.
func (f *storyFinder) search(name string, value any) {
	f.name, f.table = name, nil
	if list, ok := value.([]any); ok && isReferenceTable(list) {
		f.table, f.runs = list, map[int][]string{}
		for i, v := range list {
			if _, isObject := v.(map[string]any); isObject {
				f.visit(float64(i), "", 0)
			}
		}
		return
	}
	f.visit(value, "", 0)
}

// isReferenceTable reports whether a list is the data of a Nuxt page, in which the members
// of objects are the numbers of other values of the list (devalue).
func isReferenceTable(list []any) bool {
	objects := 0
	for _, v := range list[:min(len(list), 50)] {
		object, ok := v.(map[string]any)
		if !ok {
			continue
		}
		objects++
		for _, member := range object {
			if _, isNumber := member.(float64); !isNumber {
				return false
			}
		}
	}
	return objects > 0 && len(list) > 2
}

// resolve returns the value that a number in a reference table refers to.
func (f *storyFinder) resolve(v any) any {
	if f.table == nil {
		return v
	}
	n, ok := v.(float64)
	if !ok || n < 0 || int(n) >= len(f.table) {
		return nil
	}
	return f.table[int(n)]
}

// visit searches a value, which is under a key, and returns the texts of which it
// consists.
func (f *storyFinder) visit(value any, key string, depth int) []string {
	if f.values++; depth > maxStoryDepth || f.values > maxStoryValues {
		return nil
	}
	if i, ok := value.(float64); ok && f.table != nil {
		n := int(i)
		run, visited := f.runs[n]
		if !visited {
			f.runs[n] = nil // while it is visited
			run = f.visitValue(f.resolve(value), key, depth)
			f.runs[n] = run
		}
		return run
	}
	return f.visitValue(value, key, depth)
}

func (f *storyFinder) visitValue(value any, key string, depth int) []string {
	switch v := value.(type) {
	case string:
		if letterCount(v) > 0 {
			return []string{v}
		}
	case []any:
		return f.visitList(v, key, depth)
	case map[string]any:
		return f.visitObject(v, depth)
	}
	return nil
}

func (f *storyFinder) visitList(list []any, key string, depth int) []string {
	var run []string
	inline := key == "children" || key == "content"
	for _, item := range list {
		object, isObject := f.resolve(item).(map[string]any)
		inline = inline && isObject && inlineTypes[foldKey(f.typeOf(object))]
		run = append(run, f.visit(item, "", depth+1)...)
	}
	if inline && slices.ContainsFunc(run, func(s string) bool { return !endsSentence(s) }) {
		return []string{strings.Join(run, "")}
	}
	return run
}

// endsSentence reports whether a text ends as paragraphs do.
func endsSentence(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(sentenceEnds+">", last)
}

// visitObject searches an object. It returns no text for one that is not part of the text
// around it.
func (f *storyFinder) visitObject(object map[string]any, depth int) []string {
	texts := map[string][]string{}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		folded := foldKey(key)
		run := f.visit(object[key], folded, depth+1)
		if len(run) > 0 && len(texts[folded]) == 0 && slices.Contains(storyKeys, folded) {
			texts[folded] = run
			f.consider(object, run)
		}
	}
	kind := f.typeOf(object)
	if hasWord(kind, skippedTypes) || kind != "a" && !strings.Contains(foldKey(kind), "link") && f.textOf(object, linkKeys) != "" {
		return nil
	}
	for _, key := range storyKeys {
		if run := texts[key]; len(run) > 0 {
			return run
		}
	}
	return nil
}

// consider keeps the texts of an object if they are the best so far.
func (f *storyFinder) consider(object map[string]any, run []string) {
	letters := 0
	for _, s := range run {
		letters += letterCount(s)
	}
	if letters < minStory {
		return
	}
	title := Fragment(f.textOf(object, storyTitleKeys))
	a := scriptArticle{name: f.name, title: title, letters: letters, run: run, hasTitle: f.isTitle(title)}
	if a.isBetter(&f.best) {
		a.published = document.FindDate(f.textOf(object, storyDateKeys))
		f.best = a
	}
}

// isBetter reports whether a is more likely the article of the page than b.
func (a *scriptArticle) isBetter(b *scriptArticle) bool {
	switch {
	case a.hasTitle != b.hasTitle:
		return a.hasTitle
	case a.letters != b.letters:
		return a.letters > b.letters
	}
	return a.title != "" && b.title == ""
}

// minTitle is the length of a title in bytes from which the title of a page may contain it.
const minTitle = 12

// isTitle reports whether a title is one of the page.
func (f *storyFinder) isTitle(title string) bool {
	title = foldTitle(title)
	return slices.ContainsFunc(f.titles, func(t string) bool { return t == title || len(title) >= minTitle && strings.Contains(t, title) })
}

// textOf returns the first string of an object under one of the keys, or of an object in
// it.
func (f *storyFinder) textOf(object map[string]any, keys []string) string {
	folded := make(map[string]string, len(object))
	for _, key := range slices.Sorted(maps.Keys(object)) {
		folded[foldKey(key)] = key
	}
	for _, key := range keys {
		original, ok := folded[key]
		if !ok {
			continue
		}
		switch v := f.resolve(object[original]).(type) {
		case string:
			if v != "" {
				return v
			}
		case map[string]any:
			for _, inner := range []string{"basic", "rendered"} {
				if s, ok := f.resolve(v[inner]).(string); ok && s != "" {
					return s
				}
			}
		}
	}
	return ""
}

// article returns the best article, with its text.
func (f *storyFinder) article() (a scriptArticle, ok bool) {
	a = f.best
	paragraphs := make([]string, 0, len(a.run))
	for _, s := range a.run {
		if t := storyText(s); t != "" {
			paragraphs = append(paragraphs, t)
		}
	}
	a.body = strings.Join(paragraphs, "\n\n")
	a.run = nil
	return a, isProse(a.body) && !isImprint(a.body)
}

// storyText returns the text of a string, which is HTML or plain text.
func storyText(s string) string {
	if strings.Contains(s, "</") || strings.Contains(s, "<br") || strings.Contains(s, "<p>") {
		return Fragment(s)
	}
	return text.Normalize(html.UnescapeString(s))
}

// typeOf returns the type of a block, or an empty string.
func (f *storyFinder) typeOf(object map[string]any) string {
	for _, key := range []string{"type", "_type", "nodeType", "__typename", "blockType"} {
		if s, ok := f.resolve(object[key]).(string); ok {
			return s
		}
	}
	return ""
}

// foldKey returns a key in lower case, of letters only.
func foldKey(key string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return -1
	}, key)
}

// letterCount returns the number of letters of a string outside of tags; it is 0 for
// addresses, identifiers and programs.
func letterCount(s string) int {
	letters, others, inTag, spaced := 0, 0, false, false
	for _, r := range s {
		switch {
		case r == '<':
			inTag = true
		case r == '>':
			inTag = false
		case inTag:
		case unicode.IsLetter(r), unicode.IsMark(r):
			letters++
			spaced = spaced || r >= 0x2e80
		case r == ' ' || r == '\n':
			spaced = true
		case !unicode.IsDigit(r):
			others++
		}
	}
	if !spaced && letters > 40 || letters < 2*others {
		return 0
	}
	return letters
}

// minStoryLine is the length in bytes of a line that is a paragraph without the ends of
// sentences of most scripts.
const minStoryLine = 200

// isProse reports whether a text consists of sentences.
func isProse(s string) bool {
	sentences := 0
	for line := range strings.SplitSeq(s, "\n") {
		if len(line) >= minStoryLine {
			sentences++
		}
		for _, end := range []string{". ", "? ", "! ", "。", "। ", "؟ ", "۔ "} {
			sentences += strings.Count(line+" ", end)
		}
	}
	return letterCount(s) >= minStory && sentences >= 2
}
