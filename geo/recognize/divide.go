package recognize

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/multilingual"
	"dateline/geo/internal/tagger"
)

// divide divides mentions that the gazetteer lacks into the names in them: those of a list, "زوارة ونالوت", and in scripts
// without spaces those of places within each other of which one is unknown, "湖南永州市江永县". It leaves out words
// after a name in such a script, "塔什干街头", and frequent words and common nouns around one in a script without capitals.
func (f *nameFixer) divide() {
	for i := 0; i < len(f.mentions); i++ {
		m := &f.mentions[i]
		first, last := f.tokensOf(m.Span)
		if first == last || m.Role == geo.RoleAssociative || f.matcher.isName(m.Phrase, f.language) {
			continue
		}
		pieces := f.routePieces(m.Span, first, last)
		switch {
		case pieces != nil:
		case m.Role != geo.RoleLiteral:
			continue
		case f.language == "ko":
			pieces = f.koreanPieces(m.Span)
		case isUnspaced(&f.d.Tokens[first], f.d.Text):
			pieces = f.unspacedPieces(m.Span)
		default:
			if pieces = f.listedPieces(m.Span, first, last); pieces == nil {
				pieces = f.possessorPieces(first, last)
			}
			if pieces == nil {
				pieces = f.halvesAround(m.Span, first, last)
			}
		}
		if pieces == nil && f.d.Tokens[first].Class == tagger.ClassCaseless {
			pieces = f.trimmed(m.Span, first, last)
		}
		if len(pieces) == 0 {
			continue
		}
		divided := make([]geo.Mention, len(pieces))
		for k, s := range pieces {
			divided[k] = *m
			divided[k].Span, divided[k].Phrase = s, s.Text(f.d.Text)
			if k > 0 {
				divided[k].Role = geo.RoleLiteral // after the dash of a dateline
			}
		}
		f.mentions = slices.Replace(f.mentions, i, i+1, divided...)
		i += len(pieces) - 1
	}
}

// unspacedPieces returns the names into which a mention in a script without spaces is divided, nil if it is left whole.
func (f *nameFixer) unspacedPieces(s geo.Span) (pieces []geo.Span) {
	if pieces = f.dividedBy(s, "的"); pieces != nil && f.language == "zh" {
		return pieces
	}
	for _, d := range regionNouns {
		if pieces = f.dividedBy(s, d); pieces != nil {
			return pieces
		}
	}
	unknown := false
	for _, p := range f.partsOf(s) {
		if p.gap && !f.endsWithSite(s) {
			return pieces // "洱海日照金山"
		}
		if len(pieces) > 0 && p.rank == 0 && strings.Contains(p.Text(f.d.Text), "族自治") {
			pieces[len(pieces)-1].End, unknown = p.End, true // "凉山彝族自治州"
			continue
		}
		pieces = append(pieces, p.Span)
		unknown = unknown || p.rank == 0
	}
	switch {
	case len(pieces) == 0 || pieces[0].Start != s.Start:
		return f.halves(s)
	case len(pieces) > 1:
		if !unknown {
			return nil
		}
		return pieces
	case unknown || pieces[0].End >= s.End:
		return f.halves(s)
	}
	if f.isGenericWord(f.d.Text[pieces[0].End:s.End]) {
		return nil // a part of the place, or a facility
	}
	return pieces
}

// routePieces returns the names between the dashes of a mention, nil if it has none: "İZMİT - Körfez", "Merak-Bakauheni".
func (f *nameFixer) routePieces(s geo.Span, first, last int32) (pieces []geo.Span) {
	start, known := s.Start, true
	for i := first + 1; i < last; i++ {
		if !f.isRoute(i) && (!f.isSpaced(i) || !isDash(f.d.Tokens[i].Text(f.d.Text))) {
			continue
		}
		p := geo.Span{Start: start, End: int(f.d.Tokens[i-1].End)}
		pieces = append(pieces, p)
		start = int(f.d.Tokens[i+1].Start)
		known = known && (f.isSpaced(i) || f.matcher.isName(p.Text(f.d.Text), f.language))
	}
	if len(pieces) == 0 || !known {
		return nil
	}
	return append(pieces, geo.Span{Start: start, End: s.End})
}

// siteEnds are the last characters of the names of sites, areas and natural features in Chinese and Japanese.
const siteEnds = "城区區场場站港桥橋路街园園馆館寺庙廟塔楼樓院厂廠库庫坝壩村镇鎮乡鄉县縣県市省州岛島山河江川湖海湾灣峡峽关關口道线線堂宫宮殿陵墓营營地町郡府都屯寨庄莊沟溝崎浦谷岭嶺峰坡原"

// endsWithSite reports whether a mention ends with a common noun of sites, areas or natural features.
func (f *nameFixer) endsWithSite(s geo.Span) bool {
	r, _ := utf8.DecodeLastRuneInString(s.Text(f.d.Text))
	return strings.ContainsRune(siteEnds, r)
}

