package neardup

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"dateline/geo/gazetteer"
)

// shingleWords is the number of consecutive words in a shingle.
const shingleWords = 3

// shingles returns the distinct hashes of all runs of shingleWords words of a text
// in ascending order. A shorter text is one shingle; a text without words has none.
//
// Words are folded by gazetteer.Normalize, which removes case, accents and
// punctuation. In scripts without spaces between words, each pair of adjacent
// characters is a word.
func shingles(text string) []uint64 {
	words := words(gazetteer.Normalize(make([]byte, 0, len(text)+len(text)/8), text))
	if len(words) == 0 {
		return nil
	}
	size := min(shingleWords, len(words))
	out := words[:0:0]
	for i := range len(words) - size + 1 {
		var h uint64
		for _, w := range words[i : i+size] {
			h = mix(h ^ w)
		}
		out = append(out, h)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// words returns the hashes of the words of a folded text, in order.
func words(folded []byte) []uint64 {
	out := make([]uint64, 0, len(folded)/5)
	for at := 0; at < len(folded); {
		r, n := utf8.DecodeRune(folded[at:])
		end := at + n
		switch {
		case r == ' ':
		case r < utf8.RuneSelf:
			for end < len(folded) && folded[end] != ' ' && folded[end] < utf8.RuneSelf {
				end++
			}
			end = runEnd(folded, end, func(r rune) bool { return r != ' ' && !withoutSpaces(r) })
			out = append(out, hash(folded[at:end]))
		case withoutSpaces(r):
			end = runEnd(folded, end, func(r rune) bool { return r == ' ' || withoutSpaces(r) })
			out = appendPairs(out, folded[at:end])
		default:
			end = runEnd(folded, end, func(r rune) bool { return r != ' ' && !withoutSpaces(r) })
			out = append(out, hash(folded[at:end]))
		}
		at = end
	}
	return out
}

// runEnd returns the end of the run of characters at an offset that satisfy belongs.
func runEnd(folded []byte, at int, belongs func(rune) bool) int {
	for at < len(folded) {
		r, n := utf8.DecodeRune(folded[at:])
		if !belongs(r) {
			break
		}
		at += n
	}
	return at
}

// withoutSpaces reports whether r belongs to a script without spaces between words.
func withoutSpaces(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// appendPairs appends the hash of each pair of adjacent characters, or of the only
// character. It ignores spaces, which replace punctuation.
func appendPairs(out []uint64, run []byte) []uint64 {
	var first, previous []byte
	before := len(out)
	for at := 0; at < len(run); {
		_, n := utf8.DecodeRune(run[at:])
		c := run[at : at+n]
		at += n
		if c[0] == ' ' {
			continue
		}
		if previous != nil {
			out = append(out, hash(previous, c))
		} else {
			first = c
		}
		previous = c
	}
	if len(out) == before {
		out = append(out, hash(first))
	}
	return out
}

// hash is FNV-1a of 64 bits (RFC 9923) over the bytes of a word.
func hash(parts ...[]byte) uint64 {
	h := uint64(0xcbf29ce484222325)
	for _, part := range parts {
		for _, c := range part {
			h = (h ^ uint64(c)) * 0x100000001b3
		}
	}
	return h
}

// mix is the output function of SplitMix64 (Steele, Lea and Flood 2014), a
// permutation of the 64-bit integers that removes patterns of its input.
func mix(x uint64) uint64 {
	x += golden
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// golden is 2^64 divided by the golden ratio, the step of SplitMix64.
const golden = 0x9e3779b97f4a7c15
