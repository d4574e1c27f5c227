package resolve

import (
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

const (
	// maxPlaces is how many of a group's mentions lend their position to what is
	// near in the text.
	maxPlaces = 6
	// maxNeighbours is how many other groups a group is compared with.
	maxNeighbours = 32
)

// group is the mentions of an article that share a name and, until the text says
// otherwise, a sense.
type group struct {
	phrase   string
	hash     uint64
	first    int // index of the first mention
	count    int
	from, to int // candidates, in work.cands
	best     int // candidate, or -1
	places   [maxPlaces]int32
	at       [maxPlaces]int32 // the same mentions by their index

	words    int
	kinds    kindSet // that the phrase's designators agree with; 0 without any
	facility bool
	inTitle  bool
	// said is the set of kinds that the words around the name speak of, 0 for
	// none, and saidWord the one written after it.
	said     kindSet
	saidWord string
	// literal, adjectival and boilerplate count mentions by what they do.
	literal, adjectival, boilerplate int
	dateline                         bool
	// qualifier is a state or country written inside the phrase or right after
	// it, or NoRef.
	qualifier    gazetteer.Ref
	outer, inner links
	// rival is how strong a group's own candidates are against places nearby.
	rival float32
	// named is how few the group's own candidates are in countries that the
	// article names: 1 for a single one, 0 for none.
	named   float32
	decided bool // by a person
	// weight is the group's weight as context of others.
	weight float32
}

// link says that a group is written as part of another: "Paris, Texas".
type link struct {
	group int // the other one
	comma bool
}

// links are the first few links of a group in one direction.
type links struct {
	n    int
	list [4]link
}

func (l *links) add(k link) {
	for i := range l.n {
		if l.list[i].group == k.group {
			l.list[i].comma = l.list[i].comma || k.comma
			return
		}
	}
	if l.n < len(l.list) {
		l.list[l.n] = k
		l.n++
	}
}

func (l *links) all() []link { return l.list[:l.n] }

// gather puts the mentions into groups with their candidates, and links the
// groups by the way their mentions follow one another in the text.
func (w *work) gather() {
	w.groups, w.of, w.cands = w.groups[:0], w.of[:0], w.cands[:0]
	w.sizeTable(len(w.mentions))
	for i := range w.mentions {
		w.of = append(w.of, w.groupOf(i))
	}
	for i := range w.groups {
		w.candidates(&w.groups[i])
		w.settle(&w.groups[i])
	}
	w.split()
	for i := range w.mentions {
		w.qualify(i)
		if i == 0 || w.of[i-1] == w.of[i] {
			continue
		}
		kind := joins(w.text, w.mentions[i-1].End, w.mentions[i].Start)
		inner, outer := w.of[i-1], w.of[i]
		switch kind {
		case joinNone:
			continue
		case joinPossessive:
			inner, outer = outer, inner
		}
		w.groups[inner].outer.add(link{outer, kind == joinComma})
		w.groups[outer].inner.add(link{inner, kind == joinComma})
	}
}

// sizeTable empties the hash table of phrases and makes it large enough for n.
func (w *work) sizeTable(n int) {
	size := 16
	for size < 2*n {
		size *= 2
	}
	if cap(w.table) < size {
		w.table = make([]int32, size)
	}
	w.table = w.table[:size]
	clear(w.table)
}

// groupOf finds or makes the group of mention i.
func (w *work) groupOf(i int) int {
	m := &w.mentions[i]
	phrase := bare(m.Phrase)
	said, word := w.saidOf(i)
	hash := uint64(14695981039346656037) ^ uint64(said) // FNV-1a
	for j := range len(phrase) {
		b := phrase[j]
		if len(phrase) > longestCode && b >= 'A' && b <= 'Z' {
			b += 'a' - 'A'
		}
		hash = (hash ^ uint64(b)) * 1099511628211
	}
	slot := int(hash) & (len(w.table) - 1)
	for w.table[slot] != 0 {
		g := int(w.table[slot]) - 1
		if w.groups[g].hash == hash && alike(w.groups[g].phrase, phrase) && w.groups[g].said == said {
			w.join(g, i)
			return g
		}
		slot = (slot + 1) & (len(w.table) - 1)
	}
	w.groups = append(w.groups, group{phrase: phrase, hash: hash, first: i, best: -1, qualifier: gazetteer.NoRef, said: said, saidWord: word})
	w.table[slot] = int32(len(w.groups))
	g := len(w.groups) - 1
	w.groups[g].inTitle = len(phrase) > 2 && strings.Contains(w.article.Title, phrase)
	w.join(g, i)
	return g
}

// longestCode is the length in bytes up to which capitals make a phrase another
// one: "US" is not "us", but "MANSFIELD" is "Mansfield".
const longestCode = 4

func alike(a, b string) bool {
	return a == b || len(a) > longestCode && strings.EqualFold(a, b)
}

func (w *work) join(g, i int) {
	gr, m := &w.groups[g], &w.mentions[i]
	if gr.count < maxPlaces {
		gr.places[gr.count], gr.at[gr.count] = int32(m.Start), int32(i)
	}
	gr.count++
	switch {
	case m.Role == geo.RoleBoilerplate:
		gr.boilerplate++
	case m.Association == geo.AssociationAdjective || m.Association == geo.AssociationDemonym:
		gr.adjectival++
	case m.Role != geo.RoleAssociative:
		gr.literal++
	}
	gr.dateline = gr.dateline || m.Role == geo.RoleDateline
}

// joining is the way in which one mention follows another.
type joining uint8

const (
	joinNone       joining = iota
	joinComma              // "Paris, Texas", "Paris (Texas)"
	joinIn                 // "Paris in Texas"
	joinPossessive         // "Nangarhar's Torkham"
)

// longestJoint is the most bytes between two mentions that one phrase joins.
const longestJoint = 40

// joins says how the text between two mentions binds them.
func joins(text string, end, start int) joining {
	if start <= end || start-end > longestJoint {
		return joinNone
	}
	between := text[end:start]
	switch between {
	case ", ", " (", ",\n", ",":
		return joinComma
	case "'s ", "’s ", " ":
		return joinPossessive
	}
	rest, comma := strings.CutPrefix(between, ", ")
	if !comma {
		rest, comma = strings.CutPrefix(between, " (")
	}
	if !comma {
		rest = strings.TrimPrefix(between, " ")
	}
	rest, in := strings.CutPrefix(rest, "in ")
	if !in && !comma {
		rest, in = strings.CutPrefix(rest, "of ")
	}
	switch {
	case in && (rest == "" || rest == "the " || partly(rest)):
		return joinIn
	case comma && !in && partly(rest):
		return joinComma
	}
	return joinNone
}

// partly reports whether s only says which part of what follows is meant, or what
// that is: "the northern ", "the district of ". An article alone says neither: "to
// Mexico, the US and Canada".
func partly(s string) bool {
	says := false
	for word := range strings.FieldsSeq(s) {
		switch {
		case partWords[word], nearWords[word], designators[word] != 0:
			says = true
		case !joiner(word):
			return false
		}
	}
	return says && s[len(s)-1] == ' '
}

// split takes the mentions of one name apart where the text itself contradicts
// one sense per article: "Paris, Texas" and "Paris, France".
func (w *work) split() {
	w.marks = w.marks[:0]
	for i := range w.mentions {
		outer := -1
		if i+1 < len(w.mentions) && w.of[i+1] != w.of[i] && w.holds(w.of[i+1]) {
			if k := joins(w.text, w.mentions[i].End, w.mentions[i+1].Start); k == joinComma || k == joinIn {
				outer = w.of[i+1]
			}
		}
		w.marks = append(w.marks, outer)
	}
	n := len(w.groups)
	w.outers = w.outers[:0]
	for range n {
		w.outers = append(w.outers, -1)
	}
	apart := false
	for i, outer := range w.marks {
		if outer < 0 {
			continue
		}
		switch g := w.of[i]; w.outers[g] {
		case -1:
			w.outers[g] = outer
		case outer:
		default:
			apart = true
		}
	}
	if apart {
		w.regroup()
	}
}

// holds reports whether a group may mean a country or first-level area, which
// others lie in.
func (w *work) holds(g int) bool {
	for _, c := range w.cands[w.groups[g].from:w.groups[g].to] {
		if c.class == classCountry || c.class == classAdmin1 {
			return true
		}
	}
	return false
}

// regroup gives each mention that is qualified otherwise than its name's first
// qualified mention a group of its own sense; a plain mention follows the
// nearest qualified one before it.
func (w *work) regroup() {
	type sense struct{ name, outer, group int }
	var senses []sense
	latest := make([]int, len(w.groups)) // group that a plain mention of the name follows
	for g := range latest {
		latest[g] = g
		w.groups[g].count, w.groups[g].literal, w.groups[g].adjectival, w.groups[g].boilerplate = 0, 0, 0, 0
	}
	for i := range w.mentions {
		name, outer := w.of[i], w.marks[i]
		to := latest[name]
		if outer >= 0 && outer != w.outers[name] {
			to = -1
			for _, s := range senses {
				if s.name == name && s.outer == outer {
					to = s.group
				}
			}
			if to < 0 && len(senses) < maxSenses {
				old := &w.groups[name]
				w.groups = append(w.groups, group{
					phrase: old.phrase, hash: old.hash, first: i, best: -1, qualifier: gazetteer.NoRef, inTitle: old.inTitle,
					words: old.words, kinds: old.kinds, facility: old.facility, said: old.said, saidWord: old.saidWord, from: len(w.cands), to: len(w.cands) + old.to - old.from,
				})
				w.cands = append(w.cands, w.cands[old.from:old.to]...)
				to = len(w.groups) - 1
				senses = append(senses, sense{name, outer, to})
			} else if to < 0 {
				to = name
			}
		} else if outer >= 0 {
			to = name
		}
		latest[name] = to
		w.of[i] = to
		w.join(to, i)
	}
	// Lists ("Paris, London, Rome") can leave a name's first group empty.
	for g := range w.groups {
		if w.groups[g].count == 0 {
			w.groups[g].count = 1
			w.groups[g].boilerplate = 1
			w.groups[g].places[0], w.groups[g].at[0] = int32(w.mentions[w.groups[g].first].Start), int32(w.groups[g].first)
		}
	}
}

// maxSenses bounds the extra senses of one article.
const maxSenses = 64

// qualify notes the state or country written right after mention i where that is
// no mention of its own: "Springfield, Ill.".
func (w *work) qualify(i int) {
	g := &w.groups[w.of[i]]
	end := w.mentions[i].End
	if g.qualifier != gazetteer.NoRef || !strings.HasPrefix(w.text[end:], ", ") {
		return
	}
	start := end + 2
	if i+1 < len(w.mentions) && w.mentions[i+1].Start <= start {
		return
	}
	rest := w.text[start:min(len(w.text), start+24)]
	if len(rest) == 0 || rest[0] < 'A' || rest[0] > 'Z' {
		return
	}
	// The longest of the first three words, then two, then one.
	for n := 3; n > 0; n-- {
		if words := firstWords(rest, n); words != "" {
			if ref := w.container(words); ref != gazetteer.NoRef {
				g.qualifier = ref
				return
			}
		}
	}
}

// firstWords is the first n words of s, with a full stop that ends them, or
// empty when s has fewer or other punctuation comes first.
func firstWords(s string, n int) string {
	for i := range len(s) {
		switch c := s[i]; {
		case c == ' ':
			if n--; n == 0 {
				return s[:i]
			}
		case c == '.' || c == '-' || c == '\'' || c >= 0x80 || c|0x20 >= 'a' && c|0x20 <= 'z':
		default:
			if n == 1 {
				return s[:i]
			}
			return ""
		}
	}
	if n == 1 {
		return s
	}
	return ""
}

// container is the most important country or first-level area of a name, or
// NoRef.
func (w *work) container(name string) gazetteer.Ref {
	w.names = w.names[:0]
	if abbreviated(name) {
		w.names = w.gaz.LookupVerbatim(w.names, name)
	}
	if len(w.names) == 0 {
		w.norm2 = gazetteer.Normalize(w.norm2[:0], strings.TrimSuffix(name, "."))
		w.names = w.gaz.Lookup(w.names, w.norm2)
	}
	for _, n := range w.names {
		if n.Kind == gazetteer.NameCode || w.foreign(n) {
			continue
		}
		if k := w.gaz.Record(n.Ref).Kind; k == geo.KindCountry || k == geo.KindAdmin1 {
			return n.Ref
		}
	}
	return gazetteer.NoRef
}
