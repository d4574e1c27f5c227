package geo

import (
	"crypto/sha256"
	"encoding/hex"
)

// Span is a half-open range of bytes, [Start, End), of an article's text.
type Span struct {
	Start, End int
}

// Len is the number of bytes in s.
func (s Span) Len() int { return s.End - s.Start }

// Overlaps reports whether s and t share at least one byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Contains reports whether t lies wholly within s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Of returns the part of text that s names.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// Article is one text with its source: a news story, a situation report or any
// other document. Its Text is normalised once, when it is read, and never
// changes afterwards: every span refers to it.
type Article struct {
	// ID is the caller's own id where the source has one, otherwise it is made
	// from the content by [ContentID].
	ID        string
	Title     string
	Publisher string
	Author    string
	// URL is the canonical address, or empty.
	URL string
	// Published is the publication day or time as RFC 3339 ("2021-09-06" or
	// "2021-09-06T14:00:00Z"), or empty when unknown.
	Published string
	// Language is a BCP 47 code said by the source; the recogniser finds it
	// when it is empty.
	Language string
	// Source is where the text was read from: a path, an address or "-".
	Source string
	// Text is valid UTF-8 in Unicode NFC with "\n" line ends; paragraphs are
	// separated by an empty line.
	Text string
	// Hash is the lower-case hexadecimal SHA-256 of Text.
	Hash string
	// Pages holds the byte offset in Text at which each page begins, for
	// sources that have pages; Pages[0] is 0.
	Pages []int
}

// Page returns the 1-based page on which the byte offset lies, or 0 when the
// article has no pages.
func (a *Article) Page(offset int) int {
	n := 0
	for n < len(a.Pages) && a.Pages[n] <= offset {
		n++
	}
	return n
}

// HashText returns the lower-case hexadecimal SHA-256 of text.
func HashText(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// ContentID makes a short stable identifier, of 16 hexadecimal digits, from its
// parts: the same parts give the same identifier on every machine.
func ContentID(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// CodePoints converts byte offsets of one text, which must be valid UTF-8, to
// code-point offsets. Offsets may be asked for in any order; each costs the same
// small time once the text has been counted through.
type CodePoints struct {
	text string
	// marks[i] is the number of code points before byte i*markEvery.
	marks []int
}

// markEvery is the distance between two counts that are kept, in bytes.
const markEvery = 1024

// NewCodePoints returns a converter for text.
func NewCodePoints(text string) *CodePoints { return &CodePoints{text: text, marks: []int{0}} }

// At returns the number of code points that begin before the byte offset.
func (c *CodePoints) At(offset int) int {
	mark := offset / markEvery
	for last := len(c.marks) - 1; last < mark; last++ {
		c.marks = append(c.marks, c.marks[last]+leadingBytes(c.text[last*markEvery:(last+1)*markEvery]))
	}
	return c.marks[mark] + leadingBytes(c.text[mark*markEvery:offset])
}

// leadingBytes counts the bytes of s that do not continue a character.
func leadingBytes(s string) int {
	n := 0
	for i := range len(s) {
		if s[i]&0xc0 != 0x80 {
			n++
		}
	}
	return n
}
