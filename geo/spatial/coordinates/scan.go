package coordinates

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
)

// Find returns the coordinates in a text, in order and without overlap. It takes linear
// time and looks only at digits, plus signs and addresses.
func Find(text string) []Match {
	var out []Match
	floor := 0 // the end of the last match, before which no other begins
	for i := 0; i < len(text); i++ {
		if !maySignal[text[i]] {
			continue
		}
		var m Match
		ok := false
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			if i > 0 && isAlphanumeric(text[i-1]) && !isHemisphere(text[i-1]) && text[i-1] != '_' {
				i = skipDigits(text, i) - 1
				continue
			}
			m, ok = number(text, i, floor)
			if !ok {
				i = skipDigits(text, i) - 1
				continue
			}
		case c == '+':
			m, ok = plusCode(text, i, floor)
		case c == ':' && (strings.HasPrefix(text[i:], "://") || i >= 3 && strings.EqualFold(text[i-3:i], "geo")),
			c == '/' && i > floor && isLetter(text[i-1]) && strings.IndexByte(text[max(floor, i-6):i], '.') >= 0:
			m, ok = address(text, i, floor)
		case c == 'Z' || c == 'Y' || c == 'A' || c == 'B':
			if i == 0 || !isAlphanumeric(text[i-1]) {
				m, ok = polarGrid(text, i)
			}
		}
		if !ok {
			continue
		}
		if m.Form != "" {
			out = append(out, m)
		}
		floor = m.End
		i = m.End - 1
	}
	return out
}

// maySignal has the bytes that Find looks at.
var maySignal = [256]bool{
	'0': true, '1': true, '2': true, '3': true, '4': true, '5': true, '6': true, '7': true, '8': true, '9': true,
	'+': true, ':': true, '/': true, 'A': true, 'B': true, 'Y': true, 'Z': true,
}

// number parses the coordinates whose first digit is at i and that begin at or after
// floor.
func number(text string, i, floor int) (Match, bool) {
	if end := skipDigits(text, i); end-i <= 2 {
		if next := skipSpaces(text, end, 1); next < len(text) && isUpper(text[next]) {
			if m, ok := parseGrid(text, i, hasGridWord(text, i)); ok {
				return m, true
			}
			if m, ok := parseUTM(text, i); ok {
				return m, true
			}
		}
	} else if m, ok := squareOnly(text, i, floor); ok {
		return m, true
	}
	if !mayBegin(text, i, floor) {
		return Match{}, false
	}
	return pair(text, i, floor)
}

// mayBegin reports whether an angle may begin with the digit at i: it rejects most
// numbers of a text quickly.
func mayBegin(text string, i, floor int) bool {
	end := skipDigits(text, i)
	if end == len(text) || end-i > 7 {
		return false
	}
	next := text[end]
	if end-i > 3 {
		return next == '.' || isHemisphere(next)
	}
	if isHemisphere(next) || next >= utf8.RuneSelf || next == 'd' {
		return true
	}
	if next == '.' || next == ',' {
		stop := skipDigits(text, end+1)
		if stop-end > 2 || next == '.' && stop < len(text) && text[stop] >= utf8.RuneSelf {
			return true
		}
		end = stop
	}
	if at := skipSpaces(text, end, 1); at < len(text) {
		switch c := text[at]; {
		case isHemisphere(c), c >= utf8.RuneSelf, c == 'd', c == 'D':
			return true
		case isDigit(c), c == ':', c == '-': // 34 31 41 N
			if strings.ContainsAny(text[at:min(len(text), at+16)], "NSEW") {
				return true
			}
		}
	}
	before := trimSpaces(text, floor, floor+len(strings.TrimRight(text[floor:i], "+-−–")))
	return before > floor && (isLetter(text[before-1]) || text[before-1] == '.') && labeled(text, before, floor)
}

// labeled reports whether a hemisphere or label ends before the byte at i.
func labeled(text string, i, floor int) bool {
	i = floor + len(strings.TrimRight(text[floor:i], "."))
	start := i
	for start > floor && isLetter(text[start-1]) && i-start < 12 {
		start--
	}
	word := strings.ToLower(text[start:i])
	_, label := labels[word]
	_, direction := hemisphereWords[word]
	return label || direction || i-start == 1 && isHemisphere(text[start])
}

// endsInWord reports whether one of the last words before i, at most the given number
// of them, is in the set, which is in lower case.
func endsInWord(text string, i int, words map[string]bool, most int) bool {
	for ; most > 0; most-- {
		i = len(strings.TrimRight(text[:i], " \u00a0:=([,-–—\t"))
		start := i
		for start > 0 && isAlphanumeric(text[start-1]) {
			start--
		}
		if start == i {
			return false
		}
		if words[strings.ToLower(text[start:i])] {
			return true
		}
		i = start
	}
	return false
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isUpper(c byte) bool  { return c >= 'A' && c <= 'Z' }
func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// isAlphanumeric reports whether c is a letter or digit of ASCII, or a byte of a letter
// outside it.
func isAlphanumeric(c byte) bool { return isDigit(c) || isLetter(c) }

// isHemisphere reports whether c is the letter of a hemisphere.
func isHemisphere(c byte) bool { return c == 'N' || c == 'S' || c == 'E' || c == 'W' }

func skipDigits(text string, i int) int {
	for i < len(text) && isDigit(text[i]) {
		i++
	}
	return i
}

// skipSpaces returns the first byte after at most n spaces at i.
func skipSpaces(text string, i, n int) int {
	for ; n > 0 && i < len(text); n-- {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r != ' ' && r != '\t' && !unicode.Is(unicode.Zs, r) {
			break
		}
		i += size
	}
	return i
}

// endsWord reports whether no word continues at i.
func endsWord(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return i >= len(text) || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_'
}

// startsWord reports whether no word, and no number, continues before i.
func startsWord(text string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return i == 0 || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_'
}

// span returns the span from start to end.
func span(start, end int) geo.Span { return geo.Span{Start: start, End: end} }
