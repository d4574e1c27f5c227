package spatial

import (
	"sort"
	"strings"

	"dateline/geo"
)

// reader parses the tokens of an article around its mentions.
type reader struct {
	text   string
	tokens []geo.Token
	lists  *lists
	// first and last are the current sentence: the tokens [first, last).
	first, last int
}

// word returns token i in lower case, or "" if it is outside the sentence.
func (r *reader) word(i int) string {
	if i < r.first || i >= r.last {
		return ""
	}
	return strings.ToLower(r.tokens[i].Text(r.text))
}

// joined returns the hyphenated word that ends at token i and its first token.
// Tokenizers differ in whether "south-west" is one token or three.
func (r *reader) joined(i int) (word string, first int) {
	word, first = r.word(i), i
	for first-2 >= r.first && isHyphen(r.word(first-1)) &&
		r.tokens[first-1].End == r.tokens[first].Start && r.tokens[first-2].End == r.tokens[first-1].Start {
		first -= 2
	}
	if first < i {
		word = strings.ToLower(r.text[r.tokens[first].Start:r.tokens[i].End])
	}
	return word, first
}

// isHyphen reports whether a token is a hyphen or dash.
func isHyphen(w string) bool { return w == "-" || w == "–" || w == "‑" }

// seek returns the index of the first token that starts at or after offset.
func seek(tokens []geo.Token, offset int) int {
	low, high := 0, len(tokens)
	for low < high {
		mid := int(uint(low+high) >> 1)
		if tokens[mid].Start < offset {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// sentence sets the current sentence to the one that contains token i.
func (r *reader) sentence(i int) {
	current := r.tokens[i].Sentence // sentences are in the order of the tokens
	r.first = sort.Search(i, func(k int) bool { return r.tokens[k].Sentence >= current })
	r.last = i + sort.Search(len(r.tokens)-i, func(k int) bool { return r.tokens[i+k].Sentence > current })
}
