package layer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// contextLen is the maximum number of code points of context on each side of a
// mention. It is enough to find the mention in a changed text.
const contextLen = 80

// contextBefore returns the last code points of text[:at], at most [contextLen],
// beginning with a whole word if they contain one.
func contextBefore(text string, at int) string {
	from := at
	for range contextLen {
		if from == 0 {
			return text[:at]
		}
		_, n := utf8.DecodeLastRuneInString(text[:from])
		from -= n
	}
	if last, _ := utf8.DecodeLastRuneInString(text[:from]); from > 0 && !unicode.IsSpace(last) {
		if cut := strings.IndexFunc(text[from:at], unicode.IsSpace); cut >= 0 {
			from += cut
		}
	}
	return strings.TrimLeftFunc(text[from:at], unicode.IsSpace)
}

// contextAfter returns the first code points of text[at:], at most [contextLen],
// ending with a whole word if they contain one.
func contextAfter(text string, at int) string {
	to := at
	for range contextLen {
		if to == len(text) {
			return text[at:]
		}
		_, n := utf8.DecodeRuneInString(text[to:])
		to += n
	}
	if next, _ := utf8.DecodeRuneInString(text[to:]); to < len(text) && !unicode.IsSpace(next) {
		if cut := strings.LastIndexFunc(text[at:to], unicode.IsSpace); cut >= 0 {
			to = at + cut
		}
	}
	return strings.TrimRightFunc(text[at:to], unicode.IsSpace)
}
