package temporal

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"dateline/geo"
)

// expression is a range of days in bytes of the text, with its days and the first atom after it.
type expression struct {
	start, end int
	from, to   time.Time
	next       int
}

// otherSentence appends the expressions of a sentence in another language than English to found.
func (r *reader) otherSentence(s *scanner, found []geo.DateRange) []geo.DateRange {
	s.scan()
	r.future = s.future
	weekday := -1 // the index in found of a weekday that a date may follow
	for k := 0; k < len(s.atoms); {
		e, ok := r.atomExpression(s, k)
		if !ok || e.end <= e.start {
			k++
			continue
		}
		if n := len(found); weekday >= 0 && weekday == n-1 && e.start-found[n-1].Span.End <= 8 && s.atoms[k].kind != formWeekday {
			found = found[:n-1] // "Monday, March 12" is one date
		}
		weekday = -1
		span := geo.Span{Start: e.start, End: e.end}
		found = append(found, geo.DateRange{
			First: e.from.Format(time.DateOnly), Last: e.to.Format(time.DateOnly), Words: strings.Join(strings.Fields(span.Text(r.text)), " "), Span: span,
		})
		if s.atoms[k].kind == formWeekday {
			weekday = len(found) - 1
		}
		k = max(e.next, k+1)
	}
	return found
}

// atomExpression parses the expression that begins with atom k.
func (r *reader) atomExpression(s *scanner, k int) (expression, bool) {
	a := &s.atoms[k]
	if a.kind == formDate {
		return expression{a.start, a.end, a.date, a.date, k + 1}, true
	}
	if a.kind == formDigits || a.kind == formNumber {
		if unspaced[s.language] && s.language != "th" {
			if e, ok := r.markedDate(s, k); ok {
				return e, true
			}
		}
		if e, ok := r.numberFirst(s, k); ok {
			return e, true
		}
	}
	if a.kind == formMonth {
		if e, ok := r.nameFirst(s, k); ok {
			return e, true
		}
	}
	if r.published.IsZero() {
		return expression{}, false
	}
	if e, ok := r.ago(s, k); ok {
		return e, true
	}
	return r.relativeAtom(s, k)
}

// relativeAtom parses a weekday, or a day, week, month or year relative to publication.
func (r *reader) relativeAtom(s *scanner, k int) (expression, bool) {
	a := &s.atoms[k]
	e := expression{start: a.start, end: a.end, next: k + 1}
	p := r.published
	back := (int(p.Weekday()) - a.value + 7) % 7
	switch a.kind {
	case formWeekday:
		if a.unusual {
			return e, false
		}
		if r.future && back > 0 {
			back -= 7
		}
		e.from = p.AddDate(0, 0, -back)
	case formLastWeekday:
		if back == 0 {
			back = 7
		}
		e.from = p.AddDate(0, 0, -back)
	case formNextWeekday:
		e.from = p.AddDate(0, 0, 7-back)
	case formRelativeDay:
		e.from = p.AddDate(0, 0, a.value)
	case formRelativeWeek:
		e.from, e.to, _ = period(p, "week", a.value)
	case formRelativeMonth:
		e.from, e.to, _ = period(p, "month", a.value)
	case formRelativeYear:
		e.from, e.to, _ = period(p, "year", a.value)
	default:
		return e, false
	}
	if e.to.IsZero() {
		e.to = e.from
	}
	return e, true
}

// maxAgo is the largest number of days, weeks, months or years of an expression.
const maxAgo = 120

// ago parses "il y a trois jours" and "3 дня назад" at the number that is atom k.
func (r *reader) ago(s *scanner, k int) (e expression, ok bool) {
	a := &s.atoms[k]
	if a.kind != formDigits && a.kind != formNumber || a.value < 1 || a.value > maxAgo {
		return e, false
	}
	sentence := s.text[:s.end]
	for i := range s.ago {
		phrase := &s.ago[i]
		end := a.end
		if len(phrase.after) > 0 {
			end = match(sentence, skipSpace(sentence, a.end), phrase.after)
		}
		if end < 0 || s.ending(sentence, end, &form{}) < 0 {
			continue
		}
		start := a.start
		if len(phrase.before) > 0 {
			if start = matchBefore(sentence, s.start, len(strings.TrimRight(sentence[:a.start], " \u00a0")), phrase.before); start < 0 {
				continue
			}
		}
		p := r.published
		e = expression{start: start, end: end, next: k + 1}
		switch phrase.kind {
		case formDaysAgo:
			e.from = p.AddDate(0, 0, -a.value)
			e.to = e.from
		case formWeeksAgo:
			e.from, e.to, _ = period(p.AddDate(0, 0, -7*a.value), "week", 0)
		case formMonthsAgo:
			e.from, e.to, _ = period(day(p.Year(), p.Month()-time.Month(a.value), 1), "month", 0)
		default:
			e.from, e.to, _ = period(day(p.Year()-a.value, 1, 1), "year", 0)
		}
		for e.next < len(s.atoms) && s.atoms[e.next].start < end {
			e.next++
		}
		return e, true
	}
	return e, false
}

