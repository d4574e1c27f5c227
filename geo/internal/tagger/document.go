package tagger

import (
	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/tagger/crf"
)

// Document holds what the tagger computes of one text. It is reused from text to text, so that no
// memory is allocated, and not safe for concurrent use.
type Document struct {
	Extractor
	Sentences []geo.Span
	Chunks    []Chunk
	// Candidates are the ranges of tokens that may be mentions, by chunk.
	Candidates []Candidate

	matcher   gazetteerMatcher
	styles    []uint32 // by sentence
	labels    []Label  // by token
	marginals []Scores // by token of the chunks, see offsets
	offsets   []int32  // by chunk: index of its first token in marginals
	lattice   crf.Lattice
	counts    documentCounts
	features  []Feature
	cache     sumCache
	likely    []float32 // by token: probability of being in a mention, by the mention classifier
	selected  []int32
}

// NewDocument returns an empty document that uses the names of gazetteer g, which may be nil.
func NewDocument(g *gazetteer.Gazetteer) *Document {
	return &Document{matcher: gazetteerMatcher{gaz: g}}
}

// Read replaces the document by a text: it finds tokens, sentences, chunks and the names of the
// gazetteer.
func (d *Document) Read(m *Model, text string) {
	d.Scan(m, text)
	d.Match()
}

// Scan replaces the document by a text: it finds tokens and sentences.
func (d *Document) Scan(m *Model, text string) {
	d.Text = text
	d.Tokens = Tokenize(d.Tokens[:0], text)
	m.Lexicon.Annotate(d.Tokens)
	d.Sentences = SplitSentences(d.Sentences[:0], d.Tokens, text)
}

// Match finds the chunks and the names of the gazetteer in the text that Scan read.
func (d *Document) Match() {
	Truecase(d.Tokens)
	d.matcher.capitalizePair(&d.Extractor)
	d.styles = sentenceStyles(d.styles[:0], d.Tokens)
	d.Chunks = d.matcher.extendChunks(&d.Extractor, FindChunks(d.Chunks[:0], d.Tokens))
	d.matcher.match(&d.Extractor, d.Chunks)
}

// dropPlainWords removes the chunks that are a single function word, as at the beginning of a sentence,
// or a single day or month, which are no names. It reuses the array of chunks.
func (d *Document) dropPlainWords(chunks []Chunk) []Chunk {
	out := chunks[:0]
	for i := range chunks {
		c := &chunks[i]
		t := &d.Tokens[c.First]
		if c.First == c.Last && t.Lists&(ListFunction|ListCalendar) != 0 && (t.Class == ClassCapital || t.Class == ClassInitials) {
			continue
		}
		out = append(out, *c)
	}
	return out
}

// ReadSentence is Read for a training text, which is one sentence.
func (d *Document) ReadSentence(x *Lexicon, text string) {
	d.Text = text
	d.Tokens = Tokenize(d.Tokens[:0], text)
	x.Annotate(d.Tokens)
	Truecase(d.Tokens)
	d.Chunks = FindChunks(d.Chunks[:0], d.Tokens)
	d.matcher.match(&d.Extractor, d.Chunks)
}

// Tag finds the mentions of the text that was read, which Selected then returns.
func (d *Document) Tag(m *Model) {
	d.Chunks = d.dropPlainWords(d.Chunks)
	d.Propose(m)
	d.classifyMentions(m)
	d.rejectEponyms()
	d.preferWhole(m.Threshold)
	d.acceptStateCodes(m.Threshold)
	d.acceptContained(m.Threshold)
	d.acceptCertain(m.Threshold)
	d.rejectPersons(m.Threshold)
	d.rejectGivenNames(m.Threshold)
	d.rejectAdjectives()
	d.rejectInsideArticles()
	d.rejectCodes()
	d.rejectTitles(m.Threshold)
	d.selected = selectMentions(d.selected[:0], d.Candidates, m.Threshold)
}

// Propose labels the tokens with the CRF and sets Candidates.
func (d *Document) Propose(m *Model) {
	d.decode(m)
	d.generateCandidates()
}

// Selected returns the indexes of the candidates that are mentions, in the order of the text,
// without overlap.
func (d *Document) Selected() []int32 { return d.selected }

// sentenceStyles appends the style of each sentence to dst.
func sentenceStyles(dst []uint32, tokens []Token) []uint32 {
	for i, from := 0, 0; i < len(tokens); i++ {
		if i+1 == len(tokens) || tokens[i+1].Sentence != tokens[i].Sentence {
			dst = append(dst, StyleOf(tokens[from:i+1]))
			from = i + 1
		}
	}
	return dst
}

// decode sets the labels of the tokens and their marginal probabilities.
func (d *Document) decode(m *Model) {
	field := &m.CRF
	d.cache.use(field)
	d.labels = resize(d.labels, len(d.Tokens))
	clear(d.labels)
	d.marginals, d.offsets = d.marginals[:0], d.offsets[:0]
	for k := range d.Chunks {
		c := &d.Chunks[k]
		style := d.styles[c.Sentence]
		for i := c.First; i <= c.Last; i++ {
			d.lattice.Scores[i-c.First] = d.scoreToken(field, c, i, style)
		}
		field.Decode(&d.lattice, d.labels[c.First:c.Last+1])
		start := len(d.marginals)
		d.offsets = append(d.offsets, int32(start))
		d.marginals = resize(d.marginals, start+int(c.Last-c.First)+1)
		field.Marginals(&d.lattice, d.marginals[start:])
	}
}

// resize returns s with length n and its elements.
func resize[T any](s []T, n int) []T {
	if n <= cap(s) {
		return s[:n]
	}
	t := make([]T, n, n+n/2)
	copy(t, s)
	return t
}

// Span returns the bytes of a candidate.
func (d *Document) Span(c *Candidate) geo.Span {
	return geo.Span{Start: int(d.Tokens[c.First].Start) + int(c.skip), End: int(d.Tokens[c.Last].End) - int(c.trim)}
}

// FirstToken returns the index of the first token of a sentence.
func (d *Document) FirstToken(sentence uint32) int {
	from := uint32(d.Sentences[sentence].Start)
	lo, hi := 0, len(d.Tokens)
	for lo < hi {
		mid := (lo + hi) / 2
		if d.Tokens[mid].Start < from {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
