package multilingual

import (
	"cmp"
	"slices"
	"strings"

	"dateline/geo/internal/tagger"
)

// Entity is a name that the CRF found: the tokens [First, Last].
type Entity struct {
	First, Last int32
	// Label is the label with which the name begins.
	Label tagger.Label
	// P is the probability that its tokens are those of a name with this label's type. It is only computed of names that
	// may be mentions of places.
	P float32
}

// Label returns the names that the CRF of m finds in the document, in order, without overlap. They are
// valid until the next call.
func (d *Document) Label(m *Model) []Entity {
	d.found = d.found[:0]
	d.sums.use(&m.CRF)
	name := 0
	rare := rareBiases[d.Language]
	if d.Language == "ar" && strings.Contains(d.Text, "#") {
		rare = 0 // words of messages are rare by their spelling
	}
	for k := range d.Chunks {
		c := &d.Chunks[k]
		n := int(c.Last-c.First) + 1
		d.scoreChunk(d.lattice.Scores[:n], c)
		for i := range n {
			d.lattice.Scores[i][tagger.LabelNone] -= m.Bias
			if rare > 0 && d.isRare(c.First+int32(i)) {
				d.lattice.Scores[i][tagger.LabelNone] -= rare
			}
		}
		labels := d.labels[:n]
		m.CRF.Decode(&d.lattice, labels)
		from := len(d.found)
		d.collect(c, labels)
		d.setProbabilities(m, c, d.found[from:])
		name = d.setNameProbabilities(m, c, name)
	}
	return d.found
}

// rareBiases are subtracted from the score of the label of rare words that are no names, by language, besides the bias of the model. The
// corpora of these languages leave many names without labels, so that a model doubts the names it does not know.
var rareBiases = map[string]float32{"ar": 0.5, "bn": 1, "hi": 1}

// isRare reports whether token i is a word in a script without capitals that is none of the frequent words of the language.
func (d *Document) isRare(i int32) bool {
	w := &d.words[i]
	return w.rank == 0 && !w.unspaced && d.Tokens[i].Class == tagger.ClassCaseless && d.context.Frequencies != nil
}

// setNameProbabilities sets the probabilities of the names of the gazetteer in a chunk that begin with or after name next and have no
// label, and returns the first name after the chunk.
func (d *Document) setNameProbabilities(m *Model, c *tagger.Chunk, next int) int {
	marginals := d.marginals[:0]
	for ; next < len(d.Names) && d.Names[next].First <= c.Last; next++ {
		n := &d.Names[next]
		if n.First < c.First || n.Last > c.Last || n.Types&namedTypes == 0 || !d.words[n.First].unspaced || len(d.EntitiesIn(n.First, n.Last)) > 0 {
			continue
		}
		if len(marginals) == 0 {
			marginals = d.marginals[:c.Last-c.First+1]
			m.CRF.Marginals(&d.lattice, marginals)
		}
		e := Entity{First: n.First, Last: n.Last, Label: tagger.BeginPlace}
		n.P = e.probability(marginals, c.First)
	}
	return next
}

// namedTypes are the types of places whose names have a probability where the CRF labels nothing.
const namedTypes = tagger.TypeCountry | tagger.TypeState | tagger.TypeDistrict | tagger.TypeTown | tagger.TypeNature

// maxMargin is the number of tokens to either side of a name by which its probability is computed.
const maxMargin = 6

// setProbabilities sets the probabilities of the names of a chunk that may be mentions. Names that are far from each other are independent.
func (d *Document) setProbabilities(m *Model, c *tagger.Chunk, found []Entity) {
	for len(found) > 0 {
		last := 0
		for last+1 < len(found) && found[last+1].First-found[last].Last <= 2*maxMargin {
			last++
		}
		if !slices.ContainsFunc(found[:last+1], func(e Entity) bool { _, ok := d.roleOf(&e); return ok }) {
			found = found[last+1:]
			continue
		}
		first, end := max(c.First, found[0].First-maxMargin), min(c.Last, found[last].Last+maxMargin)
		l := &d.lattice
		if first > c.First || end < c.Last {
			l = &d.window
			copy(l.Scores[:], d.lattice.Scores[first-c.First:end-c.First+1])
		}
		marginals := d.marginals[:end-first+1]
		m.CRF.Marginals(l, marginals)
		for e := range found[:last+1] {
			found[e].P = found[e].probability(marginals, first)
		}
		found = found[last+1:]
	}
}

// Entities returns the names that the last call of Label found.
func (d *Document) Entities() []Entity { return d.found }

// EntitiesIn returns the entities that have one of the tokens [first, last].
func (d *Document) EntitiesIn(first, last int32) []Entity {
	from, _ := slices.BinarySearchFunc(d.found, first, func(e Entity, first int32) int { return cmp.Compare(e.Last, first) })
	to := from
	for to < len(d.found) && d.found[to].First <= last {
		to++
	}
	return d.found[from:to]
}

// collect appends the names of a chunk with the given labels to d.found.
func (d *Document) collect(c *tagger.Chunk, labels []tagger.Label) {
	for i := 0; i < len(labels); {
		l := labels[i]
		if l == tagger.LabelNone {
			i++
			continue
		}
		j := i + 1
		for j < len(labels) && labels[j] == l+1 {
			j++
		}
		e := Entity{First: c.First + int32(i), Last: c.First + int32(j-1), Label: l}
		d.cutMarks(&e)
		d.found = append(d.found, e)
		i = j
	}
}

// cutMarks cuts the marks that separate names off the ends of e: "Rijswijk,".
func (d *Document) cutMarks(e *Entity) {
	for e.First < e.Last && d.isMark(e.First) {
		e.First++
	}
	for e.First < e.Last && d.isMark(e.Last) {
		e.Last--
	}
}

// isMark reports whether token i is a mark that is not part of a name at its ends.
func (d *Document) isMark(i int32) bool {
	switch d.Tokens[i].Text(d.Text) {
	case ",", ";", ":", "(", ")", "[", "]", "«", "»", "“", "”", "„", "\"", "!", "?", "…":
		return true
	}
	return false
}

// probability returns the mean probability of e's type over its tokens. first is the first token of the
// window that the marginals belong to.
func (e *Entity) probability(marginals []tagger.Scores, first int32) float32 {
	var sum float32
	for i := e.First; i <= e.Last; i++ {
		p := &marginals[i-first]
		sum += p[e.Label] + p[e.Label+1]
	}
	return sum / float32(e.Last-e.First+1)
}
