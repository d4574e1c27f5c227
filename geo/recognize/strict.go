package recognize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo/gazetteer"
)

// How sure strict matching is of what it takes.
const (
	sureCountry = 0.95
	sureLarge   = 0.9
	sureFair    = 0.8
)

// strict fills w.chosen with the gazetteer's names that can hardly mean anything
// else: countries and provinces, large towns, names of several words, and smaller
// towns after a word for "in" or "city". It is for languages without a model.
func (w *work) strict(code string) {
	w.candidates, w.chosen = w.candidates[:0], w.chosen[:0]
	before := placesBefore[code]
	next := 0
	for k := range w.groups {
		g := &w.groups[k]
		for i := g.first; i <= g.last; i++ {
			for next < len(w.names) && w.names[next].last < i {
				next++
			}
			if w.toks[i].class == classCaseless && w.unspaced(i) {
				if n, ok := w.namer.run(&w.extractor, i, g.last); ok && w.weighName(k, &n, code, before) {
					i = n.last
				}
				continue
			}
			if next < len(w.names) && w.names[next].first == i {
				w.weighName(k, &w.names[next], code, before)
				i = w.names[next].last
				continue
			}
			if n, ok := w.namer.inflected(&w.extractor, i); ok {
				w.weighName(k, &n, code, before)
			}
		}
	}
	for i := range w.candidates {
		w.chosen = append(w.chosen, int32(i))
	}
}

