package geo

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// HashText returns the lower-case hexadecimal SHA-256 of text.
func HashText(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// ContentID returns an identifier of 16 hexadecimal digits made from parts: equal
// parts give equal identifiers on every machine.
func ContentID(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// MentionID returns the identifier of the mention at s, made from the hash of the
// text and the span: it is the same on every machine and after every parse.
func MentionID(a *Article, s Span) string {
	return ContentID("mention", a.Hash, strconv.Itoa(s.Start), strconv.Itoa(s.End))
}

// CopyID returns the identifier of a mention in the n-th of several articles with the
// same text, counted from 1. The first keeps id; in the others "-" and n are appended.
func CopyID(id string, n int) string {
	if n < 2 {
		return id
	}
	return id + "-" + strconv.Itoa(n)
}
