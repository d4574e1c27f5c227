package article

import "strings"

// Limits on Markdown, whose parser takes a time and a room that grow with the
// square of what they bound.
const (
	maxMarkdown = 4 << 20
	// maxMarks bounds the quotation and list marks before the text of a line.
	maxMarks = 32
	// maxIndent bounds the space before the text of a line, in bytes.
	maxIndent = 256
	// maxTangle bounds the bytes of paragraphs times the signs in them.
	maxTangle = 1 << 28
	// maxColumns bounds the columns of a table, and maxTableCells its cells.
	maxColumns    = 200
	maxTableCells = 500_000
)

// tangled reports whether the markup of a Markdown document would take far longer
// to parse than its length says: by its depth, its paragraphs or its tables.
func tangled(source string) bool {
	if len(source) > maxMarkdown {
		return true
	}
	work, cells := 0, 0
	length, signs, columns := 0, 0, 0 // of the lines since the last empty one
	for line := range strings.Lines(source) {
		text := strings.TrimLeft(line, " \t>-+*0123456789.)")
		before := line[:len(line)-len(text)]
		marks := strings.Count(before, ">") + strings.Count(before, "- ") + strings.Count(before, "+ ") + strings.Count(before, "* ") +
			strings.Count(before, ". ") + strings.Count(before, ") ") + strings.Count(before, "\t")
		if marks > maxMarks || len(line)-len(strings.TrimLeft(line, " \t")) > maxIndent {
			return true
		}
		if strings.TrimSpace(text) == "" {
			length, signs, columns = 0, 0, 0
			continue
		}
		added := strings.Count(line, "[") + strings.Count(line, "`") + strings.Count(line, "*") + strings.Count(line, "_") + strings.Count(line, "<") + strings.Count(line, "~")
		work -= length * signs
		length, signs = length+len(line), signs+added
		work += length * signs
		columns = max(columns, strings.Count(line, "|"))
		cells += columns
		if work > maxTangle || columns > maxColumns || cells > maxTableCells {
			return true
		}
	}
	return false
}
