package tagger

import (
	"reflect"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/internal/tagger/crf"

	"pgregory.net/rapid"
)

// anyText generates valid UTF-8 with many marks that affect tokens.
func anyText() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{"Kabul", "U.S.", "St", "B", ".", "'s", "’s", " ", "\n", "\n\n", "-", "border.The", "3.5", "塔利班。", "كابول", "?", "”", "é́", "\u200b", "🇦🇫"}),
		rapid.StringN(0, 6, 18),
	)
	return rapid.Custom(func(t *rapid.T) string {
		return strings.ToValidUTF8(strings.Join(rapid.SliceOfN(piece, 0, 16).Draw(t, "pieces"), ""), "?")
	})
}

// read returns the tokens and sentences of a text.
func read(text string) ([]Token, []geo.Span) {
	tokens := Tokenize(nil, text)
	return tokens, SplitSentences(nil, tokens, text)
}

// TestParagraphsAreIndependent checks that the tokens and sentences of two paragraphs are those of the
// joined text, shifted.
func TestParagraphsAreIndependent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyText().Draw(t, "a"), anyText().Draw(t, "b")
		const separator = "\n\n"
		tokens, sentences := read(a)
		tokensB, sentencesB := read(b)
		shift := len(a) + len(separator)
		for _, tok := range tokensB {
			tok.Start += uint32(shift)
			tok.End += uint32(shift)
			tok.Sentence += uint32(len(sentences))
			tokens = append(tokens, tok)
		}
		for _, s := range sentencesB {
			sentences = append(sentences, geo.Span{Start: s.Start + shift, End: s.End + shift})
		}
		joined, joinedSentences := read(a + separator + b)
		if len(joined)+len(tokens) > 0 && !reflect.DeepEqual(joined, tokens) {
			t.Fatalf("%q and %q have the tokens\n%v, joined\n%v", a, b, tokens, joined)
		}
		if len(sentences)+len(joinedSentences) > 0 && !reflect.DeepEqual(joinedSentences, sentences) {
			t.Fatalf("%q and %q have the sentences\n%v, joined\n%v", a, b, sentences, joinedSentences)
		}
	})
}

// TestChunksAreOrdered checks that chunks are ranges of one sentence, in order, of limited length.
func TestChunksAreOrdered(t *testing.T) {
	x := NewLexicon(1)
	x.AddHandwritten()
	rapid.Check(t, func(t *rapid.T) {
		text := anyText().Draw(t, "text")
		tokens, _ := read(text)
		x.Annotate(tokens)
		Truecase(tokens)
		end := int32(0)
		for _, c := range FindChunks(nil, tokens) {
			if c.First < end || c.Last < c.First || int(c.Last) >= len(tokens) || c.Last-c.First >= crf.LatticeSize {
				t.Fatalf("chunk %+v of %d tokens, after %d", c, len(tokens), end)
			}
			if tokens[c.First].Sentence != c.Sentence || tokens[c.Last].Sentence != c.Sentence {
				t.Fatalf("chunk %+v is not in one sentence", c)
			}
			end = c.Last + 1
		}
	})
}

// TestHashLowerIgnoresCase checks the law for ASCII; other letters may have lower-case forms of their
// own.
func TestHashLowerIgnoresCase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[ -~]{0,12}`).Draw(t, "s")
		if h := HashLower(s); h != HashLower(strings.ToUpper(s)) || h != HashLower(strings.ReplaceAll(s, ".", "")) {
			t.Fatalf("%q has another hash in upper case or without periods", s)
		}
	})
}

// TestLexiconIsAMap compares a lexicon with a map.
func TestLexiconIsAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, want := NewLexicon(1), map[uint32]WordLists{}
		hashes := rapid.SliceOf(rapid.OneOf(rapid.Uint32Range(0, 40), rapid.Uint32())).Draw(t, "hashes")
		for i, h := range hashes {
			lists := WordLists(1) << (i % 23)
			x.Add(h, lists)
			want[h] |= lists
		}
		for h := range uint32(50) {
			if got := x.Lookup(h); got != want[h] {
				t.Fatalf("hash %d has the lists %x, want %x", h, got, want[h])
			}
		}
		for h, lists := range want {
			if got := x.Lookup(h); got != lists {
				t.Fatalf("hash %d has the lists %x, want %x", h, got, lists)
			}
		}
		if !x.valid() {
			t.Fatal("the lexicon is not valid")
		}
	})
}

// TestSelectedMentionsDoNotOverlap checks that every selected candidate reaches the threshold, that none
// overlap, and that every other candidate is improbable or overlaps a better one.
func TestSelectedMentionsDoNotOverlap(t *testing.T) {
	const threshold = 0.4
	rapid.Check(t, func(t *rapid.T) {
		var candidates []Candidate
		for chunk := range rapid.IntRange(0, 4).Draw(t, "chunks") {
			for range rapid.IntRange(0, 6).Draw(t, "candidates") {
				first := int32(chunk*10 + rapid.IntRange(0, 6).Draw(t, "first"))
				candidates = append(candidates, Candidate{
					First: first, Last: first + int32(rapid.IntRange(0, 3).Draw(t, "length")), chunk: int32(chunk),
					P: float32(rapid.IntRange(0, 20).Draw(t, "P")) / 20,
				})
			}
		}
		selected := selectMentions(nil, candidates, threshold)
		isSelected := map[int32]bool{}
		end := int32(-1)
		for _, k := range selected {
			c := &candidates[k]
			if c.P < threshold || c.First <= end {
				t.Fatalf("selected %+v after token %d", *c, end)
			}
			end = c.Last
			isSelected[k] = true
		}
		for k := range candidates {
			c := &candidates[k]
			if isSelected[int32(k)] || c.P < threshold {
				continue
			}
			better := false
			for _, s := range selected {
				o := &candidates[s]
				better = better || o.P >= c.P && c.First <= o.Last && o.First <= c.Last
			}
			if !better {
				t.Fatalf("%+v is not selected", *c)
			}
		}
	})
}

func TestBinsAreMonotonic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, q := rapid.Float32Range(0, 1).Draw(t, "p"), rapid.Float32Range(0, 1).Draw(t, "q")
		if p <= q && (probabilityBin(p) > probabilityBin(q) || countBin(p*20) > countBin(q*20)) {
			t.Fatalf("the bins of %g and %g are not in order", p, q)
		}
		if probabilityBin(p) >= noBin {
			t.Fatalf("the bin of %g is %d", p, probabilityBin(p))
		}
	})
}