// unspaced reports whether the token is in a script that puts no spaces between
// words.
func (w *work) unspaced(i int32) bool {
	r, _ := utf8.DecodeRuneInString(w.text[w.toks[i].start:w.toks[i].end])
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// weighName adds name n of group k as a candidate if it is safe to, and reports
// whether it did.
func (w *work) weighName(k int, n *name, code string, before map[uint32]bool) bool {
	s := w.groups[k].sentence
	p := float32(0)
	words := n.last - n.first + 1
	large := n.kinds&kindTown != 0 && n.size >= 5
	country := n.kinds&(kindCountry|kindState) != 0
	introduced := before[w.lower(n.first-1, s)]
	cased := w.toks[n.first].cased()
	runes := utf8.RuneCountInString(w.text[w.toks[n.first].start:w.toks[n.last].end])
	switch {
	case n.kinds&kindCountry != 0 && n.size >= 3 || n.kinds&kindDemonym != 0:
		p = sureCountry
	case country, large:
		p = sureLarge
	case words > 1 && cased, n.size >= 4, n.size >= 3 && introduced, n.kinds&kindNature != 0 && words > 1:
		p = sureFair
	}
	t := &w.toks[n.first]
	switch {
	case p == 0:
		return false
	case cased && runes < 4 && n.kinds&kindCountry == 0, !cased && runes < 2:
		return false
	case cased && t.class == classUpper && runes < 4:
		return false
	}
	if cased && code != "de" {
		// A neighbour with a capital makes it part of some longer name.
		alone := !w.neighbour(n.first-1, s, true) && !w.neighbour(n.last+1, s, false)
		if !alone && n.kinds&kindCountry == 0 {
			return false
		}
	}
	if code == "de" && words == 1 && (indefinite[w.lower(n.first-1, s)] || n.kinds&kindCountry == 0 && definite[w.lower(n.first-1, s)]) {
		return false
	}
	if cased && words > 1 && !country && t.lex&(lexGiven|lexGivenRare|lexTitle) != 0 && n.size < 4 {
		return false
	}
	if cased && words == 1 && n.kinds&kindCountry == 0 {
		if w.toks[n.first].lex&(lexGiven|lexTitle) != 0 && !introduced {
			return false
		}
		starts := n.first == int32(w.firstOf(s))
		if (starts || code == "de") && !introduced && (n.size < 5 || t.lex&(lexCommon|lexCommonish|lexFunction) != 0) {
			return false
		}
	}
	if !cased && words == 1 && !introduced && !country && (runes < 3 && n.size < 6 || n.size < 5) {
		return false
	}
	c := candidate{first: n.first, last: n.last, outerFirst: n.first, outerLast: n.last, group: int32(k), origin: fromNameFree,
		kinds: n.kinds, size: n.size, skip: n.skip, trim: n.trim, p: p}
	if n.kinds == kindDemonym {
		c.origin = fromNameAdj
	}
	w.candidates = append(w.candidates, c)
	return true
}

// German articles stand before nouns, the definite ones also before the names of
// some countries, but not before the name of a town.
var (
	indefinite = hashes("das ein eine einen einem einer eines kein keine dieser diese dieses")
	definite   = hashes("der die dem den des im zum zur am")
)

// hashes is the set of the hashes of words.
func hashes(words string) map[uint32]bool {
	m := make(map[uint32]bool)
	for w := range strings.FieldsSeq(words) {
		m[hashLower(w)] = true
	}
	return m
}

// neighbour reports whether the token at i, before or after a name, has a capital
// and is not itself in a name of the gazetteer.
func (w *work) neighbour(i int32, s uint32, before bool) bool {
	t := w.word(i, s)
	if t == &nothing || !t.cased() && t.class != classMixed {
		return false
	}
	if before && t.lex&(lexGiven|lexTitle) != 0 {
		return true
	}
	if before && int(i) == w.firstOf(s) {
		return false
	}
	return int(i) >= len(w.cover) || w.cover[i].place == 0
}

// longestRun is the longest name, in tokens, looked for in a script without
// spaces.
const longestRun = 12

// run returns the longest name that begins with token i of a script without
// spaces and ends by token last.
func (n *namer) run(x *extractor, i, last int32) (m name, ok bool) {
	if n.gaz == nil {
		return m, false
	}
	end := i
	for end < last && end-i < longestRun-1 && !x.toks[end+1].space && x.toks[end+1].class == classCaseless {
		end++
	}
	for ; end >= i; end-- {
		n.words = gazetteer.Normalize(n.words[:0], x.text[x.toks[i].start:x.toks[end].end])
		if len(n.words) == 0 {
			continue
		}
		n.refs = n.gaz.Lookup(n.refs[:0], n.words)
		if len(n.refs) > 0 {
			m.first, m.last = i, end
			m.kinds, m.size = n.sorts(n.refs)
			return m, true
		}
	}
	return m, false
}

// proclitics are the letters that Arabic and Hebrew write together with the word
// that follows: and, in, to, from, like.
const proclitics = "وبلفكمהבלמוש"

// longestForm is the longest word, in bytes, that is taken for a form of a name.
const longestForm = 64

// inflected looks for the name that token i is a form of: with a case ending in
// Cyrillic, with small words written together with it in Arabic or Hebrew script.
func (n *namer) inflected(x *extractor, i int32) (m name, ok bool) {
	if n.gaz == nil {
		return m, false
	}
	t := &x.toks[i]
	s := x.text[t.start:t.end]
	if len(s) > longestForm {
		return m, false
	}
	r, size := utf8.DecodeRuneInString(s)
	try := func(stem, ending string) bool {
		n.words = append(gazetteer.Normalize(n.words[:0], stem), ending...)
		n.refs = n.gaz.Lookup(n.refs[:0], n.words)
		if len(n.refs) == 0 {
			return false
		}
		m.first, m.last = i, i
		m.kinds, m.size = n.sorts(n.refs)
		return m.kinds&kindCountry != 0 || m.size >= 5
	}
	switch {
	case unicode.Is(unicode.Cyrillic, r) && t.cased():
		stem := s
		for range 2 {
			last, n := utf8.DecodeLastRuneInString(stem)
			if utf8.RuneCountInString(stem) < 4 || !strings.ContainsRune("аеиіїйоуыьюяєюм", last) {
				break
			}
			stem = stem[:len(stem)-n]
			for _, ending := range [...]string{"", "а", "я", "ь", "о", "ия", "ія", "и", "ы"} {
				if try(stem, ending) {
					return m, true
				}
			}
		}
	case unicode.In(r, unicode.Arabic, unicode.Hebrew):
		for strings.ContainsRune(proclitics, r) && utf8.RuneCountInString(s) > 4 {
			s = s[size:]
			m.skip += uint8(size)
			if try(s, "") || try("ا"+s, "") {
				return m, true
			}
			r, size = utf8.DecodeRuneInString(s)
		}
	}
	return m, false
}
