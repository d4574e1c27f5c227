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
