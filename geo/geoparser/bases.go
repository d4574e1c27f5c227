package geoparser

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/abbrev"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/inflect"
	"dateline/geo/internal/translit"
)

// bases returns the step that sets the base forms of names: of abbreviated ones in English
// texts, of inflected ones in others.
func bases(g *gazetteer.Gazetteer) func(*geo.Article, *geo.Recognition) {
	finders := sync.Pool{New: func() any { return inflect.NewFinder(g) }}
	latin := translit.New(g)
	return func(a *geo.Article, rec *geo.Recognition) {
		f, _ := finders.Get().(*inflect.Finder)
		defer finders.Put(f)
		for i := range rec.Mentions {
			m := &rec.Mentions[i]
			language := rec.LanguageAt(m.Start)
			switch {
			case m.Role == geo.RoleCoordinates || m.Base != "":
			case language == "en" || language == "und":
				m.Base = abbrev.Base(g, m.Phrase)
			default:
				end := m.Passage.End
				if i+1 < len(rec.Mentions) {
					end = min(end, rec.Mentions[i+1].Start)
				}
				start := 0
				if i > 0 {
					start = rec.Mentions[i-1].End
				}
				if !setFeatureBase(f, a.Text, language, m, start) && !setAreaBase(f, a.Text, language, m) {
					setBase(f, a.Text, language, m, end)
				}
			}
		}
		setLatinBases(g, f, latin, rec)
	}
}

const (
	// maxRest is the number of bytes after a mention in which its name may end.
	maxRest = 60
	// minShortened is the weight of the places to whose name a longer phrase is shortened.
	minShortened = 4.5
	// minShortenedLength is the number of bytes of the shortest name that a phrase is shortened to: "La" of "La Castellane" is
	// not Louisiana.
	minShortenedLength = 3
)

// features are the kinds of natural features whose common nouns are part of their names.
var features = cue.KindsOf(geo.KindSea, geo.KindLake, geo.KindRiver, geo.KindIsland, geo.KindRange, geo.KindPeak, geo.KindDesert, geo.KindPeninsula)

// setFeatureBase sets the base form of a mention to the name of a natural feature that begins with the common noun in small letters before
// the mention, after the offset start: "golfo da Guiné" at "Guiné". It reports whether there is one.
func setFeatureBase(f *inflect.Finder, text, language string, m *geo.Mention, start int) bool {
	if m.Role != geo.RoleLiteral {
		return false
	}
	span := cue.NounSpan(language, text, start, m.Span)
	if span.Start >= m.Start || span.End != m.End {
		return false
	}
	phrase := span.Text(text)
	noun, _, _ := strings.Cut(phrase, " ")
	if cue.KindsBefore(language, noun)&features == 0 {
		return false
	}
	name, ok := f.Base(language, phrase)
	if ok {
		m.Base = name.Base
	}
	return ok
}

// setBase sets the base form of a mention in a text. If the text goes on with the rest of the
// name, up to the offset end, the mention is extended: "Spojených" in "Spojených států". If
// only a part of the phrase is a name, it is shortened to that.
func setBase(f *inflect.Finder, text, language string, m *geo.Mention, end int) {
	whole, ok := f.Base(language, m.Phrase)
	switch {
	case m.Role == geo.RoleAssociative && m.Association == geo.AssociationAdjective:
		if ok {
			setName(text, m, m.Span, whole)
		}
	case extend(f, text, language, m, end):
	case ok:
		setName(text, m, m.Span, whole)
	default:
		shorten(f, text, language, m)
	}
}

// setName sets the span of a mention and its base form.
func setName(text string, m *geo.Mention, span geo.Span, name inflect.Match) {
	m.Span, m.Phrase, m.Base = span, span.Text(text), ""
	if !name.Verbatim {
		m.Base = name.Base
	}
	if !m.Wide.Contains(span) || m.Wide == span {
		m.Wide = geo.Span{}
	}
}

// extend extends a mention by the words up to the offset end that are part of its name. It
// reports whether there are any.
func extend(f *inflect.Finder, text, language string, m *geo.Mention, end int) bool {
	end = min(end, m.End+maxRest)
	for end > m.End && !utf8.RuneStart(text[end-1]) {
		end--
	}
	rest := text[m.End:max(end, m.End)]
	if !strings.HasPrefix(rest, " ") && !strings.HasPrefix(rest, "-") {
		return false
	}
	longer, found := f.Longest(language, text[m.Start:end])
	if !found || longer.End <= m.End-m.Start {
		return false
	}
	setName(text, m, geo.Span{Start: m.Start + longer.Start, End: m.Start + longer.End}, longer)
	return true
}

// isApart reports whether the rest of a phrase begins with a capitalized word of its own, as in "Bratislava-Petržalka". A word in
// small letters continues a longer name: "Praia da Vieira", "Masar-i-Scharif", "Saint-Martin-d'Ardèche".
func isApart(rest string) bool {
	if !strings.HasPrefix(rest, " ") && !strings.HasPrefix(rest, "-") {
		return false
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " -"))
	return !unicode.IsLower(r)
}

// shorten shortens a mention to the name without a common noun, or to the name of an
// important place at its beginning.
func shorten(f *inflect.Finder, text, language string, m *geo.Mention) {
	if name, ok := cue.CutNoun(language, m.Phrase, m.Start); ok {
		if match, found := f.Base(language, name.Text(text)); found {
			m.Wide = m.Span
			setName(text, m, name, match)
			return
		}
	}
	if r, _ := utf8.DecodeRuneInString(m.Phrase); !unicode.IsUpper(r) {
		return // in a script without capitals the beginning may be any word
	}
	first, found := f.Longest(language, m.Phrase)
	if found && first.Weight >= minShortened && first.End-first.Start >= minShortenedLength && isApart(m.Phrase[first.End:]) && f.IsKnown(language, m.Phrase[first.Start:first.End], &first) {
		setName(text, m, geo.Span{Start: m.Start + first.Start, End: m.Start + first.End}, first)
	}
}
