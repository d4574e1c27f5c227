package tagger

import "dateline/geo/gazetteer"

// maxPairTokens is the number of tokens of the longest text that capitalizePair reads.
const maxPairTokens = 8

// capitalizePair capitalizes a text in small letters that is a name of a town, a comma and that of a
// country or state, and nothing else.
func (m *gazetteerMatcher) capitalizePair(x *Extractor) {
	n := len(x.Tokens)
	if m.gaz == nil || n < 3 || n > maxPairTokens {
		return
	}
	comma := 0
	for i := range x.Tokens {
		switch t := &x.Tokens[i]; {
		case t.Lower == hashComma && comma == 0:
			comma = i
		case t.Class != ClassLower:
			return
		}
	}
	if comma == 0 || comma == n-1 || m.typesOf(x, 0, comma)&TypeTown == 0 || m.typesOf(x, comma+1, n)&(TypeCountry|TypeState) == 0 {
		return
	}
	for i := range x.Tokens {
		if x.Tokens[i].Class == ClassLower {
			x.Tokens[i].Class = ClassCapital
		}
	}
}

// typesOf returns the types of the gazetteer name that the tokens from i on, before token end, are.
func (m *gazetteerMatcher) typesOf(x *Extractor, i, end int) PlaceTypes {
	m.key = gazetteer.Normalize(m.key[:0], x.Text[x.Tokens[i].Start:x.Tokens[end-1].End])
	m.refs = m.gaz.Lookup(m.refs[:0], m.key)
	types, _ := TypesOf(m.gaz, m.refs)
	return types
}
