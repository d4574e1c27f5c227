package gazetteer

import (
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	"dateline/geo/gazetteer/internal/layout"
)

// LocalName is the name of a place to show to readers of a language.
type LocalName struct {
	Text string
	// Language is the BCP 47 tag of the language that the name is in, or "" for the display name of the place, which is in
	// English or a language of the place.
	Language string
}

// localNames has the tables of names by language, which are opened when they are first needed.
type localNames struct {
	once   sync.Once
	tables map[string][]byte // by language
	open   sync.Map          // *layout.LocalNames by language
}

// of returns the names in a language, nil if there are none.
func (l *localNames) of(section []byte, language string) *layout.LocalNames {
	if names, ok := l.open.Load(language); ok {
		return names.(*layout.LocalNames)
	}
	l.once.Do(func() { l.tables = layout.LocalTables(section) })
	table, ok := l.tables[language]
	if !ok {
		return nil
	}
	names, _ := l.open.LoadOrStore(language, layout.OpenLocalNames(table))
	return names.(*layout.LocalNames)
}

// LocalName returns the name of a place to show to readers of a language, given by a BCP 47 tag. It is that in the
// language, the region and the script of the tag, or else that in the language, or else the display name. For a Ref
// outside the file it is empty.
func (g *Gazetteer) LocalName(r Ref, language string) LocalName {
	if g.record(r) == nil {
		return LocalName{}
	}
	for tag := range fallbacks(language) {
		if names := g.local.of(g.section(layout.SecLocalNames), tag); names != nil {
			if text := names.Find(uint32(r)); text != "" {
				return LocalName{Text: text, Language: tag}
			}
		}
	}
	return LocalName{Text: g.Name(r)}
}

// LocalLanguages returns the BCP 47 tags of the languages that the file has local names in, sorted.
func (g *Gazetteer) LocalLanguages() []string {
	return slices.Sorted(maps.Keys(layout.LocalTables(g.section(layout.SecLocalNames))))
}

// LocalNames iterates over the local names, sorted by language and Ref.
func (g *Gazetteer) LocalNames() iter.Seq2[Ref, LocalName] {
	return func(yield func(Ref, LocalName) bool) {
		stopped := false
		for _, language := range g.LocalLanguages() {
			names := g.local.of(g.section(layout.SecLocalNames), language)
			names.Each(func(ref uint32, text string) bool {
				stopped = !yield(Ref(ref), LocalName{text, language})
				return !stopped
			})
			if stopped {
				return
			}
		}
	}
}

// sameLanguage has the codes of languages that files have under another one.
var sameLanguage = map[string]string{"nb": "no", "nn": "no", "iw": "he", "in": "id", "tl": "fil", "mo": "ro", "cmn": "zh", "arb": "ar", "prs": "fa", "pes": "fa"}

// traditionalChinese are the regions where Chinese is written in traditional characters.
var traditionalChinese = []string{"TW", "HK", "MO"}

// fallbacks yields the tags of which a reader of a language is shown names, the best first: "pt-PT" and "pt" for
// "pt-PT"; "zh-Hant" and "zh" for "zh-TW". A language in Latin script, such as "sr-Latn", has no fallback in another
// script.
func fallbacks(tag string) iter.Seq[string] {
	return func(yield func(string) bool) {
		tag, _, _ = strings.Cut(strings.ReplaceAll(tag, "_", "-"), "-u-")
		parts := strings.Split(tag, "-")
		base := strings.ToLower(parts[0])
		script, region := "", ""
		for _, p := range parts[1:] {
			switch len(p) {
			case 4:
				script = strings.ToUpper(p[:1]) + strings.ToLower(p[1:])
			case 2, 3:
				region = strings.ToUpper(p)
			}
		}
		if base == "zh" && script == "" && slices.Contains(traditionalChinese, region) {
			script = "Hant"
		}
		if region != "" && script != "" && !yield(base+"-"+script+"-"+region) {
			return
		}
		if script != "" && !yield(base+"-"+script) || script == "Latn" {
			return
		}
		if region != "" && !yield(base+"-"+region) {
			return
		}
		if !yield(base) {
			return
		}
		if same := sameLanguage[base]; same != "" {
			yield(same)
		}
	}
}
