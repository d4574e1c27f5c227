package recognize

import (
	"unicode/utf8"

	"dateline/geo/gazetteer"
	"dateline/geo/internal/tagger"
)

// maxUnspaced is the length in tokens of the longest name in a script without spaces.
const maxUnspaced = 12

// matchUnspaced returns the longest name in a script without spaces that begins with token i and
// ends at token last or before.
func (m *gazetteerMatcher) matchUnspaced(d *tagger.Document, i, last int32) (n tagger.Name, ok bool) {
	if m.gaz == nil {
		return n, false
	}
	end := i
	for end < last && end-i < maxUnspaced-1 && !d.Tokens[end+1].Space && d.Tokens[end+1].Class == tagger.ClassCaseless {
		end++
	}
	for ; end >= i; end-- {
		if m.lookup(d.Text[d.Tokens[i].Start:d.Tokens[end].End], "") {
			n.First, n.Last = i, end
			n.Types, n.Size = tagger.TypesOf(m.gaz, m.refs)
			return n, true
		}
	}
	return n, false
}

// lookup sets m.refs to the meanings of a stem with an ending and reports whether there are any.
func (m *gazetteerMatcher) lookup(stem, ending string) bool {
	m.key = append(gazetteer.Normalize(m.key[:0], stem), ending...)
	m.refs = m.refs[:0]
	if len(m.key) > 0 {
		m.refs = m.gaz.Lookup(m.refs, m.key)
	}
	return len(m.refs) > 0
}

// maxName is the length in bytes of the text in which an inflected name is searched.
const maxName = 120

// matchInflected returns the longest name that begins with token i, as it is or inflected.
func (m *gazetteerMatcher) matchInflected(d *tagger.Document, i int32, language string) (n tagger.Name, ok bool) {
	t := &d.Tokens[i]
	if m.finder == nil || !t.Cased() && t.Class != tagger.ClassCaseless {
		return n, false
	}
	end := i
	for int(end)+1 < len(d.Tokens) && d.Tokens[end+1].Sentence == t.Sentence && d.Tokens[end+1].End-t.Start <= maxName {
		end++
	}
	found, ok := m.finder.Longest(language, d.Text[t.Start:d.Tokens[end].End])
	if !ok {
		return n, false
	}
	n.First, n.Last = i, i
	for n.Last < end && int(d.Tokens[n.Last].End-t.Start) < found.End {
		n.Last++
	}
	skip, trim := found.Start, int(d.Tokens[n.Last].End-t.Start)-found.End
	if skip > maxAffix || trim > maxAffix || trim < 0 {
		return n, false
	}
	n.Skip, n.Trim = uint8(skip), uint8(trim)
	n.Types, n.Size = tagger.TypesOf(m.gaz, found.Names)
	if found.Names[0].Kind == gazetteer.NameAbbreviation {
		n.Types |= tagger.TypeAbbreviation
	}
	least := uint8(sizeLarge)
	if skip > 0 && t.Class == tagger.ClassCaseless {
		least-- // after a particle such as "in"
	}
	if !found.Verbatim && n.First == n.Last && n.Types&tagger.TypeCountry == 0 && n.Size < least {
		return n, false
	}
	return n, true
}

// orInflected returns a name that begins with token i, if ok is set, or the inflected one
// that is not shorter. Abbreviations are not inflected.
func (m *gazetteerMatcher) orInflected(d *tagger.Document, n tagger.Name, ok bool, i int32, language string) (tagger.Name, bool) {
	if t := &d.Tokens[i]; ok && n.Types&tagger.TypeAbbreviation != 0 && utf8.RuneCountInString(t.Text(d.Text)) > 2 {
		return n, true // "USA" is not Usa in Japan
	}
	if inflected, found := m.matchInflected(d, i, language); found && (!ok || inflected.Last >= n.Last) {
		return inflected, true
	}
	return n, ok
}

// maxAffix is the length in bytes of the longest particle or suffix of a name.
const maxAffix = 64