// regionNouns are the nouns of a part of a country or an area between its name and that of a smaller place: "アルゼンチン北部サルタ州".
var regionNouns = [...]string{
	"东南部", "东北部", "西南部", "西北部", "東南部", "東北部", "南東部", "北東部", "南西部", "北西部", "中西部", "中东部", "中東部",
	"北部", "南部", "东部", "東部", "西部", "中部", "沿岸部", "内陆", "內陸", "内陸部",
}

// dividedBy returns the name before a word in a mention and what is after it, nil if the gazetteer lacks the first.
func (f *nameFixer) dividedBy(s geo.Span, word string) []geo.Span {
	text := s.Text(f.d.Text)
	at := strings.Index(text, word)
	if at < minHalf || !f.matcher.isName(text[:at], f.language) {
		return nil
	}
	pieces := []geo.Span{{Start: s.Start, End: s.Start + at}}
	if rest := text[at+len(word):]; len(rest) >= minHalf {
		pieces = append(pieces, geo.Span{Start: s.End - len(rest), End: s.End})
	}
	return pieces
}

// koreanPieces returns the names of areas within each other that a mention with spaces consists of, the first of which the gazetteer
// has: "미얀마 라카인주 마웅도". It leaves out directions: "경기 북부".
func (f *nameFixer) koreanPieces(s geo.Span) (pieces []geo.Span) {
	text := s.Text(f.d.Text)
	first, _, ok := strings.Cut(text, " ")
	if !ok || !f.matcher.isName(first, f.language) {
		return f.halves(s)
	}
	for at := 0; at < len(text); {
		word, _, _ := strings.Cut(text[at:], " ")
		if len(word) >= minHalf && !f.isGenericWord(word) {
			pieces = append(pieces, geo.Span{Start: s.Start + at, End: s.Start + at + len(word)})
		}
		at += len(word) + 1
	}
	return pieces
}

// isGenericWord reports whether a word is a common noun or a direction.
func (f *nameFixer) isGenericWord(word string) bool {
	f.matcher.key = gazetteer.Normalize(f.matcher.key[:0], word)
	return cue.IsGeneric(f.language, f.matcher.key)
}

// halves returns the two names that a mention in a script without spaces consists of, the first one as long as possible, nil
// if it does not.
func (f *nameFixer) halves(s geo.Span) []geo.Span {
	text := s.Text(f.d.Text)
	for at := len(text) - minHalf; at >= minHalf; at-- {
		if !utf8.RuneStart(text[at]) {
			continue
		}
		left, right := strings.TrimRight(text[:at], " "), strings.TrimLeft(text[at:], " ")
		if len(left) >= minHalf && len(right) >= minHalf && f.matcher.isName(right, f.language) && f.matcher.isName(left, f.language) {
			if f.isGenericWord(right) {
				return []geo.Span{{Start: s.Start, End: s.Start + len(left)}}
			}
			return []geo.Span{{Start: s.Start, End: s.Start + len(left)}, {Start: s.End - len(right), End: s.End}}
		}
	}
	return nil
}

// minHalf is the number of bytes of the shortest name in one of several: two characters.
const minHalf = 6

// trimmed returns the name in a mention without the frequent words and common nouns around it, and without the adjective of
// a nation after it in Arabic, nil if there is none: "سرک اسعدآباد", "بيليم البرازيلية".
func (f *nameFixer) trimmed(s geo.Span, first, last int32) []geo.Span {
	if !headsFirst[f.language] {
		return nil
	}
	from, to := first, last
	for from < last && f.isHead(from) {
		from++
	}
	for to > from && (f.d.IsCommon(to) || f.language == "ar" && isNisba(f.d.Tokens[to].Text(f.d.Text))) {
		to--
	}
	if from == first && to == last {
		return nil
	}
	for _, p := range [...]geo.Span{
		{Start: int(f.d.Tokens[from].Start), End: int(f.d.Tokens[to].End)},
		{Start: s.Start, End: int(f.d.Tokens[to].End)},
		{Start: int(f.d.Tokens[from].Start), End: s.End},
	} {
		if p != s && f.matcher.isName(p.Text(f.d.Text), f.language) {
			return []geo.Span{p}
		}
	}
	return nil
}

// headsFirst are the languages without capitals whose common nouns are before names.
var headsFirst = map[string]bool{"ar": true, "fa": true}

// isHead reports whether a token is a common noun of places, or a word before one.
func (f *nameFixer) isHead(i int32) bool {
	t := &f.d.Tokens[i]
	f.matcher.key = gazetteer.Normalize(f.matcher.key[:0], t.Text(f.d.Text))
	return cue.IsGeneric(f.language, f.matcher.key) || placeMarkers[f.language][t.Lower]
}

