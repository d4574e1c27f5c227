package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo/text"
)

// edgeLines is the number of lines at the top and at the bottom of a page in which
// its header and footer are looked for.
const edgeLines = 3

// joinPages returns the text of a document's pages: without running headers and
// footers, words divided at a line end and lines joined into paragraphs. starts has the
// byte offset of each page.
func joinPages(pages []string) (joined string, starts []int) {
	lines := make([][]string, len(pages))
	for i, p := range pages {
		lines[i] = strings.Split(text.Normalize(p), "\n")
	}
	running := runningLines(lines)
	hyphenated := hyphenatedWords(lines)
	var b strings.Builder
	starts = make([]int, len(pages))
	for i := range lines {
		body := paragraphs(withoutRunningLines(lines[i], running), hyphenated)
		if body != "" && b.Len() > 0 {
			before := b.String()
			r, _ := utf8.DecodeRuneInString(body)
			last := before[len(before)-1]
			if unicode.IsLower(r) && !strings.ContainsRune(".:;!?", rune(last)) {
				b.WriteByte(' ') // the sentence continues
			} else {
				b.WriteString("\n\n")
			}
		}
		starts[i] = b.Len()
		b.WriteString(body)
	}
	if b.Len() == 0 {
		return "", nil
	}
	return b.String(), starts
}

// maskDigits returns a line in lower case with its digits replaced, because running
// lines differ in the page number.
func maskDigits(line string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '#'
		}
		return unicode.ToLower(r)
	}, strings.TrimSpace(line))
}

// runningLines returns the masked lines at the edges of at least half of the pages,
// if there are three or more.
func runningLines(pages [][]string) map[string]bool {
	if len(pages) < 3 {
		return nil
	}
	count := map[string]int{}
	for _, lines := range pages {
		seen := map[string]bool{}
		for i, line := range lines {
			if i >= edgeLines && i < len(lines)-edgeLines {
				continue
			}
			if m := maskDigits(line); m != "" && !seen[m] {
				seen[m] = true
				count[m]++
			}
		}
	}
	running := map[string]bool{}
	for m, n := range count {
		if n*2 >= len(pages) && n >= 3 {
			running[m] = true
		}
	}
	return running
}

// withoutRunningLines returns the lines of a page without its header, footer and page
// number.
func withoutRunningLines(lines []string, running map[string]bool) []string {
	kept := lines[:0:0]
	for i, line := range lines {
		m := maskDigits(line)
		edge := i < edgeLines || i >= len(lines)-edgeLines
		if edge && (running[m] || m != "" && strings.Trim(m, "#-–— /|") == "" || strings.HasPrefix(m, "page #")) {
			continue
		}
		kept = append(kept, line)
	}
	return kept
}

// paragraphs joins the lines of a page. A line continues in the next, unless it is
// clearly shorter than the widest line and ends a sentence or a heading, or the next
// is a list item.
func paragraphs(lines []string, hyphenated map[string]bool) string {
	width := 0
	for _, line := range lines {
		width = max(width, utf8.RuneCountInString(line))
	}
	var b strings.Builder
	for i, line := range lines {
		line = strings.TrimSpace(line)
		if i == len(lines)-1 {
			b.WriteString(line)
			break
		}
		next := strings.TrimSpace(lines[i+1])
		hyphen := strings.HasSuffix(line, "-") && startsWord(next)
		if hyphen && isDividedWord(line, next, hyphenated) {
			b.WriteString(strings.TrimSuffix(line, "-"))
		} else {
			b.WriteString(line)
		}
		switch {
		case hyphen, line == "":
		case next == "":
			b.WriteString("\n\n")
		case isListItem(next):
			b.WriteByte('\n')
		case directionOf(line)*directionOf(next) < 0:
			b.WriteString("\n\n")
		case utf8.RuneCountInString(line)*4 < width*3 && !continues(line, next):
			b.WriteString("\n\n")
		default:
			b.WriteByte(' ')
		}
	}
	return text.Normalize(b.String())
}

// hyphenatedWords returns the words with a hyphen inside lines, in lower case.
func hyphenatedWords(pages [][]string) map[string]bool {
	words := map[string]bool{}
	for _, lines := range pages {
		for _, line := range lines {
			for word := range strings.FieldsSeq(line) {
				if strings.Contains(strings.Trim(word, "-"), "-") {
					words[strings.ToLower(strings.Trim(word, `.,;:!?()[]"“”‘’`))] = true
				}
			}
		}
	}
	return words
}

func startsWord(line string) bool {
	r, _ := utf8.DecodeRuneInString(line)
	return unicode.IsLetter(r)
}

// isDividedWord reports whether the hyphen at the end of a line only divides a word:
// "Afghani-", "stan". It belongs to the word before a capital ("Spin-Boldak"), after
// an abbreviation ("U.S.-led"), and if the word is hyphenated inside another line.
func isDividedWord(line, next string, hyphenated map[string]bool) bool {
	before := strings.TrimSuffix(line, "-")
	last, _ := utf8.DecodeLastRuneInString(before)
	r, _ := utf8.DecodeRuneInString(next)
	if !unicode.IsLower(last) || !unicode.IsLower(r) {
		return false
	}
	head := before[strings.LastIndexAny(before, " \t(“‘\"")+1:]
	tail, _, _ := strings.Cut(next, " ")
	return !hyphenated[strings.ToLower(head+"-"+strings.Trim(tail, `.,;:!?)]"”’`))]
}

func isListItem(line string) bool {
	r, size := utf8.DecodeRuneInString(line)
	return strings.ContainsRune("•▪●◦■‣–*\uf0b7", r) && len(line) > size
}

// continues reports whether a short line continues in the next nevertheless.
func continues(line, next string) bool {
	r, _ := utf8.DecodeRuneInString(next)
	last, _ := utf8.DecodeLastRuneInString(line)
	return unicode.IsLower(r) && last != '.' && last != ':' || last == ','
}
