package geo

// Span is a half-open range of bytes, [Start, End), of an article's text.
type Span struct {
	Start, End int
}

// Len returns the number of bytes in s.
func (s Span) Len() int { return s.End - s.Start }

// Overlaps reports whether s and t share at least one byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Contains reports whether t is a part of s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Text returns the part of text that s covers.
func (s Span) Text(text string) string { return text[s.Start:s.End] }
