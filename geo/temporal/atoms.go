package temporal

import (
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/geo/internal/script"
)

// atom is a number or a word of dates in a text.
type atom struct {
	kind       formKind
	value      int
	start, end int // bytes
	digits     int // the length of a number
	// unusual reports that a name has a capital letter where the language writes a small one, or the reverse.
	unusual bool
	date    time.Time // of formDate
}

// scanner finds the atoms of a sentence.
type scanner struct {
	*calendar
	text       string
	start, end int // the sentence
	atoms      []atom
	future     bool
}

// scan finds the atoms of the sentence.
func (s *scanner) scan() {
	s.atoms, s.future = s.atoms[:0], false
	text := s.text[:s.end]
	free := unspaced[s.language]
	inWord := false
	for i := s.start; i < s.end; {
		r, size := utf8.DecodeRuneInString(text[i:])
		word := isWordRune(r)
		if !word || inWord && !free {
			inWord = word
			i += size
			continue
		}
		if digitOf(r) >= 0 {
			i = s.number(text, i)
			inWord = false
			continue
		}
		if free {
			if end := s.hanNumber(text, i); end > i {
				i = end
				continue
			}
		}
		a := s.longest(text, i)
		for p := i; a.end == 0 && !free && isPrefix(s.language, r) && p < i+4; {
			p += size
			a = s.longest(text, p)
			if r, size = utf8.DecodeRuneInString(text[p:]); a.end > 0 {
				a.start = p
			}
		}
		_, size = utf8.DecodeRuneInString(text[i:])
		if a.end == 0 {
			inWord = true
			i += size
			continue
		}
		if a.kind == formFuture {
			s.future = true
		} else {
			s.atoms = append(s.atoms, a)
		}
		i = a.end
		inWord = false
	}
}

func isPrefix(language string, r rune) bool {
	for _, p := range prefixes[language] {
		if p == r {
			return true
		}
	}
	return false
}

// isWordRune reports whether r is a letter, mark or digit.
func isWordRune(r rune) bool {
	return script.IsWord(r) || r == '\u200c' || r == '\u200d'
}

// maxEnding is the number of letters after a stem, or after a word in a language that inflects.
const maxEnding = 5

// longest returns the atom of the longest form at byte i, whose end is 0 if there is none.
func (s *scanner) longest(text string, i int) atom {
	r, size := utf8.DecodeRuneInString(text[i:])
	var second rune
	for j := i + size; j < len(text) && second == 0; {
		next, n := utf8.DecodeRuneInString(text[j:])
		second = foldLetter(next)
		j += n
	}
	first := foldLetter(r)
	for _, key := range [2][2]rune{{first, second}, {first}} {
		if !s.mayHave(key) {
			continue
		}
		for k := range s.forms[key] {
			f := &s.forms[key][k]
			end := match(text, i, f.letters)
			if end < 0 {
				continue
			}
			if end = s.ending(text, end, f); end < 0 {
				continue
			}
			a := atom{kind: f.kind, value: f.value, start: i, end: end}
			if capital := unicode.IsUpper(r); capital != f.capital {
				a.unusual = !capital || i != s.start
			}
			return a
		}
	}
	return atom{}
}

// ending returns the end of the word whose form ends at a byte, or -1 if the word is another one.
func (s *scanner) ending(text string, end int, f *form) int {
	letters := 0
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if !isWordRune(r) {
			break
		}
		if unspaced[s.language] {
			return end
		}
		letters++
		end += size
	}
	if letters == 0 || inflects[s.language] && (f.kind == formMonth || f.kind == formWeekday) && len(f.letters) >= minStem && letters <= maxEnding {
		return end
	}
	return -1
}

// digitOf returns the value of a decimal digit of any script, or -1.
func digitOf(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r < 0x660 || script.IsWide(r) || !unicode.IsDigit(r):
		return -1
	}
	zero := r // digits come in runs of ten
	for n := 0; n < 9 && unicode.IsDigit(zero-1); n++ {
		zero--
	}
	if r >= 0xff10 && r <= 0xff19 {
		zero = 0xff10
	}
	return int(r - zero)
}

