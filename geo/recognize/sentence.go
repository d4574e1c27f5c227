package recognize

import "dateline/geo"

// split numbers the sentences of the tokens and appends their spans to dst. A
// sentence ends at a stop, question or exclamation mark with what closes it, at
// an empty line, and at the end of a line that does not look wrapped.
func split(dst []geo.Span, toks []token, text string) []geo.Span {
	start := 0
	for i := range toks {
		toks[i].sentence = uint32(len(dst))
		if i+1 < len(toks) && !ends(toks, i, start, text) {
			continue
		}
		dst = append(dst, geo.Span{Start: int(toks[start].start), End: int(toks[i].end)})
		start = i + 1
	}
	return dst
}

// wrapped is the length in bytes from which a line that ends without a stop is
// taken to go on in the next one.
const wrapped = 55

// ends reports whether a sentence that began at token start ends with token i.
func ends(toks []token, i, start int, text string) bool {
	t, next := &toks[i], &toks[i+1]
	if next.breaks >= 2 {
		return true
	}
	last := text[t.start:t.end]
	if next.breaks == 1 {
		if closes(last) || terminal(last) || next.class == classPunct {
			return true
		}
		if next.class == classLower || last == "," || last == "-" {
			return false
		}
		return t.end-toks[start].start < wrapped || next.cased()
	}
	if fullWidth(last) {
		return !closes(text[next.start:next.end])
	}
	if !next.space && (!next.cased() || !terminal(last)) {
		return false
	}
	j := i
	for j > start && closes(text[toks[j].start:toks[j].end]) {
		j--
	}
	stop := text[toks[j].start:toks[j].end]
	if !terminal(stop) {
		// Initials or an abbreviation end a sentence only before a word that
		// plainly begins one.
		return j == i && stop[len(stop)-1] == '.' && t.word() && next.class == classCapital &&
			next.lex&lexFunction != 0 && !titleAbbreviations[stop]
	}
	switch next.class {
	case classLower:
		return false
	case classPunct:
		return opens(text[next.start:next.end])
	}
	return true
}

// fullWidth reports whether s ends sentences in scripts that put no space after
// it.
func fullWidth(s string) bool { return s == "。" || s == "！" || s == "？" }

// terminal reports whether s ends sentences.
func terminal(s string) bool {
	switch s {
	case ".", "!", "?", "…", "...", "。", "！", "？", "؟", "۔", "।":
		return true
	}
	return false
}

// closes reports whether s closes a quotation or bracket after a stop.
func closes(s string) bool {
	switch s {
	case "\"", "'", "”", "’", "»", ")", "]", "」", "』":
		return true
	}
	return false
}

// opens reports whether s may begin a sentence.
func opens(s string) bool {
	switch s {
	case "\"", "'", "“", "‘", "«", "(", "[", "「", "『", "-", "–", "—", "•", "*", "¿", "¡":
		return true
	}
	return false
}
