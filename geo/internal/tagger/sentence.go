package tagger

import "dateline/geo"

// SplitSentences sets the sentence index of the tokens and appends the sentences' spans to dst.
// A sentence ends at a period, question mark or exclamation mark with its closing quotation
// marks and brackets, at an empty line, and at the end of a line that is not wrapped.
func SplitSentences(dst []geo.Span, tokens []Token, text string) []geo.Span {
	start := 0
	for i := range tokens {
		tokens[i].Sentence = uint32(len(dst))
		if i+1 < len(tokens) && !endsSentence(tokens, i, start, text) {
			continue
		}
		dst = append(dst, geo.Span{Start: int(tokens[start].Start), End: int(tokens[i].End)})
		start = i + 1
	}
	return dst
}

// endsSentence reports whether the sentence that begins with token start ends with token i.
func endsSentence(tokens []Token, i, start int, text string) bool {
	t, next := &tokens[i], &tokens[i+1]
	if next.Breaks >= 2 {
		return true
	}
	last := t.Text(text)
	if next.Breaks == 1 {
		if IsClosing(last) || IsTerminal(last) || next.Class == ClassPunctuation {
			return true
		}
		if next.Class == ClassLower || last == "," || last == "-" {
			return false
		}
		return !isWrapped(text, int(t.End), int(next.End))
	}
	if isFullWidthTerminal(last) {
		return !IsClosing(next.Text(text))
	}
	if !next.Space && (!next.Cased() || !IsTerminal(last)) {
		return false
	}
	j := i
	for j > start && IsClosing(tokens[j].Text(text)) {
		j--
	}
	mark := tokens[j].Text(text)
	if !IsTerminal(mark) {
		// Initials and abbreviations end a sentence only before a capitalized function word.
		return j == i && mark[len(mark)-1] == '.' && t.IsWord() && next.Class == ClassCapital &&
			next.Lists&ListFunction != 0 && !titleAbbreviations[mark]
	}
	switch next.Class {
	case ClassLower:
		return false
	case ClassPunctuation:
		return isOpening(next.Text(text))
	default:
		return true
	}
}

// isFullWidthTerminal reports whether s ends a sentence in scripts that write no space after it.
func isFullWidthTerminal(s string) bool { return s == "。" || s == "！" || s == "？" }

// IsTerminal reports whether s is a punctuation mark that ends sentences.
func IsTerminal(s string) bool {
	switch s {
	case ".", "!", "?", "…", "...", "。", "！", "？", "؟", "۔", "।":
		return true
	}
	return false
}

// IsClosing reports whether s is a closing quotation mark or bracket.
func IsClosing(s string) bool {
	switch s {
	case "\"", "'", "”", "’", "»", ")", "]", "」", "』":
		return true
	}
	return false
}

// isOpening reports whether s is a punctuation mark that may begin a sentence.
func isOpening(s string) bool {
	switch s {
	case "\"", "'", "“", "‘", "«", "(", "[", "「", "『", "-", "–", "—", "•", "*", "¿", "¡":
		return true
	}
	return false
}
