package resolve

import (
	"bytes"
	"math"
	"strings"
	"unicode"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// level says how a candidate's name was reached from the phrase.
type level uint8

// The levels, from the closest.
const (
	levelExact      level = iota
	levelDesignator       // "Helmand" for "Helmand province", "Butler County" for "Butler"
	levelPart             // "Helmand" for "southern Helmand"
	levelInner            // "Paris" for "Paris, Texas"
	levelInflected        // "Afghan" for "Afghans"
	levelVariant          // another transliteration
	levelPartial          // "Kabul" for "Kabul Medical School"
	levelNearby           // nothing of the phrase: a place of the article that it may lie in
)

const (
	// maxCandidates is the most candidates of one group; the gazetteer gives the
	// most important first.
	maxCandidates = 48
	// maxPhrase is the longest phrase looked up, in bytes.
	maxPhrase = 128
)

// candidate is a place that a group may mean, with what the features need of it.
type candidate struct {
	ref      gazetteer.Ref
	kind     geo.Kind
	class    kindClass
	name     gazetteer.NameKind
	foreign  bool // reached by a name in another language than English
	capital  bool
	seat     bool // capital of a first-level area
	level    level
	last     bool // of levelPartial: its name ends the phrase
	country  uint16
	admin1   gazetteer.Ref
	admin2   gazetteer.Ref
	at       vector
	pop      float32 // ln((population+300)/300)
	fame     float32 // ln(1+number of names)
	nearness float32 // of a levelNearby candidate: its weight in the article
	score    float32
	p        float32 // probability after the last pass
}

// kindClass gathers kinds that behave alike.
type kindClass uint8

const (
	classSettlement kindClass = iota
	classCountry
	classRegion
	classAdmin1
	classAdmin2
	classWater
	classTerrain
	classQuarter
	classSite
	classes
)

func classOf(k geo.Kind) kindClass {
	switch {
	case k == geo.KindSettlement:
		return classSettlement
	case k == geo.KindCountry:
		return classCountry
	case k == geo.KindContinent || k == geo.KindRegion:
		return classRegion
	case k == geo.KindAdmin1:
		return classAdmin1
	case k == geo.KindAdmin2 || k == geo.KindAdmin3:
		return classAdmin2
	case waterKinds.has(k):
		return classWater
	case terrainKinds.has(k):
		return classTerrain
	case k == geo.KindQuarter:
		return classQuarter
	}
	return classSite
}

// countryCode packs an ISO 3166-1 alpha-2 code; 0 is none.
func countryCode(s string) uint16 {
	if len(s) != 2 {
		return 0
	}
	return uint16(s[0])<<8 | uint16(s[1])
}

// candidates appends the candidates of a phrase to w.cands and describes the
// phrase in g.
func (w *work) candidates(g *group) {
	g.from = len(w.cands)
	phrase := bare(g.phrase)
	if len(phrase) > maxPhrase || phrase == "" {
		g.to = g.from
		return
	}
	w.norm = gazetteer.Normalize(w.norm[:0], phrase)
	w.describe(g)

	if abbreviated(phrase) {
		w.names = w.gaz.LookupVerbatim(w.names[:0], phrase)
		w.add(g, levelExact, anyKind)
	}
	w.lookup(g, w.norm, levelExact, anyKind)
	w.withWord(g)
	w.withDesignator(g)
	if w.empty(g) {
		w.stripped(g)
	}
	if w.empty(g) {
		w.inner(g, phrase)
	}
	if w.empty(g) {
		w.inflected(g)
	}
	if w.empty(g) {
		w.names = w.gaz.LookupVariants(w.names[:0], w.norm)
		w.add(g, levelVariant, anyKind)
	}
	if w.empty(g) {
		w.partial(g)
	}
	g.to = len(w.cands)
}

func (w *work) empty(g *group) bool { return len(w.cands) == g.from }

// bare is a phrase without its possessive ending and leading article.
func bare(phrase string) string {
	s := strings.TrimSpace(phrase)
	for _, ending := range [...]string{"'s", "’s", "'S", "’S", "'", "’"} {
		if t, ok := strings.CutSuffix(s, ending); ok {
			s = t
			break
		}
	}
	if len(s) > 4 && (s[:4] == "the " || s[:4] == "The ") {
		s = s[4:]
	}
	return s
}

// abbreviated reports whether a phrase may be an abbreviation or code: it has a
// full stop or no lower-case letter.
func abbreviated(s string) bool {
	if len(s) > 16 {
		return false
	}
	lower := false
	for _, r := range s {
		if r == '.' {
			return true
		}
		lower = lower || unicode.IsLower(r)
	}
	return !lower
}

// describe notes what the words of the normalised phrase say about its kind.
func (w *work) describe(g *group) {
	g.kinds, g.facility, g.words = 0, false, 0
	for word := range bytes.FieldsSeq(w.norm) {
		g.words++
		g.kinds |= designators[string(word)]
		g.facility = g.facility || facilityWords[string(word)]
	}
	if g.words < 2 { // the word is the name
		g.kinds, g.facility = 0, false
	}
}

func (w *work) lookup(g *group, name []byte, l level, kinds kindSet) {
	if len(name) == 0 {
		return
	}
	w.names = w.gaz.Lookup(w.names[:0], name)
	w.add(g, l, kinds)
}

// withWord adds the places whose name is the phrase with the word written after
// it: "Mandalay" before "Region".
func (w *work) withWord(g *group) {
	if g.saidWord == "" {
		return
	}
	n := len(w.norm)
	w.norm = append(append(w.norm, ' '), g.saidWord...)
	w.lookup(g, w.norm, levelExact, g.said)
	w.norm = w.norm[:n]
}

// withDesignator adds the counties that a name may mean without the word:
// "Butler" for Butler County.
func (w *work) withDesignator(g *group) {
	if g.kinds != 0 || g.said != 0 && !g.said.has(geo.KindAdmin2) || g.words > 3 || !letters(w.norm) {
		return
	}
	n := len(w.norm)
	w.norm = append(w.norm, " county"...)
	w.lookup(g, w.norm, levelDesignator, kindsOf(geo.KindAdmin2))
	w.norm = w.norm[:n]
}

// letters reports whether a normalised name is of Latin letters and spaces.
func letters(name []byte) bool {
	for _, c := range name {
		if c != ' ' && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

// stripped looks the phrase up without designators and words for a part.
func (w *work) stripped(g *group) {
	name, kinds, l := w.norm, anyKind, levelDesignator
	for w.empty(g) {
		first, rest, ok := bytes.Cut(name, []byte{' '})
		if !ok {
			return
		}
		last := bytes.LastIndexByte(name, ' ')
		switch {
		case partWords[string(first)]:
			name, l = rest, max(l, levelPart)
		case designators[string(name[last+1:])] != 0:
			kinds &= designators[string(name[last+1:])]
			name = name[:last]
		case designators[string(first)] != 0:
			kinds &= designators[string(first)]
			name = rest
			for {
				word, after, ok := bytes.Cut(name, []byte{' '})
				if !ok || !joiner(string(word)) {
					break
				}
				name = after
			}
		default:
			return
		}
		w.lookup(g, name, l, kinds)
	}
}

// inner takes "Paris" out of "Paris, Texas" and "Paris (Texas)"; what follows
// qualifies it.
func (w *work) inner(g *group, phrase string) {
	i := strings.IndexAny(phrase, ",(")
	if i <= 0 {
		return
	}
	name, rest := strings.TrimSpace(phrase[:i]), strings.Trim(phrase[i:], " ,()")
	w.norm2 = gazetteer.Normalize(w.norm2[:0], name)
	w.lookup(g, w.norm2, levelInner, anyKind)
	g.qualifier = w.container(rest)
}

// inflected tries plural and derived demonyms: "Afghans", "Londoners".
func (w *work) inflected(g *group) {
	for _, ending := range [...]string{"s", "ers", "er", "i", "is"} {
		stem, ok := bytes.CutSuffix(w.norm, []byte(ending))
		if !ok || len(stem) < 4 {
			continue
		}
		w.names = w.gaz.Lookup(w.names[:0], stem)
		if ending == "s" { // only a demonym has a plural
			keep := w.names[:0]
			for _, n := range w.names {
				if n.Kind == gazetteer.NameDemonym {
					keep = append(keep, n)
				}
			}
			w.names = keep
		} else if g.adjectival == 0 {
			continue
		}
		w.add(g, levelInflected, anyKind)
		if !w.empty(g) {
			return
		}
	}
}

// partial looks for the longest runs of words in the phrase that name a place of
// some weight: the thing named lies in or near it.
func (w *work) partial(g *group) {
	if g.words < 2 || g.words > 8 {
		return
	}
	var starts [9]int
	n := 0
	for i := range w.norm {
		if i == 0 || w.norm[i-1] == ' ' {
			starts[n] = i
			n++
		}
	}
	starts[n] = len(w.norm) + 1
	for size := n - 1; size > 0; size-- {
		for i := 0; i+size <= n; i++ {
			name := w.norm[starts[i] : starts[i+size]-1]
			if len(name) < 4 || size == 1 && (facilityWords[string(name)] || designators[string(name)] != 0 || partWords[string(name)]) {
				continue
			}
			from := len(w.cands)
			w.lookup(g, name, levelPartial, anyKind)
			keep := w.cands[:from]
			for _, c := range w.cands[from:] {
				if (c.class == classSettlement && c.pop > 3) || c.class == classCountry || c.class == classAdmin1 || c.class == classAdmin2 {
					c.last = i+size == n
					keep = append(keep, c)
				}
			}
			w.cands = keep
		}
		if !w.empty(g) {
			return
		}
	}
}

// add appends the places of w.names that are of the given kinds as candidates,
// each place once, by its closest name.
func (w *work) add(g *group, l level, kinds kindSet) {
	for _, n := range w.names {
		if n.Kind == gazetteer.NameCode {
			continue
		}
		known := false
		for i := g.from; i < len(w.cands); i++ {
			if c := &w.cands[i]; c.ref == n.Ref {
				known = true
				if c.level == l && nameRank(n.Kind, w.foreign(n)) < nameRank(c.name, c.foreign) {
					c.name, c.foreign = n.Kind, w.foreign(n)
				}
				break
			}
		}
		if known || len(w.cands)-g.from >= maxCandidates {
			continue
		}
		c := w.candidate(n.Ref)
		if !kinds.has(c.kind) {
			continue
		}
		c.level, c.name, c.foreign = l, n.Kind, w.foreign(n)
		w.cands = append(w.cands, c)
	}
}

func (w *work) foreign(n gazetteer.NameRef) bool {
	return n.Kind == gazetteer.NameAlternate && w.foreignLang[uint8(n.Lang)]
}

// nameRank orders the names of one place by how plainly they name it.
func nameRank(k gazetteer.NameKind, foreign bool) int {
	if foreign {
		return 10
	}
	return int(k)
}

func (w *work) candidate(ref gazetteer.Ref) candidate {
	r := w.gaz.Record(ref)
	c := candidate{
		ref: ref, kind: r.Kind, class: classOf(r.Kind), country: countryCode(r.Country),
		admin1: r.Admin1, admin2: r.Admin2, at: vectorOf(r.Point[0], r.Point[1]),
		capital: r.Feature == "PPLC", seat: r.Feature == "PPLA",
		pop:  float32(math.Log(float64(r.Population+300) / 300)),
		fame: float32(math.Log(float64(r.NameCount + 1))),
	}
	switch r.Kind {
	case geo.KindAdmin1:
		c.admin1 = ref
	case geo.KindAdmin2:
		c.admin2 = ref
	}
	return c
}
