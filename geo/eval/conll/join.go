package conll

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
)

// join returns a sentence as running text. tags has the BIO tag of each word.
func join(words, tags []string, o Options) Sentence {
	var b strings.Builder
	var out Sentence
	joined := true // no space before the next word
	quoted := map[string]bool{}
	for i, w := range words {
		w = unescape(w)
		joinLeft, joinRight := spacing(w)
		switch {
		case isElided(words, i, o.Language):
			joinLeft, joinRight = true, true
		case w == `"` || w == "'":
			joinLeft, joinRight = quoted[w], !quoted[w]
			quoted[w] = !quoted[w]
		case o.SplitHyphens && w == "-" && i > 0 && i+1 < len(words) && beginsAlnum(words[i-1]) && beginsAlnum(words[i+1]):
			joinLeft, joinRight = true, true
		case o.Language != "" && o.Language != "en":
			w, joinLeft, joinRight = foreign(words, i, o.Language, joinLeft, joinRight)
		}
		if !joined && !joinLeft {
			b.WriteByte(' ')
		}
		joined = joinRight
		start := b.Len()
		b.WriteString(w)
		prefix, kind, _ := strings.Cut(tags[i], "-")
		c := classes[kind]
		if c == classNone {
			continue
		}
		if n := len(out.Names); prefix == "I" && n > 0 && i > 0 && tags[i-1] != "O" && classes[out.Names[n-1].Type] == c {
			out.Names[n-1].End = b.Len()
		} else {
			out.Names = append(out.Names, Name{geo.Span{Start: start, End: b.Len()}, kind})
		}
	}
	out.Text = b.String()
	switch o.Language {
	case "pl":
		out.separateAdjectives()
	case "cs":
		out.joinPlaces()
	}
	return out
}

// joinPlaces joins places with only a space between them, if the first is capitalized: EHRI-NER labels the words of Czech names such as "Mariánských Lázní" as a place each.
func (s *Sentence) joinPlaces() {
	joined := s.Names[:0]
	for _, n := range s.Names {
		if k := len(joined) - 1; k >= 0 && n.Type == "LOC" && joined[k].Type == "LOC" && s.Text[joined[k].End:n.Start] == " " && beginsUpper(joined[k].Text(s.Text)) {
			joined[k].End = n.End
			continue
		}
		joined = append(joined, n)
	}
	s.Names = joined
}

// beginsUpper reports whether w begins with a capital.
func beginsUpper(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

// separateAdjectives gives names of places without a capital the type of peoples: the National Corpus of Polish
// labels adjectives such as "polskiego" as states.
func (s *Sentence) separateAdjectives() {
	for i := range s.Names {
		n := &s.Names[i]
		if n.Type == "GPE" && !strings.ContainsFunc(n.Text(s.Text), unicode.IsUpper) {
			n.Type = "NORP"
		}
	}
}

// unescape returns a word without the Penn Treebank's escapes of quotation marks and parentheses.
func unescape(w string) string {
	switch w {
	case "``", "''":
		return `"`
	case "-LRB-":
		return "("
	case "-RRB-":
		return ")"
	}
	return w
}

// beginsAlnum reports whether w begins with a letter or digit.
func beginsAlnum(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// spacing reports whether w is written without a space before and after it.
func spacing(w string) (joinLeft, joinRight bool) {
	switch w {
	case ",", ".", ";", ":", "!", "?", ")", "]", "}", "%", "...", "”", "’",
		"'s", "’s", "'m", "'re", "'ve", "'ll", "'d", "n't", "n’t", "’re", "’ve", "’ll", "’m", "’d":
		return true, false
	case "(", "[", "{", "$", "£", "€", "“", "‘":
		return false, true
	case "/":
		return true, true
	}
	return false, false
}

// maxElided is the length in bytes of the longest word that loses its vowel before a vowel, with room for
// an apostrophe: "dell'", "jusqu'".
const maxElided = 8

// elides reports whether a language writes an apostrophe for an elided vowel.
func elides(language string) bool {
	switch language {
	case "fr", "it", "ca":
		return true
	}
	return false
}

// isElided reports whether word i is an apostrophe by itself between an elided word and the next one.
func isElided(words []string, i int, language string) bool {
	return elides(language) && (words[i] == "'" || words[i] == "’") && i > 0 && i+1 < len(words) &&
		len(words[i-1]) <= maxElided && beginsAlnum(words[i-1]) && beginsAlnum(words[i+1])
}

// foreign returns word i as a language other than English writes it, and its spacing. joinLeft and
// joinRight are the spacing that English has.
func foreign(words []string, i int, language string, joinLeft, joinRight bool) (w string, left, right bool) {
	w = unescape(words[i])
	switch language {
	case "zh", "ja", "th":
		latin := isLatin(w)
		return w, i > 0 && (!latin || !isLatin(words[i-1])), !latin
	case "ko":
		return w, true, true
	case "ur":
		return strings.ReplaceAll(w, "_", " "), joinLeft || w == "،" || w == "۔", joinRight
	}
	switch w {
	case "«", "¿", "¡", "„":
		return w, false, true
	case "»", "،", "؛", "؟", "۔", "।", "…":
		return w, true, false
	case "”":
		return w, true, false
	}
	if elides(language) && len(w) <= maxElided && (strings.HasSuffix(w, "'") || strings.HasSuffix(w, "’")) && beginsAlnum(w) {
		return w, joinLeft, true
	}
	return w, joinLeft, joinRight
}

// isLatin reports whether w begins with an ASCII letter or digit.
func isLatin(w string) bool {
	return w != "" && w[0] < utf8.RuneSelf && beginsAlnum(w)
}
