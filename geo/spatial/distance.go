package spatial

import "strings"

// distance parses the length that ends before token end: "about 50 kilometers",
// "two and a half hours' drive", "30 miles (48 km)". It returns the length in
// kilometers, whether it is approximate, and its first token; or 0 and end if there
// is no length.
func (r *reader) distance(end int) (km float64, vague bool, first int) {
	at := end
	// skip "(48 km)", which repeats the length in another unit
	if r.word(at-1) == ")" {
		open := at - 2
		for n := 0; n < 5 && r.word(open) != "(" && r.word(open) != ""; n++ {
			open--
		}
		if r.word(open) != "(" {
			return 0, false, end
		}
		at = open
	}
	if w := r.word(at - 1); w == "away" {
		at--
	}
	if km, first, ok := r.travel(at); ok {
		return km, true, r.hedged(first)
	}
	factor, at := r.unit(at)
	if factor == 0 {
		return 0, false, end
	}
	n, vague, at, ok := r.number(at)
	if !ok {
		return 0, false, end
	}
	first = r.hedged(at)
	return n * factor, vague || first < at, first
}

// hedged returns the first token of words such as "about" and "more than" that end
// before token t, or t.
func (r *reader) hedged(t int) int {
	for n := 0; n < 4 && r.lists.hedges[r.word(t-1)]; n++ {
		t--
	}
	return t
}

// unit parses the unit that ends before token end. It returns its length in
// kilometers and its first token, or 0 and end if there is no unit.
func (r *reader) unit(end int) (factor float64, first int) {
	w := r.word(end - 1)
	if factor, ok := r.lists.units[w]; ok {
		if strings.HasPrefix(w, "mile") && r.word(end-2) == "nautical" {
			return nauticalMile, end - 2
		}
		return factor, end - 1
	}
	// "50km" in one token, which number parses too
	if unit := strings.TrimLeft(w, "0123456789.,"); unit != w {
		return r.lists.units[unit], end
	}
	return 0, end
}

// travel parses a travel time that ends before token end, such as "a two-hour drive"
// and "an hour's walk". It returns the distance in kilometers and the first token.
func (r *reader) travel(end int) (km float64, first int, ok bool) {
	speed := float64(driveKMH)
	switch r.word(end - 1) {
	case "walk":
		speed = walkKMH
	case "drive", "ride":
	default:
		return 0, end, false
	}
	at := end - 2
	for w := r.word(at); w == "'" || w == "’" || w == "'s" || w == "’s" || w == "s"; w = r.word(at) {
		at--
	}
	w, first := r.joined(at)
	count, unit, hyphen := cutLast(strings.TrimRight(w, "'’"))
	var n float64
	if hyphen {
		n, _, ok = r.lists.number(count)
	} else {
		n, _, first, ok = r.number(at)
	}
	if !ok {
		return 0, end, false
	}
	switch strings.TrimRight(unit, "'’s") {
	case "hour":
		return n * speed, first, true
	case "minute":
		return n * speed / 60, first, true
	case "day":
		return n * speed * 8, first, true
	}
	return 0, end, false
}

// number parses the number that ends before token end. It returns its value, whether
// it is approximate, and its first token.
func (r *reader) number(end int) (n float64, vague bool, first int, ok bool) {
	at := end - 1
	w, begin := r.joined(at)
	// number and unit in one token: "50km"
	if digits := strings.TrimRight(w, "abcdefghijklmnopqrstuvwxyz"); digits != "" && digits != w && r.lists.units[w[len(digits):]] > 0 {
		w = digits
	}
	switch w {
	case "of":
		if v, _, isNumber := r.lists.number(r.word(at - 1)); isNumber { // "a couple of", "dozens of"
			first = at - 1
			if r.word(first-1) == "a" {
				first--
			}
			return v, true, first, true
		}
		return 0, false, end, false
	case "a", "an":
		if r.word(at-1) == "half" { // "half a mile"
			return 0.5, false, at - 1, true
		}
	case "hundred", "thousand", "dozen":
		unit := map[string]float64{"hundred": 100, "thousand": 1000, "dozen": 12}[w]
		v, loose, isNumber := r.lists.number(r.word(at - 1))
		if !isNumber {
			return unit, true, at, w == "dozen"
		}
		first = at - 1
		if r.word(first) == "few" && r.word(first-1) == "a" {
			first--
		}
		return v * unit, loose, first, true
	}
	n, vague, ok = r.lists.number(w)
	if !ok || n <= 0 {
		return 0, false, end, false
	}
	first = begin
	if (w == "few" || w == "couple") && r.word(first-1) == "a" {
		first--
	}
	// "30 to 40 kilometers"
	if link := r.word(first - 1); link == "to" || link == "or" {
		if low, _, isNumber := r.lists.number(r.word(first - 2)); isNumber && low < n {
			return (low + n) / 2, true, first - 2, true
		}
	}
	return n, vague, first, true
}

// cutLast splits "two-hour" at its last hyphen.
func cutLast(w string) (before, after string, ok bool) {
	if i := strings.LastIndex(w, "-"); i >= 0 {
		return w[:i], w[i+1:], true
	}
	return "", w, false
}
