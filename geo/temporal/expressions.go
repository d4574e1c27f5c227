package temporal

import (
	"strings"
	"time"
)

// expression parses the expression at token i. It returns its tokens [begin, end)
// and its first and last day; end is 0 if there is no expression.
func (r *reader) expression(i int) (begin, end int, from, to time.Time) {
	w := r.word(i)
	if day, last, ok := r.iso(i); ok {
		return i, last, day, day
	}
	if !r.english {
		return 0, 0, from, to
	}
	if _, ok := r.lists.months[w]; ok {
		return r.monthFirst(i)
	}
	if n := number(w); n >= 1 && n <= 31 {
		if begin, end, from, to = r.dayFirst(i, n); end > 0 {
			return begin, end, from, to
		}
	}
	if n := number(w); n >= 1000 && n <= 2200 && len(w) == 4 {
		if p := r.word(i - 1); p == "in" || p == "since" || p == "of" || p == "during" || p == "year" {
			return i, i + 1, day(n, 1, 1), day(n, 12, 31)
		}
	}
	if r.published.IsZero() {
		return 0, 0, from, to
	}
	if weekday, ok := r.lists.weekdays[w]; ok {
		return r.weekday(i, weekday)
	}
	return r.relative(i, w)
}

// iso parses an ISO date, 2021-09-06, which may be one token or five. It returns the
// day and the token after it.
func (r *reader) iso(i int) (time.Time, int, bool) {
	const length = len(time.DateOnly)
	start := r.tokens[i].Start
	if n := number(r.word(i)[:min(4, len(r.word(i)))]); n < 1000 || start+length > len(r.text) {
		return time.Time{}, 0, false
	}
	d, err := time.Parse(time.DateOnly, r.text[start:start+length])
	if err != nil {
		return time.Time{}, 0, false
	}
	last := i + 1
	for last < r.last && r.tokens[last].Start < start+length {
		last++
	}
	return d, last, r.tokens[last-1].End == start+length
}

// monthFirst parses "September 11, 2001", "Aug. 15", "March 3-5", "August 2021" and
// "in August".
func (r *reader) monthFirst(i int) (begin, end int, from, to time.Time) {
	month := r.lists.months[r.word(i)]
	next := i + 1
	if r.word(next) == "." && number(r.word(next+1)) > 0 {
		next++
	}
	n := number(r.word(next))
	if n >= 1 && n <= 31 && validDay(month, n) {
		last, end := n, next+1
		if l, e := r.until(end); l > n && validDay(month, l) {
			last, end = l, e
		}
		year, e := r.year(end)
		if year == 0 {
			if year = r.yearOf(month, n); year == 0 {
				return 0, 0, from, to
			}
		} else {
			end = e
		}
		return i, end, day(year, month, n), day(year, month, last)
	}
	if n >= 1000 && n <= 2200 {
		return i, next + 1, day(n, month, 1), day(n, month+1, 0)
	}
	if year, e := r.year(next); year > 0 {
		return i, e, day(year, month, 1), day(year, month+1, 0)
	}
	before := r.word(i - 1)
	if r.lists.ambiguousMonths[r.word(i)] && !r.lists.beforeMonth[before] || r.tokens[i].Text(r.text)[0] >= 'a' {
		return 0, 0, from, to
	}
	year := r.yearOf(month, 1)
	if year == 0 {
		return 0, 0, from, to
	}
	if before == "last" && year == r.published.Year() && month == r.published.Month() {
		year--
	}
	return i, next, day(year, month, 1), day(year, month+1, 0)
}

// dayFirst parses "6 September 2021", "3-5 May" and "the 11th of March".
func (r *reader) dayFirst(i, n int) (begin, end int, from, to time.Time) {
	at, last := i+1, n
	if l, e := r.until(at); l > n {
		last, at = l, e
	}
	if r.word(at) == "of" {
		at++
	}
	month, ok := r.lists.months[r.word(at)]
	if !ok || at >= r.last || r.tokens[at].Text(r.text)[0] >= 'a' || !validDay(month, last) {
		return 0, 0, from, to
	}
	at++
	if r.word(at) == "." && at+1 < r.last && r.tokens[at].Start == r.tokens[at-1].End && number(r.word(at+1)) > 31 {
		at++
	}
	year, e := r.year(at)
	if year == 0 {
		if year = r.yearOf(month, n); year == 0 {
			return 0, 0, from, to
		}
		e = at
	}
	return i, e, day(year, month, n), day(year, month, last)
}

