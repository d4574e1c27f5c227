package layer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// contextLen is how many code points of the text stand on either side of a
// mention, enough to find it again in a changed text.
const contextLen = 80

// before returns the end of text[:at], as it stands, at most [contextLen] code
// points and beginning with a whole word where there is one.
func before(text string, at int) string {
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

// after returns the beginning of text[at:], as it stands, at most [contextLen]
// code points and ending with a whole word where there is one.
func after(text string, at int) string {
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
