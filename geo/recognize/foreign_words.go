package recognize

import (
	"slices"
	"strings"
	"unicode"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/abbrev"
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

// wordsOfPersons returns the hashes of the words of the names of persons that the model found, of two words or more with
// a capitalized word right before them that belongs to no other name: not "Donetsk" of "the head of Donetsk Ivanov".
func wordsOfPersons(d *multilingual.Document) map[uint32]bool {
	var words map[uint32]bool
	named := int32(-1) // the last token of the name before
	for _, e := range d.Entities() {
		before := named
		named = e.Last
		if e.Label != tagger.BeginPerson {
			continue
		}
		first := e.First
		if first-1 > before && d.Tokens[first-1].Cased() && d.Tokens[first-1].Sentence == d.Tokens[first].Sentence {
			first--
		}
		if first == e.Last {
			continue
		}
		if words == nil {
			words = map[uint32]bool{}
		}
		for i := first; i <= e.Last; i++ {
			words[d.Tokens[i].Lower] = true
		}
	}
	return words
}

// isPersonAgain reports whether a place is one word of the name of a person elsewhere in the text, does not follow a
// preposition of place, and is not the name of a very large town: "Malte Müller" and "Malte".
func isPersonAgain(d *multilingual.Document, p *multilingual.Place, persons map[uint32]bool) bool {
	if p.First != p.Last || !persons[d.Tokens[p.First].Lower] && (!d.IsBesideName(p.First) || !isUnlabeledBeside(d, d.Tokens[p.First].Lower)) {
		return false
	}
	n := multilingual.Name{First: p.First, Last: p.Last}
	return !afterPreposition(d, &n, d.Language) && d.SizeOf(p.First) < sizeHuge
}

// isUnlabeledBeside reports whether a word occurs right before a capitalized one without being part of a name to the model.
func isUnlabeledBeside(d *multilingual.Document, word uint32) bool {
	for i := range len(d.Tokens) - 1 {
		t, next := &d.Tokens[i], &d.Tokens[i+1]
		if t.Lower != word || !t.Cased() || !next.Cased() || next.Sentence != t.Sentence {
			continue
		}
		if !slices.ContainsFunc(d.Entities(), func(e multilingual.Entity) bool { return int(e.First) <= i && i <= int(e.Last) }) {
			return true
		}
	}
	return false
}

// isRoute reports whether a place is the number of a road or line, also with the ending of a case after a hyphen: "A 45", "RE2", "M5-ös".
func isRoute(d *multilingual.Document, p *multilingual.Place) bool {
	start, end := d.Tokens[p.First].Start, d.Tokens[p.Last].End
	if p.First == p.Last && int(p.Last)+1 < len(d.Tokens) {
		if next := &d.Tokens[p.Last+1]; next.Class == tagger.ClassNumber && next.Start <= end+1 {
			end = next.End // "A" of "A 45"
		}
	}
	phrase, suffix, ok := strings.Cut(d.Text[start:end], "-")
	if ok && suffix != strings.ToLower(suffix) {
		return false
	}
	return abbrev.IsRoute(phrase)
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
// their country: the Arabic word for Seoul means floods, and "Bene", which is Benin in Lingala, means well in Italian.
func (m *gazetteerMatcher) dropHomographs(mentions []geo.Mention, language string) []geo.Mention {
	words := homographs[language]
	if words == nil || !slices.ContainsFunc(mentions, func(t geo.Mention) bool { return words[strings.ToLower(t.Phrase)] != "" }) {
		return mentions
	}
	named := map[string]bool{} // codes of countries
	for i := range mentions {
		if words[strings.ToLower(mentions[i].Phrase)] != "" {
			continue
		}
		found, _ := m.finder.Base(language, mentions[i].Phrase)
		for _, n := range found.Names {
			named[m.gaz.Record(n.Ref).Country] = true
		}
	}
	return slices.DeleteFunc(mentions, func(t geo.Mention) bool {
		country := words[strings.ToLower(t.Phrase)]
		return country != "" && !named[country]
	})
}

// maxDotted and maxDottedPart are the numbers of parts of an abbreviation and of letters in each: "EE. UU.".
const (
	maxDotted     = 4
	maxDottedPart = 3
)

// addDotted adds the abbreviations of states that are written with periods, "EE. UU." and "EE.UU.", in place of mentions
// of a part of them.
func (m *gazetteerMatcher) addDotted(mentions []geo.Mention, d *multilingual.Document) []geo.Mention {
	for i := 0; i < len(d.Tokens); i++ {
		if end := int(d.Tokens[i].End); d.Text[end-1] != '.' && (end == len(d.Text) || d.Text[end] != '.') {
			continue
		}
		span, last, ok := m.dottedAt(d, i)
		if !ok {
			continue
		}
		i = last
		mentions = slices.DeleteFunc(mentions, func(t geo.Mention) bool { return t.Start < span.End && span.Start < t.End })
		mentions = append(mentions, geo.Mention{
			Span: span, Phrase: span.Text(d.Text), Role: geo.RoleLiteral, Recognized: probabilityCertain,
			Passage: passage(d.Sentences, d.Tokens[last].Sentence),
		})
	}
	slices.SortFunc(mentions, func(a, b geo.Mention) int { return a.Start - b.Start })
	return mentions
}

// dottedAt returns the span of the abbreviation of a state with periods that begins with token i, and its last token.
func (m *gazetteerMatcher) dottedAt(d *multilingual.Document, i int) (span geo.Span, last int, ok bool) {
	var letters []byte
	for n := 0; n < maxDotted && i < len(d.Tokens); n++ {
		t := &d.Tokens[i]
		part := strings.TrimSuffix(t.Text(d.Text), ".")
		if t.Class != tagger.ClassUpper && t.Class != tagger.ClassInitials && !isDotted(part) || strings.IndexFunc(part, unicode.IsLower) >= 0 {
			break
		}
		if n > 0 && t.Start > uint32(span.End)+1 {
			break
		}
		end := int(t.End)
		if end < len(d.Text) && d.Text[end] == '.' {
			end++
		}
		if d.Text[end-1] != '.' || len(part) > maxDottedPart && !isDotted(part) {
			break
		}
		if n == 0 {
			span.Start = int(t.Start)
		}
		letters = append(letters, strings.ReplaceAll(part, ".", "")...)
		span.End, last = end, i
		if m.refs = m.gaz.LookupVerbatim(m.refs[:0], string(letters)); len(letters) > 2 && slices.ContainsFunc(m.refs, m.isCountry) {
			return span, last, n > 0 || isDotted(part)
		}
		if i++; i < len(d.Tokens) && d.Tokens[i].Text(d.Text) == "." {
			i++
		}
	}
	return span, last, false
}

// isDotted reports whether a word has a period within it.
func isDotted(s string) bool { return strings.Contains(s, ".") }

func (m *gazetteerMatcher) isCountry(n gazetteer.NameRef) bool {
	return m.gaz.Record(n.Ref).Kind == geo.KindCountry
}
