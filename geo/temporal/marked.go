package temporal

import (
	"strings"
	"time"
	"unicode/utf8"
)

// The characters after the number of a year, month and day in Chinese, Japanese and Korean.
const (
	yearMarks  = "年년"
	monthMarks = "月월"
	dayMarks   = "日号號일"
)

// notDates are what follows a number of days that is a duration, or a word that begins like a mark.
var notDates = []string{"间", "間", "本", "内", "元", "后", "後", "前", "간", " 만", "만에", " 동안", " 연속", "째"}

// eras are the years before the first one of the Japanese eras.
var eras = map[string]int{"令和": 2018, "平成": 1988, "昭和": 1925}

// mark returns which of the marks follows atom a: 'y', 'm', 'd' or 0, and the offset after it.
func (s *scanner) mark(a *atom) (mark byte, end int) {
	rest := s.text[a.end:s.end]
	trimmed := strings.TrimLeft(rest, " ")
	r, size := utf8.DecodeRuneInString(trimmed)
	end = a.end + len(rest) - len(trimmed) + size
	switch {
	case size == 0:
	case strings.ContainsRune(yearMarks, r):
		mark = 'y'
	case strings.ContainsRune(monthMarks, r):
		mark = 'm'
	case strings.ContainsRune(dayMarks, r):
		mark = 'd'
	}
	for _, w := range notDates {
		if mark != 0 && strings.HasPrefix(s.text[end:s.end], w) {
			return 0, end
		}
	}
	return mark, end
}

// era returns the years to add to a year of a Japanese era that is written before byte i.
func (s *scanner) era(i int) int {
	for name, years := range eras {
		if strings.HasSuffix(s.text[s.start:i], name) {
			return years
		}
	}
	return 0
}

// markedDate parses "2024年3月12日", "3月12日", "12日" and "2024年" at atom k.
func (r *reader) markedDate(s *scanner, k int) (e expression, ok bool) {
	var year, month, d int
	e = expression{start: s.atoms[k].start, next: k}
	for e.next < len(s.atoms) {
		a := &s.atoms[e.next]
		if a.kind != formDigits && a.kind != formNumber || e.next > k && len(strings.TrimSpace(s.text[e.end:max(e.end, a.start)])) > 0 {
			break
		}
		mark, end := s.mark(a)
		switch {
		case mark == 'y' && year == 0 && month == 0 && d == 0:
			year = a.value + s.era(a.start)
		case mark == 'm' && month == 0 && d == 0 && a.value >= 1 && a.value <= 12:
			month = a.value
		case mark == 'd' && d == 0 && a.value >= 1 && a.value <= 31:
			d = a.value
		default:
			mark = 0
		}
		if mark == 0 {
			break
		}
		e.end, e.next = end, e.next+1
		if mark == 'd' {
			break
		}
	}
	if e.end == 0 || year != 0 && (year < 1000 || year > 2200) || month > 0 && d > 0 && !validDay(time.Month(month), d) {
		return e, false
	}
	switch {
	case year > 0 && month > 0 && d > 0:
		e.from = day(year, time.Month(month), d)
	case year > 0 && month > 0:
		e.from = day(year, time.Month(month), 1)
		e.to = e.from.AddDate(0, 1, -1)
	case year > 0:
		e.from, e.to = day(year, 1, 1), day(year, 12, 31)
	case r.published.IsZero():
		return e, false
	case month > 0 && d > 0:
		e.from = day(r.yearOf(time.Month(month), d), time.Month(month), d)
	case month > 0:
		e.from = day(r.yearOf(time.Month(month), 1), time.Month(month), 1)
		e.to = e.from.AddDate(0, 1, -1)
	default:
		e.from = r.dayOfMonth(d)
	}
	if e.to.IsZero() {
		e.to = e.from
	}
	return e, true
}

// dayOfMonth returns the last day with a number in its month that is at most a week after publication.
func (r *reader) dayOfMonth(d int) time.Time {
	for month := r.published.Month() + 1; ; month-- {
		date := day(r.published.Year(), month, d)
		if date.Day() == d && !date.After(r.published.AddDate(0, 0, 7)) {
			return date
		}
	}
}

// hanDigit returns the value of a numeral of Chinese and Japanese dates, or -1.
func hanDigit(r rune) int {
	switch r {
	case '〇', '零', '○':
		return 0
	case '一':
		return 1
	case '二':
		return 2
	case '三':
		return 3
	case '四':
		return 4
	case '五':
		return 5
	case '六':
		return 6
	case '七':
		return 7
	case '八':
		return 8
	case '九':
		return 9
	}
	return -1
}

// hanNumber adds the number in Chinese numerals at byte i if a mark of a date follows it, and returns the offset
// after it, or i.
func (s *scanner) hanNumber(text string, i int) int {
	value, digits, end, tens := 0, 0, i, false
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		n := hanDigit(r)
		switch {
		case r == '十' && !tens:
			value, tens = max(value, 1)*10, true
		case n >= 0 && tens:
			value += n
		case n >= 0:
			value = value*10 + n
		default:
			size = 0
		}
		if size == 0 || digits > 4 {
			break
		}
		digits++
		end += size
	}
	if digits == 0 {
		return i
	}
	a := atom{kind: formDigits, value: value, start: i, end: end, digits: digits}
	if mark, _ := s.mark(&a); mark == 0 || mark != 'y' && value > 31 {
		return i
	}
	s.atoms = append(s.atoms, a)
	return end
}
