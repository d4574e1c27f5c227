package tagger

import "dateline/geo/internal/tagger/crf"

// Chunk is a range of tokens, [First, Last], of one sentence that may contain names. The tagger
// labels only the tokens of chunks.
type Chunk struct {
	First, Last int32
	Sentence    uint32
}

// maxChunk is the length of the longest chunk in tokens. A longer range, as in a text all in
// capitals, is divided.
const maxChunk = crf.LatticeSize - 2

// FindChunks appends to dst the chunks of the tokens: words with a capital or in a script without
// case, and the connectors between them.
func FindChunks(dst []Chunk, tokens []Token) []Chunk {
	for i := 0; i < len(tokens); {
		if !tokens[i].nameLike() {
			i++
			continue
		}
		taken := len(dst) > 0 && int(dst[len(dst)-1].Last) >= i-2
		first, last := includeArticle(tokens, i, taken), i
		sentence := tokens[i].Sentence
	extend:
		for j := i + 1; j < len(tokens) && tokens[j].Sentence == sentence && j-first < maxChunk; {
			t := &tokens[j]
			switch {
			case t.nameLike():
				last = j
				j++
			case t.Class == ClassNumber && j == last+1:
				last = j
				j++
			case j == last+1 && divides(tokens, last):
				last += 2
				j += 2
			case t.Lists&ListConnector != 0 && j-last <= 2, inHyphenatedName(tokens, last, j):
				j++ // part of the chunk only if a name follows
			default:
				break extend
			}
		}
		dst = append(dst, Chunk{First: int32(first), Last: int32(last), Sentence: sentence})
		i = last + 1
	}
	return dst
}

// includeArticle returns the first token of the chunk whose first capitalized word is token i: two
// tokens before where i follows a lower-case Arabic article and a hyphen, as in "al-Sabeen" and
// "ar-Raqqa". taken reports whether these belong to another chunk.
func includeArticle(tokens []Token, i int, taken bool) int {
	if i < 2 || taken {
		return i
	}
	article, hyphen, t := &tokens[i-2], &tokens[i-1], &tokens[i]
	if t.Space || hyphen.Space || hyphen.Class != ClassPunctuation || hyphen.Sentence != t.Sentence ||
		article.Sentence != t.Sentence || !arabicArticles[article.Lower] || article.Class != ClassLower {
		return i
	}
	return i - 2
}

// maxHyphenated is the largest number of tokens between two capitalized words of a hyphenated
// name: "-", "upon", "-" and two more.
const maxHyphenated = 5

// inHyphenatedName reports whether the tokens after last up to j are lower-case words and hyphens
// without spaces, as in "Newcastle-under-Lyme".
func inHyphenatedName(tokens []Token, last, j int) bool {
	if j-last > maxHyphenated {
		return false
	}
	for k := last + 1; k <= j; k++ {
		if tokens[k].Space || tokens[k].Class != ClassPunctuation && tokens[k].Class != ClassLower {
			return false
		}
	}
	mark := &tokens[last+1]
	return mark.Class == ClassPunctuation && mark.End-mark.Start == 1 && mark.Lists&ListConnector != 0
}

// divides reports whether token i is the first part of a word that is divided at the end of a line,
// before a hyphen and the rest of the word in small letters.
func divides(tokens []Token, i int) bool {
	if i+2 >= len(tokens) || !tokens[i].Cased() {
		return false
	}
	hyphen, rest := &tokens[i+1], &tokens[i+2]
	return hyphen.Class == ClassPunctuation && !hyphen.Space && hyphen.End-hyphen.Start == 1 && hyphen.Lists&ListConnector != 0 &&
		rest.Breaks == 1 && rest.Class == ClassLower && rest.Sentence == tokens[i].Sentence
}

// nameLike reports whether the token may be part of a name by its orthographic class.
func (t *Token) nameLike() bool {
	return t.Cased() || t.Class == ClassAlnum || t.Class == ClassMixed || t.Class == ClassCaseless
}