// skipSpace returns the offset of the first character that is not a space from byte i on.
func skipSpace(text string, i int) int {
	return i + len(text[i:]) - len(strings.TrimLeft(text[i:], " \n\u00a0\u202f"))
}

// matchBefore returns the offset in text from which the letters reach to byte end, or -1.
func matchBefore(text string, start, end int, letters []rune) int {
	for i := end; i > start && end-i < 8*len(letters)+8; {
		_, size := utf8.DecodeLastRuneInString(text[:i])
		i -= size
		if match(text[:end], i, letters) == end {
			if r, _ := utf8.DecodeLastRuneInString(text[:i]); i == start || !isWordRune(r) {
				return i
			}
		}
	}
	return -1
}

// What may be between the day and the month, the month and the year, and two days.
var (
	dayMonth  = set(". de d' d’ del - – e º / a 'te ten ого يوم من ב")
	monthYear = set(", . de del dels - / ، г. سنة عام لعام من سال năm พ.ศ. ค.ศ. . - ,")
	dayRange  = set("- – — au al a bis tot до по do až ile e y et und en und e и і i إلى الی تا و से और dan sampai hingga s/d ถึง to")
)

// gap returns the text between two atoms without surrounding space; ok is false if it is long.
func gap(text string, a, b *atom) (between string, ok bool) {
	if b.start < a.end || b.start-a.end > 16 {
		return "", false
	}
	return strings.ToLower(strings.TrimSpace(text[a.end:b.start])), true
}

// joined reports whether nothing but space, or one of the words, is between two atoms.
func joined(text string, a, b *atom, words map[string]bool) bool {
	between, ok := gap(text, a, b)
	return ok && (between == "" || words[between])
}

// numberFirst parses "12 mars 2024", "3-5 mars", "2024. március 12." and "en 2011" at atom k.
func (r *reader) numberFirst(s *scanner, k int) (expression, bool) {
	a := &s.atoms[k]
	if a.digits == 4 {
		return r.yearFirst(s, k)
	}
	if a.value < 1 || a.value > 31 || k+1 == len(s.atoms) {
		return expression{}, false
	}
	last, at := a.value, k+1
	if b := &s.atoms[at]; b.kind == formDigits && b.value > a.value && b.value <= 31 && at+1 < len(s.atoms) {
		if between, ok := gap(r.text, a, b); ok && dayRange[strings.TrimSpace(strings.TrimPrefix(between, "."))] {
			last, at = b.value, at+1
		}
	}
	m := &s.atoms[at]
	if m.kind != formMonth && m.kind != formMonthShort || !joined(r.text, &s.atoms[at-1], m, dayMonth) {
		return expression{}, false
	}
	e := expression{start: a.start, end: m.end, next: at + 1}
	return e, r.complete(s, &e, m.value, a.value, last, 0)
}

// complete sets the days of a date from its month and days, and the year that follows it, if no year is given. It
// returns false if there is no such day.
func (r *reader) complete(s *scanner, e *expression, month, first, last, year int) bool {
	m := &s.atoms[e.next-1]
	if e.next < len(s.atoms) && m.kind == formMonth { // آذار/مارس
		if b := &s.atoms[e.next]; b.kind == formMonth {
			if between, ok := gap(r.text, m, b); ok && (between == "/" || between == "(") {
				m, e.end = b, b.end
				e.next++
			}
		}
	}
	if e.next < len(s.atoms) && year == 0 {
		if b := &s.atoms[e.next]; b.kind == formDigits && b.digits == 4 && joined(r.text, m, b, monthYear) {
			year, e.end = b.value, b.end
			e.next++
		}
	}
	if month > 100 {
		return r.completeSolar(e, month-100, first, last, year)
	}
	year = s.commonYear(year)
	if !validDay(time.Month(month), last) || year != 0 && (year < 1000 || year > 2200) {
		return false
	}
	if year == 0 {
		if year = r.yearOf(time.Month(month), first); year == 0 {
			return false
		}
	}
	e.from, e.to = day(year, time.Month(month), first), day(year, time.Month(month), last)
	return true
}

