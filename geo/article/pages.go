package article

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// edgeLines is how many lines at the top and the bottom of a page may be its
// header and footer.
const edgeLines = 3

// joinPages makes one text out of the pages of a document: running headers and
// footers are left out, words broken at a line's end are joined, and lines are
// joined into paragraphs. It returns the byte offset at which each page begins.
func joinPages(pages []string) (text string, starts []int) {
	lines := make([][]string, len(pages))
	for i, p := range pages {
		lines[i] = strings.Split(NormalizeText(p), "\n")
	}
	running := runningLines(lines)
	hyphenated := hyphenatedWords(lines)
	var b strings.Builder
	starts = make([]int, len(pages))
	for i := range lines {
		body := paragraphs(withoutEdges(lines[i], running), hyphenated)
		if body != "" && b.Len() > 0 {
			so := b.String()
			r, _ := utf8.DecodeRuneInString(body)
			last := so[len(so)-1]
			if unicode.IsLower(r) && !strings.ContainsRune(".:;!?", rune(last)) {
				b.WriteByte(' ') // the sentence goes on
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

// mask is a line without its digits and outer space: page numbers make running
// lines differ.
func mask(line string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '#'
		}
		return unicode.ToLower(r)
	}, strings.TrimSpace(line))
}

// runningLines are the lines that stand at the edges of at least half of the
// pages, of three or more.
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
			if m := mask(line); m != "" && !seen[m] {
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

func withoutEdges(lines []string, running map[string]bool) []string {
	kept := lines[:0:0]
	for i, line := range lines {
		m := mask(line)
		edge := i < edgeLines || i >= len(lines)-edgeLines
		if edge && (running[m] || m != "" && strings.Trim(m, "#-–— /|") == "" || strings.HasPrefix(m, "page #")) {
			continue
		}
		kept = append(kept, line)
	}
	return kept
}

// paragraphs joins the lines of a page: a line goes on in the next unless it is
// clearly shorter than the page is wide and ends a sentence or a heading, or the
// next begins a list item.
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
		if hyphen && brokenWord(line, next, hyphenated) {
			b.WriteString(strings.TrimSuffix(line, "-"))
		} else {
			b.WriteString(line)
		}
		switch {
		case hyphen, line == "":
		case next == "":
			b.WriteString("\n\n")
		case listItem(next):
			b.WriteByte('\n')
		case directionOf(line)*directionOf(next) < 0:
			b.WriteString("\n\n")
		case utf8.RuneCountInString(line)*4 < width*3 && !goesOn(line, next):
			b.WriteString("\n\n")
		default:
			b.WriteByte(' ')
		}
	}
	return NormalizeText(b.String())
}

// hyphenatedWords are the words with a hyphen that stand within lines.
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

// brokenWord reports whether the hyphen at the end of a line only breaks a word:
// "Afghani-", "stan". It belongs to the word before a capital ("Spin-Boldak"),
// after an abbreviation ("U.S.-led"), and where the word stands with it within a
// line elsewhere.
func brokenWord(line, next string, hyphenated map[string]bool) bool {
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

func listItem(line string) bool {
	r, size := utf8.DecodeRuneInString(line)
	return strings.ContainsRune("•▪●◦■‣–*\uf0b7", r) && len(line) > size
}

// goesOn reports whether a short line runs into the next all the same.
func goesOn(line, next string) bool {
	r, _ := utf8.DecodeRuneInString(next)
	last, _ := utf8.DecodeLastRuneInString(line)
	return unicode.IsLower(r) && last != '.' && last != ':' || last == ','
}
