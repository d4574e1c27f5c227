package recognize

import (
	"slices"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/lexicon"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
)

// isGeneric reports whether a place is one common noun or direction: "universitas".
func isGeneric(d *multilingual.Document, p *multilingual.Place) bool {
	if p.First != p.Last {
		return false
	}
	t := &d.Tokens[p.First]
	return cue.IsGeneric(d.Language, gazetteer.Normalize(nil, d.Text[t.Start+uint32(p.Skip):t.End-uint32(p.Trim)]))
}

// maxRoute is the length in bytes of the letters of a road or line.
const maxRoute = 3

// extendRoute extends capitals by the number after them: "A 45", "RE 2".
func extendRoute(d *multilingual.Document, p *multilingual.Place) {
	last := &d.Tokens[p.Last]
	if p.First != p.Last || last.Class != tagger.ClassUpper && last.Class != tagger.ClassInitials || last.End-last.Start > maxRoute || int(p.Last)+1 >= len(d.Tokens) {
		return
	}
	if next := &d.Tokens[p.Last+1]; next.Class == tagger.ClassNumber && next.Sentence == last.Sentence && next.Start <= last.End+1 {
		p.Last++
	}
}

// homographs has the codes of countries by language and by the name of a place that is also a common word.
var homographs = func() map[string]map[string]string {
	m := map[string]map[string]string{}
	for _, language := range lexicon.Languages("homograph") {
		m[language] = map[string]string{}
		for _, e := range lexicon.Entries(language, "homograph") {
			m[language][e.Word] = e.Value
		}
	}
	return m
}()

// dropHomographs drops the mentions of names that are also common words where nothing else in the text names
// their country: the Arabic word for Seoul means floods.
func (m *gazetteerMatcher) dropHomographs(mentions []geo.Mention, language string) []geo.Mention {
	words := homographs[language]
	if words == nil {
		return mentions
	}
	named := map[string]bool{} // codes of countries
	for i := range mentions {
		if words[mentions[i].Phrase] != "" {
			continue
		}
		found, _ := m.finder.Base(language, mentions[i].Phrase)
		for _, n := range found.Names {
			named[m.gaz.Record(n.Ref).Country] = true
		}
	}
	return slices.DeleteFunc(mentions, func(t geo.Mention) bool {
		country := words[t.Phrase]
		return country != "" && !named[country]
	})
}