// yearFirst parses "2024. március 12.", "2024 m. kovo" and a bare year at atom k.
func (r *reader) yearFirst(s *scanner, k int) (expression, bool) {
	a := &s.atoms[k]
	if yearFirst[s.language] && k+1 < len(s.atoms) {
		b := &s.atoms[k+1]
		_, near := gap(r.text, a, b)
		if near && b.kind == formMonth {
			e := expression{start: a.start, end: b.end, next: k + 2}
			if k+2 < len(s.atoms) && s.atoms[k+2].kind == formDigits && s.atoms[k+2].value <= 31 && joined(r.text, b, &s.atoms[k+2], nil) {
				n := s.atoms[k+2].value
				e.end, e.next = s.atoms[k+2].end, k+3
				return e, n > 0 && r.complete(s, &e, b.value, n, n, a.value)
			}
			if b.value > 12 || a.value < 1000 || a.value > 2200 {
				return e, false
			}
			e.from = day(a.value, time.Month(b.value), 1)
			e.to = e.from.AddDate(0, 1, -1)
			return e, true
		}
		if near && b.kind == formDigits && k+2 < len(s.atoms) && s.atoms[k+2].kind == formMonth && b.value >= 1 && b.value <= 31 && joined(r.text, b, &s.atoms[k+2], dayMonth) {
			e := expression{start: a.start, end: s.atoms[k+2].end, next: k + 3}
			return e, r.complete(s, &e, s.atoms[k+2].value, b.value, b.value, a.value)
		}
	}
	e := expression{start: a.start, end: a.end, next: k + 1}
	if !s.follows(a.start, formBeforeYear) && !s.precedes(a.end, formAfterYear) {
		return e, false
	}
	if a.value >= 1300 && a.value < 1500 && s.language == "fa" {
		e.from, e.to = solarHijri(a.value, 1, 1), solarHijri(a.value+1, 1, 1).AddDate(0, 0, -1)
		return e, true
	}
	year := s.commonYear(a.value)
	if year < 1500 || year > 2200 {
		return e, false
	}
	e.from, e.to = day(year, 1, 1), day(year, 12, 31)
	return e, true
}

// nameFirst parses "mars 2024", "kovo 12" and "en mars" at atom k.
func (r *reader) nameFirst(s *scanner, k int) (expression, bool) {
	a := &s.atoms[k]
	e := expression{start: a.start, end: a.end, next: k + 1}
	if k+1 < len(s.atoms) {
		b := &s.atoms[k+1]
		if monthFirst[s.language] && b.kind == formDigits && b.digits <= 2 && b.value >= 1 && b.value <= 31 && joined(r.text, a, b, nil) {
			e.end, e.next = b.end, k+2
			return e, r.complete(s, &e, a.value, b.value, b.value, 0)
		}
		if b.kind == formDigits && b.digits == 4 && joined(r.text, a, b, monthYear) {
			year := s.commonYear(b.value)
			if a.value > 100 {
				e.from, e.to = solarHijri(b.value, a.value-100, 1), solarHijri(b.value, a.value-99, 1).AddDate(0, 0, -1)
				if a.value == 112 {
					e.to = solarHijri(b.value+1, 1, 1).AddDate(0, 0, -1)
				}
			} else {
				e.from = day(year, time.Month(a.value), 1)
				e.to = e.from.AddDate(0, 1, -1)
			}
			e.end, e.next = b.end, k+2
			return e, year >= 1000 && year <= 2200
		}
	}
	if a.unusual || a.value > 100 || !s.follows(a.start, formBeforeMonth) && !s.precedes(a.end, formAfterMonth) && !s.locative(a) {
		return e, false
	}
	year := r.yearOf(time.Month(a.value), 1)
	if year == 0 {
		return e, false
	}
	e.from = day(year, time.Month(a.value), 1)
	e.to = e.from.AddDate(0, 1, -1)
	return e, true
}

// locative reports whether the month has the ending "in" of a language without a preposition.
func (s *scanner) locative(a *atom) bool {
	word := s.text[a.start:a.end]
	for _, ending := range locatives[s.language] {
		if strings.HasSuffix(word, ending) {
			return true
		}
	}
	return false
}

var locatives = map[string][]string{"fi": {"ssa"}, "et": {"s"}, "hu": {"ban", "ben"}, "lv": {"ā", "ī"}, "tr": {"da", "de", "ta", "te"}, "kk": {"да", "де", "та", "те"}, "ne": {"मा"}}

// follows reports whether one of the words of a kind is before byte i.
func (s *scanner) follows(i int, kind formKind) bool {
	before := strings.TrimRight(s.text[max(s.start, i-64):i], " \u00a0")
	if len(before) == i-max(s.start, i-64) && !strings.HasSuffix(before, "-") && i > s.start {
		for _, p := range []string{"ב", "ו"} { // written on
			if s.language == "he" && strings.HasSuffix(before, p) {
				return true
			}
		}
		return false
	}
	before = string(foldWords(strings.ToValidUTF8(before, "")))
	return slices.ContainsFunc(s.around[kind], func(w string) bool {
		rest, ok := strings.CutSuffix(before, w)
		r, _ := utf8.DecodeLastRuneInString(rest)
		return ok && (rest == "" || !isWordRune(r))
	})
}

// precedes reports whether one of the words of a kind is after byte i.
func (s *scanner) precedes(i int, kind formKind) bool {
	after := string(foldWords(strings.ToValidUTF8(s.text[i:min(s.end, i+64)], "")))
	return slices.ContainsFunc(s.around[kind], func(w string) bool {
		rest, ok := strings.CutPrefix(after, w)
		r, _ := utf8.DecodeRuneInString(rest)
		return ok && (rest == "" || !isWordRune(r))
	})
}
