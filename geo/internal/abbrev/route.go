package abbrev

import "strings"

// IsRoute reports whether a phrase is the number of a road or line: "A45", "B 54", "RE2".
func IsRoute(phrase string) bool {
	digits := strings.TrimLeftFunc(phrase, func(r rune) bool { return r == '#' || r >= 'A' && r <= 'Z' })
	if letters := len(phrase) - len(digits); letters == 0 || letters > maxRouteLetters {
		return false
	}
	digits = strings.TrimPrefix(digits, " ")
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}

// maxRouteLetters is the number of letters before the number of a road or line, with a number sign.
const maxRouteLetters = 4