// digitsAt returns the number in digits at byte i with its length in digits, and the offset after it.
func digitsAt(text string, i int) (value, digits, end int) {
	for end = i; end < len(text); {
		r, size := utf8.DecodeRuneInString(text[end:])
		d := digitOf(r)
		if d < 0 {
			break
		}
		if digits++; digits < 9 {
			value = value*10 + d
		}
		end += size
	}
	return value, digits, end
}

// number adds the number or the date in digits at byte i, and returns the offset after it. Numbers that are part
// of a time, a decimal or a number of a telephone are not added.
func (s *scanner) number(text string, i int) int {
	if d, end, ok := s.numericDate(text, i); ok {
		s.atoms = append(s.atoms, atom{kind: formDate, date: d, start: i, end: end})
		return end
	}
	value, digits, end := digitsAt(text, i)
	parts := 1
	for end < len(text) { // 12:30, 3.5, 555-1234
		r, size := utf8.DecodeRuneInString(text[end:])
		if !isJoin(r) {
			break
		}
		_, n, after := digitsAt(text, end+size)
		if n == 0 || r == '-' && n <= 2 && digits <= 2 && parts == 1 {
			break
		}
		parts++
		end = after
	}
	before, _ := utf8.DecodeLastRuneInString(text[s.start:i])
	if parts > 1 || digits > 4 || before == '+' || before == '#' {
		return end
	}
	a := atom{kind: formDigits, value: value, start: i, end: end, digits: digits}
	if !unspaced[s.language] { // an ordinal ending: 1er, 12-го
		last := end
		for n := 0; last < len(text) && n < 3; n++ {
			r, size := utf8.DecodeRuneInString(text[last:])
			if !unicode.IsLetter(r) && r != 'º' && r != 'ª' {
				break
			}
			last += size
		}
		if r, _ := utf8.DecodeRuneInString(text[last:]); last == len(text) || !isWordRune(r) {
			a.end = last
		} else {
			return last
		}
	}
	s.atoms = append(s.atoms, a)
	return a.end
}

func isJoin(r rune) bool {
	switch r {
	case '.', ',', ':', '/', '-', '٫', '٬':
		return true
	}
	return false
}

// numericDate parses "12.03.2024", "12/3/2024", "2024-03-12" and "12. 3. 2024" at byte i.
func (s *scanner) numericDate(text string, i int) (date time.Time, end int, ok bool) {
	var parts, digits [3]int
	var separator rune
	at := i
	for k := range parts {
		parts[k], digits[k], at = digitsAt(text, at)
		if digits[k] == 0 {
			return date, 0, false
		}
		if k == 2 {
			break
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		if r != '.' && r != '/' && r != '-' && r != '\u2011' || k == 1 && r != separator {
			return date, 0, false
		}
		separator = r
		at += size
		if r == '.' {
			for at < len(text) && text[at] == ' ' {
				at++
			}
		}
	}
	if r, size := utf8.DecodeRuneInString(text[at:]); isJoin(r) {
		if n, _ := utf8.DecodeRuneInString(text[at+size:]); digitOf(n) >= 0 {
			return date, 0, false
		}
	}
	before, _ := utf8.DecodeLastRuneInString(text[s.start:i])
	y, m, d := parts[2], parts[1], parts[0]
	if digits[0] == 4 {
		y, d = parts[0], parts[2]
	} else if digits[2] != 4 {
		return date, 0, false
	}
	if isJoin(before) && before != ',' || digits[1] > 2 || m < 1 || m > 12 || d < 1 || d > 31 {
		return date, 0, false
	}
	if y >= 1300 && y < 1500 && (s.language == "fa" || s.language == "ps") {
		return solarHijri(y, m, d), at, true
	}
	if y = s.commonYear(y); y < 1000 || y > 2200 || !validDay(time.Month(m), d) {
		return date, 0, false
	}
	return day(y, time.Month(m), d), at, true
}

// commonYear returns the year of the common era of a year as the language counts it.
func (s *scanner) commonYear(y int) int {
	if s.language == "th" && y > 2400 && y < 2700 {
		return y - 543
	}
	return y
}
