package markup

import "strings"

// Limits on a Markdown document. The parser's time and memory grow with the square
// of each.
const (
	maxMarkdownBytes = 4 << 20
	// maxLineMarkers is the limit on the quotation and list markers of one line.
	maxLineMarkers = 32
	// maxIndent is the limit on the indentation of one line, in bytes.
	maxIndent = 256
	// maxInlineWork is the limit on the bytes of paragraphs times the delimiters of
	// inline markup in them.
	maxInlineWork = 1 << 28
	maxColumns    = 200 // of one table
	maxTableCells = 500_000
)

// inlineDelimiters are the characters at which inline markup may begin.
const inlineDelimiters = "[`*_<~"

// tooComplex reports whether parsing a Markdown document would take far longer than
// is usual for its length: because of its nesting, its paragraphs or its tables.
func tooComplex(source string) bool {
	if len(source) > maxMarkdownBytes {
		return true
	}
	work, cells := 0, 0
	length, delimiters, columns := 0, 0, 0 // of the lines since the last empty one
	for line := range strings.Lines(source) {
		content := strings.TrimLeft(line, " \t>-+*0123456789.)")
		prefix := line[:len(line)-len(content)]
		markers := 0
		for _, marker := range []string{">", "- ", "+ ", "* ", ". ", ") ", "\t"} {
			markers += strings.Count(prefix, marker)
		}
		if markers > maxLineMarkers || len(line)-len(strings.TrimLeft(line, " \t")) > maxIndent {
			return true
		}
		if strings.TrimSpace(content) == "" {
			length, delimiters, columns = 0, 0, 0
			continue
		}
		work -= length * delimiters
		length += len(line)
		for _, c := range []byte(line) {
			if strings.IndexByte(inlineDelimiters, c) >= 0 {
				delimiters++
			}
		}
		work += length * delimiters
		columns = max(columns, strings.Count(line, "|"))
		cells += columns
		if work > maxInlineWork || columns > maxColumns || cells > maxTableCells {
			return true
		}
	}
	return false
}