// isNisba reports whether an Arabic word has the form of a feminine adjective with the article: "البرازيلية".
func isNisba(word string) bool {
	return strings.HasPrefix(word, "ال") && strings.HasSuffix(word, "ية") && len(word) >= 2*minNisba
}

// minNisba is the number of letters of the shortest adjective.
const minNisba = 7

// listedPieces returns the names of a list with conjunctions or commas that the model took for one name, nil if it is none. Of two
// names with a conjunction, the gazetteer has one at least.
func (f *nameFixer) listedPieces(s geo.Span, first, last int32) (pieces []geo.Span) {
	start, known := s.Start, false
	add := func(end int) {
		p := geo.Span{Start: start, End: end}
		pieces = append(pieces, p)
		known = known || f.matcher.isName(p.Text(f.d.Text), f.language)
	}
	for i := first + 1; i <= last; i++ {
		t := &f.d.Tokens[i]
		text := t.Text(f.d.Text)
		switch {
		case f.language == "ar" && len(text) > len(waw)+2*minListed && strings.HasPrefix(text, waw) && !f.beginsWithWaw(text):
			add(int(f.d.Tokens[i-1].End))
			start = int(t.Start) + len(waw)
		case i < last && (conjunctions[f.language][t.Lower] || f.dividesNames(start, i, s.End)):
			add(int(f.d.Tokens[i-1].End))
			i++
			start = int(f.d.Tokens[i].Start)
		case i < last && f.d.Tokens[i+1].Class == tagger.ClassCaseless && (text == "," || text == "،"):
			add(int(f.d.Tokens[i-1].End))
			i++
			start, known = int(f.d.Tokens[i].Start), true // no name has a comma
		}
	}
	if len(pieces) == 0 {
		return nil
	}
	add(s.End)
	if !known {
		return nil
	}
	return pieces
}

// halvesAround returns the names of the gazetteer before and after a word in small letters that names do not have within them, nil if the
// first half is none: "Perugia travolge Trento".
func (f *nameFixer) halvesAround(s geo.Span, first, last int32) (pieces []geo.Span) {
	if bodyJoiners[f.language] == nil {
		return nil
	}
	for i := first + 1; i < last; i++ {
		t := &f.d.Tokens[i]
		if t.Class != tagger.ClassLower || nounJoiners[f.language][t.Lower] || f.isJoint(i) || !t.Space || !f.d.Tokens[i+1].Space {
			continue
		}
		for _, p := range [...]geo.Span{{Start: s.Start, End: int(f.d.Tokens[i-1].End)}, {Start: int(f.d.Tokens[i+1].Start), End: s.End}} {
			k, _ := f.tokensOf(p)
			if p.Len() >= minListed && !f.d.IsFrequent(k) && f.matcher.isName(p.Text(f.d.Text), f.language) {
				pieces = append(pieces, p)
			} else if p.Start == s.Start {
				return nil
			}
		}
		return pieces
	}
	return nil
}

// possessorPieces returns the name with a case ending at the beginning of a mention in Bengali and the names of places in it, nil if there is
// none: "মিয়ানমারের বুথিডং". Other words are left out.
func (f *nameFixer) possessorPieces(first, last int32) []geo.Span {
	if f.language != "bn" {
		return nil
	}
	k, ok := slices.BinarySearchFunc(f.d.Names, first, func(n multilingual.Name, first int32) int { return cmp.Compare(n.First, first) })
	if !ok || !f.d.Names[k].Inflected || f.d.Names[k].Last >= last || f.d.Names[k].Types&areaOrTown == 0 {
		return nil
	}
	pieces := []geo.Span{f.spanOf(&f.d.Names[k])}
	for _, n := range f.d.Names[k+1:] {
		if n.Last > last {
			break
		}
		if n.Types&areaOrTown != 0 && !f.isGeneric(&n) {
			pieces = append(pieces, f.spanOf(&n))
		}
	}
	return pieces
}

// dividers has the hashes of the prepositions that are between two places and in no name by language: "Adelaide proti Austrálii".
var dividers = hashesByLanguage("name-divider")

// dividesNames reports whether token i is such a preposition between two names of the gazetteer.
func (f *nameFixer) dividesNames(start int, i int32, end int) bool {
	return dividers[f.language][f.d.Tokens[i].Lower] && f.matcher.isName(f.d.Text[start:f.d.Tokens[i-1].End], f.language) &&
		f.matcher.isName(f.d.Text[f.d.Tokens[i+1].Start:end], f.language)
}

// beginsWithWaw reports whether a word with the letters of the Arabic conjunction at its beginning is a name with them.
func (f *nameFixer) beginsWithWaw(word string) bool {
	m, ok := f.matcher.finder.Base(f.language, word)
	return ok && m.Start == 0
}

// waw is the Arabic conjunction, which is written on.
const waw = "و"

// minListed is the number of letters of the shortest name after the Arabic conjunction.
const minListed = 3
