package multilingual

import (
	"math"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/inflect"
	"dateline/geo/internal/tagger"
)

// Meaning is what a name means in the gazetteer.
type Meaning struct {
	Types tagger.PlaceTypes
	// Size is the size class of the largest place with the name.
	Size uint8
	// Inflected reports whether the name was found by a base form.
	Inflected bool
	// Skip and Trim are the numbers of bytes at the start and the end that are not part of the name,
	// such as proclitics.
	Skip, Trim uint8
}

// matcher finds names of the gazetteer in the chunks of a document.
type matcher struct {
	gaz      *gazetteer.Gazetteer
	names    *UnspacedNames
	finder   *inflect.Finder
	key      []byte
	refs     []gazetteer.NameRef
	meanings tagger.Meanings
	// cache has the meanings of names in scripts without spaces by the top bits of a hash.
	cache [1 << cacheBits]entry
}

const cacheBits = 15

// entry is a cached meaning.
type entry struct {
	hash    uint64
	meaning Meaning
	ok      bool
}

// cover describes the name of the gazetteer that covers a token.
type cover struct {
	Meaning
	position tagger.Position
}

// code returns c as a feature value.
func (c *cover) code() uint32 {
	code := uint32(c.Types)<<8 | uint32(c.Size)<<4 | uint32(c.position)
	if c.Inflected {
		code |= 1 << 17
	}
	return code
}

// coarse returns c as a feature value without its size.
func (c *cover) coarse() uint32 {
	code := uint32(c.Types&(tagger.TypeCountry|tagger.TypeState|tagger.TypeTown|tagger.TypeDemonym))<<8 | uint32(c.position)
	if c.Size >= 4 {
		code |= 1 << 17
	}
	return code
}

// Name is a name of the gazetteer in a text: the tokens [First, Last].
type Name struct {
	First, Last int32
	Meaning
	// P is the probability that its tokens are those of a place, where the CRF labels none of them. It is only computed in scripts
	// without spaces and in Korean.
	P float32
}

// match sets d.Names and d.cover to the names of the gazetteer in the chunks: from left to right the
// longest name at each token.
func (m *matcher) match(d *Document) {
	d.Names, d.cover = d.Names[:0], d.cover[:0]
	for range d.Tokens {
		d.cover = append(d.cover, cover{})
	}
	if m.gaz == nil {
		return
	}
	inflects := inflect.Inflects(d.Language)
	for k := range d.Chunks {
		c := &d.Chunks[k]
		for i := c.First; i <= c.Last; i++ {
			if !nameLike(&d.Tokens[i]) {
				continue
			}
			n, ok := m.longest(d, i, c.Last, inflects)
			if long, found := m.beyond(d, c, i); found {
				d.Names = append(d.Names, long)
			} else if next, found := m.afterFirst(d, c, &n, inflects); ok && found {
				d.Names = append(d.Names, next)
			} else if ok {
				d.Names = append(d.Names, n)
			}
			if !ok {
				continue
			}
			for j := n.First; j <= n.Last; j++ {
				d.cover[j] = cover{n.Meaning, tagger.PositionOf(n.First, n.Last, j)}
			}
			i = n.Last
		}
	}
}

// maxName is the length in tokens of the longest name that may end after its chunk, because of a long word in small
// letters: "République démocratique du Congo".
const maxName = 6

// beyond returns the longest name that begins with token i of a chunk and ends with a capitalized word after it. The CRF
// does not know of these names.
func (m *matcher) beyond(d *Document, c *tagger.Chunk, i int32) (n Name, ok bool) {
	if !d.Tokens[i].Cased() || i+maxName-1 <= c.Last {
		return n, false
	}
	last := c.Last
	for last < i+maxName-1 && d.inSentence(last+1, c.Sentence) {
		last++
	}
	n, ok = m.longest(d, i, last, false)
	return n, ok && n.Last > c.Last && d.Tokens[n.Last].Cased()
}

// afterFirst returns the name that begins with the second token of a name of two tokens and ends after it: "Pas-de-Calais" after "Le",
// where "Le Pas" is a town. The CRF does not know of these names.
func (m *matcher) afterFirst(d *Document, c *tagger.Chunk, n *Name, inflects bool) (next Name, ok bool) {
	if n.Last != n.First+1 || !nameLike(&d.Tokens[n.Last]) || d.words[n.First].unspaced {
		return next, false
	}
	if next, ok = m.beyond(d, c, n.Last); !ok {
		next, ok = m.longest(d, n.Last, c.Last, inflects)
	}
	return next, ok && next.Last > n.Last
}

// longest returns the longest name that begins with token i and ends at token last or before, also an inflected
// one if inflects is set.
func (m *matcher) longest(d *Document, i, last int32, inflects bool) (n Name, ok bool) {
	n.First = i
	if d.words[i].unspaced {
		ok = m.unspaced(d, &n, last)
		return n, ok
	}
	if inflects {
		ok = m.inflected(d, &n, last)
		return n, ok
	}
	c := m.gaz.Start()
	hash := tagger.HashWords
	for j := i; j <= last; j++ {
		m.key = gazetteer.Normalize(m.key[:0], d.Tokens[j].Text(d.Text))
		if len(m.key) == 0 {
			if t := &d.Tokens[j]; t.Class == tagger.ClassPunctuation && d.Text[t.Start] != '-' && d.Text[t.Start] != '\'' && t.End-t.Start == 1 {
				break // a comma or bracket
			}
			continue
		}
		next, found := c.Step(m.key)
		if !found {
			break
		}
		c = next
		hash = tagger.HashWord(hash, m.key)
		if !nameLike(&d.Tokens[j]) {
			continue
		}
		if k := m.meanings.At(m.gaz, c, hash); k.IsName {
			n.Last, ok = j, true
			n.Types, n.Size = k.Types, k.Size
		}
	}
	return n, ok
}

// maxInflected and maxInflectedTokens are the lengths of the text in which an inflected name is searched, in bytes
// and in tokens.
const (
	maxInflected       = 120
	maxInflectedTokens = 5
)

// inflected sets n to the longest name, as it is or inflected, that ends at token last or before, and reports
// whether there is one.
func (m *matcher) inflected(d *Document, n *Name, last int32) bool {
	start, end := d.Tokens[n.First].Start, n.First
	for end < last && end-n.First < maxInflectedTokens-1 && d.Tokens[end+1].End-start <= maxInflected {
		end++
	}
	found, ok := m.finder.Longest(d.Language, d.Text[start:d.Tokens[end].End])
	if !ok {
		return false
	}
	for n.Last = n.First; n.Last < end && int(d.Tokens[n.Last].End-start) < found.End; {
		n.Last++
	}
	skip, trim := found.Start, int(d.Tokens[n.Last].End-start)-found.End
	if skip > math.MaxUint8 || trim > math.MaxUint8 || trim < 0 {
		return false
	}
	n.Skip, n.Trim, n.Inflected = uint8(skip), uint8(trim), !found.Verbatim
	n.Types, n.Size = tagger.TypesOf(m.gaz, found.Names)
	return true
}

// Hide hides the names of the gazetteer in spans of the text from the features.
func (d *Document) Hide(spans []geo.Span) {
	for _, s := range spans {
		for i := range d.Tokens {
			if t := &d.Tokens[i]; int(t.Start) < s.End && s.Start < int(t.End) {
				d.cover[i] = cover{}
			}
		}
	}
}
