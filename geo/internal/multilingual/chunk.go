package multilingual

import (
	"dateline/geo/internal/tagger"
	"dateline/geo/internal/tagger/crf"
)

const (
	// maxChunk is the length of the longest chunk in tokens.
	maxChunk = crf.LatticeSize - 2
	// maxBridge is the number of tokens without capitals that two capitalized words of one chunk may have
	// between them.
	maxBridge = 3
	// maxBridgeWord is the length in bytes of the longest such token.
	maxBridgeWord = 8
)

// findChunks appends the ranges of tokens that the CRF labels to dst: capitalized words and the small
// words and marks between them, and all words of scripts without case.
func findChunks(dst []tagger.Chunk, tokens []tagger.Token) []tagger.Chunk {
	for i := 0; i < len(tokens); {
		if !nameLike(&tokens[i]) {
			i++
			continue
		}
		first, last, sentence := i, i, tokens[i].Sentence
		bridge := maxBridge
		if tokens[i].Class == tagger.ClassCaseless {
			bridge = maxChunk // punctuation and numbers do not end a chunk
		}
		mark := -1 // last punctuation mark in the chunk
		for j := i + 1; j < len(tokens) && tokens[j].Sentence == sentence && j-first < maxChunk && j-last <= bridge; j++ {
			t := &tokens[j]
			switch {
			case nameLike(t):
				last = j
			case t.Class == tagger.ClassPunctuation:
				mark = j
			case t.Class == tagger.ClassNumber:
			case t.End-t.Start > maxBridgeWord:
				bridge = 0
			}
		}
		if last-first == maxChunk-1 && mark > first+maxChunk/2 {
			last = mark
		}
		dst = append(dst, tagger.Chunk{First: int32(first), Last: int32(last), Sentence: sentence})
		i = last + 1
	}
	return dst
}