// until parses "-5", "to 5" and "and 5" after a day. It returns the day and the token
// after it.
func (r *reader) until(i int) (day, end int) {
	switch r.word(i) {
	case "-", "–", "to", "and", "through":
		if n := number(r.word(i + 1)); n >= 1 && n <= 31 {
			return n, i + 2
		}
	}
	return 0, i
}

// year parses ", 2021" or " 2021". It returns the year and the token after it.
func (r *reader) year(i int) (year, end int) {
	if r.word(i) == "," {
		i++
	}
	if n := number(r.word(i)); n >= 1000 && n <= 2200 && len(r.word(i)) == 4 {
		return n, i + 1
	}
	return 0, i
}

// yearOf returns the year of a day without a year: that of the last such day before
// publication, or of the next one if the sentence is about the future. A day up to a
// week after publication is in the same year.
func (r *reader) yearOf(month time.Month, d int) int {
	if r.published.IsZero() {
		return 0
	}
	year := r.published.Year()
	this := day(year, month, d)
	switch {
	case r.future && this.AddDate(0, 0, 31).Before(r.published):
		return year + 1
	case !r.future && this.After(r.published.AddDate(0, 0, 7)):
		return year - 1
	}
	return year
}

// weekday parses "Sunday", "last Friday" and "next Monday". A bare weekday is the
// latest one up to the day of publication.
func (r *reader) weekday(i int, weekday time.Weekday) (begin, end int, from, to time.Time) {
	begin = i
	back := (int(r.published.Weekday()) - int(weekday) + 7) % 7
	d := r.published.AddDate(0, 0, -back)
	switch r.word(i - 1) {
	case "last", "past":
		begin--
		if back == 0 {
			d = d.AddDate(0, 0, -7)
		}
	case "next", "coming":
		begin--
		d = d.AddDate(0, 0, 7)
	default:
		if r.future && back > 0 {
			d = d.AddDate(0, 0, 7)
		}
	}
	return begin, i + 1, d, d
}

// relative parses "yesterday", "last month", "two weeks ago" and "over the weekend".
func (r *reader) relative(i int, w string) (begin, end int, from, to time.Time) {
	p := r.published
	switch w {
	case "today", "tonight":
		return i, i + 1, p, p
	case "yesterday":
		return i, i + 1, p.AddDate(0, 0, -1), p.AddDate(0, 0, -1)
	case "tomorrow":
		return i, i + 1, p.AddDate(0, 0, 1), p.AddDate(0, 0, 1)
	case "weekend":
		if before := r.word(i - 1); before != "the" && before != "last" && before != "this" && before != "past" {
			return 0, 0, from, to
		}
		saturday := p.AddDate(0, 0, -(int(p.Weekday())+1)%7)
		if r.future {
			saturday = saturday.AddDate(0, 0, 7)
		}
		return i - 1, i + 1, saturday, saturday.AddDate(0, 0, 1)
	case "last", "this", "past", "next":
		if from, to, ok := period(p, r.word(i+1), map[string]int{"last": -1, "past": -1, "this": 0, "next": 1}[w]); ok {
			return i, i + 2, from, to
		}
	}
	n, ok := r.lists.counts[w]
	if !ok {
		n = number(w)
	}
	if n < 1 || n > 120 || r.word(i+2) != "ago" {
		return 0, 0, from, to
	}
	switch strings.TrimSuffix(r.word(i+1), "s") {
	case "day":
		from = p.AddDate(0, 0, -n)
		return i, i + 3, from, from
	case "week":
		from, to, _ = period(p.AddDate(0, 0, -7*n), "week", 0)
	case "month":
		from, to, _ = period(day(p.Year(), p.Month()-time.Month(n), 1), "month", 0)
	case "year":
		from, to, _ = period(day(p.Year()-n, 1, 1), "year", 0)
	default:
		return 0, 0, from, to
	}
	return i, i + 3, from, to
}

// period returns the first and last day of the calendar week (from Monday, ISO
// 8601), month or year that contains p, shifted by n.
func period(p time.Time, unit string, n int) (from, to time.Time, ok bool) {
	switch unit {
	case "week":
		from = p.AddDate(0, 0, -(int(p.Weekday())+6)%7+7*n)
		return from, from.AddDate(0, 0, 6), true
	case "month":
		from = day(p.Year(), p.Month()+time.Month(n), 1)
		return from, from.AddDate(0, 1, -1), true
	case "year":
		from = day(p.Year()+n, 1, 1)
		return from, day(p.Year()+n, 12, 31), true
	}
	return from, to, false
}

// day returns midnight UTC of a day.
func day(year int, month time.Month, d int) time.Time {
	return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
}

// validDay reports whether a month has a day d in a leap year.
func validDay(month time.Month, d int) bool { return day(2000, month, d).Month() == month }
