// Package abbrev expands the abbreviations in place names, such as "N. Korea" and "U.S".
package abbrev

import (
	"strings"

	"dateline/geo/gazetteer"
)

// Compass returns the direction of the compass that a capital letter abbreviates, with or
// without its period, in lower case: "north" for "N.". It returns "" for any other string.
func Compass(s string) string {
	if len(s) == 2 && s[1] != '.' || len(s) == 0 || len(s) > 2 {
		return ""
	}
	switch s[0] {
	case 'N':
		return "north"
	case 'S':
		return "south"
	case 'E':
		return "east"
	case 'W':
		return "west"
	}
	return ""
}

// Expand replaces the initial of a direction of the compass at the beginning of a phrase by
// the word: "north Korea" for "N. Korea" and "N.Korea". It reports whether there is one.
func Expand(phrase string) (string, bool) {
	if len(phrase) < 4 || phrase[1] != '.' && phrase[1] != ' ' {
		return "", false
	}
	word := Compass(phrase[:1])
	rest := strings.TrimLeft(phrase[1:], ". \n")
	if word == "" || rest == "" || rest[0] < 'A' || rest[0] > 'Z' || len(rest) < 3 || rest[1] == '.' {
		return "", false
	}
	return word + " " + rest, true
}

// Lookup appends to dst the places of an abbreviation as it is written. If it has no places
// but periods, Lookup adds a missing last period, and then removes all periods: "U.S" is
// "U.S.", and "D.R.C." is "DRC".
func Lookup(g *gazetteer.Gazetteer, dst []gazetteer.NameRef, s string) []gazetteer.NameRef {
	n := len(dst)
	if dst = g.LookupVerbatim(dst, s); len(dst) > n || !strings.Contains(s, ".") {
		return dst
	}
	if !strings.HasSuffix(s, ".") {
		if dst = g.LookupVerbatim(dst, s+"."); len(dst) > n {
			return dst
		}
	}
	if letters := strings.ReplaceAll(s, ".", ""); len(letters) > 1 {
		dst = g.LookupVerbatim(dst, letters)
	}
	return dst
}

// Base returns the form in which the gazetteer has an abbreviated name, if it is not the
// phrase itself: "North Korea" for "N. Korea", "U.S." for "U.S", "DRC" for "D.R.C.". It
// returns "" for other phrases.
func Base(g *gazetteer.Gazetteer, phrase string) string {
	if !strings.Contains(phrase, ".") && len(phrase) > 1 && phrase[1] != ' ' {
		return ""
	}
	var buf [8]gazetteer.NameRef
	if len(g.LookupVerbatim(buf[:0], phrase)) > 0 {
		return ""
	}
	if name, ok := Expand(phrase); ok {
		return strings.ToUpper(name[:1]) + strings.Join(strings.Fields(name), " ")[1:]
	}
	if !strings.Contains(phrase, ".") {
		return ""
	}
	for _, form := range [...]string{phrase + ".", strings.ReplaceAll(phrase, ".", "")} {
		if len(form) > 1 && len(g.LookupVerbatim(buf[:0], form)) > 0 {
			return form
		}
	}
	return ""
}
