package inflect

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo/gazetteer"
)

// appendForms appends the possible base forms of a word: the word as it is, then those by
// the rules, the longest ending first, then other spellings of them. first is set for the first word of a name.
func (r *rules) appendForms(dst []form, w string, first bool) []form {
	from := len(dst)
	dst = r.appendInflected(dst, w, first)
	if r == nil || !r.plene {
		return dst
	}
	for _, f := range dst[from:] {
		if other := otherSpelling(f.normal); other != f.normal && len(dst)-from < maxForms {
			f.normal, f.text, f.cost = other, other, f.cost+spellingCost
			dst = append(dst, f)
		}
	}
	return dst
}

// spellingCost is the cost of another spelling of a name.
const spellingCost = 0.1

// otherSpelling returns the other usual spelling of a Hebrew word, with one vowel letter instead of two or two instead of one: "נהריה" for
// "נהרייה", "קריית" for "קרית".
func otherSpelling(word string) string {
	switch {
	case strings.Contains(word, "יי"), strings.Contains(word, "וו"):
		return singleVowels.Replace(word)
	case strings.HasSuffix(word, "יה"):
		return strings.TrimSuffix(word, "יה") + "ייה"
	case word == "קרית":
		return "קריית"
	}
	return word
}

// singleVowels writes vowel letters of Hebrew once.
var singleVowels = strings.NewReplacer("יי", "י", "וו", "ו")

// appendInflected appends the word as it is and its base forms by the rules.
func (r *rules) appendInflected(dst []form, w string, first bool) []form {
	var buf [2 * maxWord]byte
	if len(w) > maxWord {
		return dst
	}
	normal := gazetteer.Normalize(buf[:0], w)
	if len(normal) == 0 {
		return dst
	}
	from := len(dst)
	dst = append(dst, form{normal: string(normal), text: w})
	if long := abbreviatedNouns[string(normal)]; !first && long != "" {
		dst = append(dst, form{normal: long, text: long})
	}
	if r == nil {
		return dst
	}
	if r.apostrophe {
		dst = appendCut(dst, w)
	}
	if utf8.RuneCountInString(w) < longestAbbreviation && strings.ToUpper(w) == w && strings.ToLower(w) != w {
		return dst // abbreviations have no endings
	}
	dst = r.appendEndings(dst, w, normal)
	if !first || len(r.particles) == 0 {
		return dst
	}
	for n := 0; n <= r.longestParticle && n < len(w); n++ {
		if n > 0 && !utf8.RuneStart(w[n]) {
			continue
		}
		for _, p := range r.particles[foldParticle(w[:n])] {
			rest := p.to + w[n:]
			normal := string(gazetteer.Normalize(buf[:0], rest))
			letters, least := utf8.RuneCountInString(normal), r.minRest(w[:n])
			if letters >= min(least, minPart) && len(dst)-from < maxForms {
				dst = append(dst, form{normal: normal, text: rest, skip: n, cost: inflectionCost + 0.01*float32(p.order), short: letters < least})
			}
		}
	}
	return dst
}

// abbreviatedNouns are the common nouns of areas in small letters by their abbreviations, in the Cyrillic languages: "Воронежская обл".
var abbreviatedNouns = map[string]string{"обл": "область", "респ": "республика"}

// minPart is the number of letters that must be left of the first word of a name of several words.
const minPart = 2

// minRest returns the number of letters that must be left of a word without a particle.
func (r *rules) minRest(particle string) int {
	if strings.ContainsFunc(particle, isApostrophe) {
		return minStem
	}
	return r.minName
}

// foldParticle returns the key of a particle.
func foldParticle(s string) string {
	return strings.ToLower(strings.ReplaceAll(s, "’", "'"))
}

// The costs of inflections, in the unit of weights: of any, of an ending that has other
// accents, of one whose accents names in their base form do not have, and of one that
// leaves few letters.
const (
	inflectionCost = 0.8
	foldedCost     = 0.3
	accentedCost   = -0.7
	shortStemCost  = 1.5
)

// longestSuffix is the length in bytes of the longest suffix after an apostrophe.
const longestSuffix = 14

// appendCut appends the word before an apostrophe and a suffix in small letters, or in capitals as the word.
func appendCut(dst []form, w string) []form {
	for i, r := range w {
		if i == 0 || !isApostrophe(r) {
			continue
		}
		suffix := w[i+utf8.RuneLen(r):]
		sameCase := isAll(suffix, unicode.IsLower) || isUpper(w[:i]) && isAll(suffix, unicode.IsUpper)
		if len(suffix) > longestSuffix || suffix == "" || !sameCase {
			continue
		}
		normal := string(gazetteer.Normalize(nil, w[:i]))
		if longEnough([]byte(normal)) {
			dst = append(dst, form{normal: normal, text: w[:i], trim: len(w) - i, cost: 0.1})
		}
	}
	return dst
}

// isAll reports whether f holds for all runes of s.
func isAll(s string, f func(rune) bool) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !f(r) })
}

// isUpper reports whether a word of three letters or more is in capitals.
func isUpper(w string) bool {
	return utf8.RuneCountInString(w) > 2 && strings.ToUpper(w) == w && strings.ToLower(w) != w
}

// appendEndings appends the forms of a word by the rules for its endings.
func (r *rules) appendEndings(dst []form, w string, normal []byte) []form {
	from := len(dst)
	lower := w
	if isUpper(w) {
		lower = strings.ToLower(w)
	}
	for n := min(r.longestEnding, len(normal)-1); n >= 0; n-- {
		stem := normal[:len(normal)-n]
		if n > 0 && !utf8.RuneStart(normal[len(stem)]) || !longEnough(stem) {
			continue
		}
		for _, e := range r.endings[string(normal[len(stem):])] {
			if len(dst)-from >= maxForms {
				return dst
			}
			cost := inflectionCost + 0.004*float32(e.order)
			switch literal := e.from == "" || strings.HasSuffix(lower, e.from); {
			case !literal:
				cost += foldedCost
			case e.accented:
				cost = accentedCost
			}
			if utf8.RuneCount(stem) <= minStem {
				cost += shortStemCost
			}
			dst = append(dst, form{normal: string(stem) + e.normal, text: e.apply(w), cost: cost})
		}
	}
	return dst
}

// apply returns a word with the ending exchanged, in the capitals of the word.
func (e *rule) apply(w string) string {
	at := len(w)
	for range utf8.RuneCountInString(e.from) {
		_, n := utf8.DecodeLastRuneInString(w[:at])
		at -= n
	}
	to := e.to
	if at > 0 && isUpper(w) {
		to = strings.ToUpper(to)
	}
	return w[:at] + to
}
