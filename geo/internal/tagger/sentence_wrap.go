package tagger

import "strings"

// The lengths in bytes of the lines of hard-wrapped text.
const (
	minWrapped = 35
	maxWrapped = 110
	// maxParagraph is the number of bytes before a line, maxParagraphLines the number of lines, that
	// are examined of a paragraph.
	maxParagraph      = 4000
	maxParagraphLines = 40
)

// isWrapped reports whether the line of text that ends at byte offset end was broken because the next
// word, which ends at byte offset next, did not fit: with it the line would be longer than the longest
// line of the paragraph.
func isWrapped(text string, end, next int) bool {
	from := strings.LastIndexByte(text[:end], '\n') + 1
	length := strings.IndexByte(text[end:], '\n')
	if length < 0 {
		return false
	}
	line := strings.TrimRight(text[from:end+length], " \t\r")
	if len(line) < minWrapped || len(line) > maxWrapped {
		return false
	}
	word := next - (end + length + 1)
	longest := longestLine(text, from)
	return longest <= maxWrapped && len(line)+1+word > longest
}

// longestLine returns the length in bytes of the longest line of the paragraph that contains byte
// offset at, where a line begins.
func longestLine(text string, at int) int {
	least := max(0, at-maxParagraph)
	if i := strings.LastIndex(text[least:at], "\n\n"); i >= 0 {
		least += i + 2
	}
	longest, lines := 0, 0
	for line := range strings.Lines(text[least:]) {
		line = strings.TrimRight(line, "\n")
		if lines++; lines > maxParagraphLines || strings.TrimSpace(line) == "" {
			break
		}
		longest = max(longest, len(line))
	}
	return longest
}
