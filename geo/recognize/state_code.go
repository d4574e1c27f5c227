package recognize

import (
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/lexicon"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
)

// stateCodes has the ids of the states and provinces that a language writes after their towns by abbreviation in small letters.
var stateCodes = lexicon.ByLanguage("state-abbreviation", lexicon.Values)

// probabilityCode is the probability of the abbreviation of a state after a mention.
const probabilityCode = 0.9

// addStateCodes makes the abbreviations of states after mentions mentions with the state's name as base form: "Sorriso (MT)", "Juiz de Fora/MG".
// The numbers of roads are none: "BR-116".
func (f *nameFixer) addStateCodes() {
	codes := stateCodes[f.language]
	if codes == nil {
		return
	}
	f.mentions = slices.DeleteFunc(f.mentions, func(m geo.Mention) bool { return f.isRoadNumber(m.Span) })
	for i := 0; i < len(f.mentions); i++ {
		f.cutCode(&f.mentions[i])
		at, ok := f.codeAfter(i)
		if !ok {
			continue
		}
		id := geo.PlaceID(codes[strings.ToLower(f.d.Tokens[at].Text(f.d.Text))])
		ref, ok := f.matcher.gaz.ByID(id)
		if !ok {
			continue
		}
		n := multilingual.Name{First: at, Last: at}
		s := f.spanOf(&n)
		from, to := f.overlapping(s)
		if from == to {
			f.insert(from, &n, s, probabilityCode)
		}
		m := &f.mentions[from]
		m.Span, m.Phrase, m.Base, m.Role, m.Association = s, s.Text(f.d.Text), f.areaName(ref), geo.RoleLiteral, geo.AssociationNone
		i = from
	}
}

// areaNames are the names with a common noun by which an area is told from its capital.
var areaNames = [...]string{
	"Estado de ", "Estado do ", "Estado da ", "Provincia di ", "Provincia del ", "Provincia dell'", "Città metropolitana di ", "Kanton ", "Canton de ", "Canton of ",
}

// areaName returns a name of an area that is not that of a town.
func (f *nameFixer) areaName(ref gazetteer.Ref) string {
	name := f.matcher.gaz.Name(ref)
	for _, noun := range areaNames {
		f.matcher.key = gazetteer.Normalize(f.matcher.key[:0], noun+name)
		f.matcher.refs = f.matcher.gaz.Lookup(f.matcher.refs[:0], f.matcher.key)
		if slices.ContainsFunc(f.matcher.refs, func(n gazetteer.NameRef) bool { return n.Ref == ref }) {
			return noun + name
		}
	}
	return name
}

// cutCode removes the abbreviation of a state in brackets from a mention: "Wil" of "Wil (SG".
func (f *nameFixer) cutCode(m *geo.Mention) {
	at := strings.LastIndex(m.Phrase, " (")
	if at > 0 && stateCodes[f.language][strings.ToLower(strings.TrimSuffix(m.Phrase[at+2:], ")"))] != "" {
		m.End = m.Start + at
		m.Phrase = m.Phrase[:at]
	}
}

// codeAfter returns the token of the abbreviation of a state right after mention i, in brackets, or after a slash or hyphen.
func (f *nameFixer) codeAfter(i int) (at int32, ok bool) {
	_, last := f.tokensOf(f.mentions[i].Span)
	tokens := f.d.Tokens
	if int(last)+2 >= len(tokens) || f.mentions[i].Role != geo.RoleLiteral {
		return 0, false
	}
	mark := tokens[last+1].Text(f.d.Text)
	t := &tokens[last+2]
	if t.Class != tagger.ClassUpper || t.Sentence != tokens[last].Sentence || stateCodes[f.language][strings.ToLower(t.Text(f.d.Text))] == "" {
		return 0, false
	}
	switch mark {
	case "(":
		return last + 2, int(last)+3 < len(tokens) && strings.ContainsAny(tokens[last+3].Text(f.d.Text), "),/")
	case "/", "-", "–":
		return last + 2, true
	}
	return 0, false
}

// isRoadNumber reports whether a span is the abbreviation of a state or of the country before the number of a road.
func (f *nameFixer) isRoadNumber(s geo.Span) bool {
	first, last := f.tokensOf(s)
	if first != last || f.d.Tokens[first].Class != tagger.ClassUpper || s.Len() != 2 || int(last)+2 >= len(f.d.Tokens) {
		return false
	}
	return f.d.Tokens[last+1].Text(f.d.Text) == "-" && f.d.Tokens[last+2].Class == tagger.ClassNumber
}
