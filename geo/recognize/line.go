package recognize

// Bounds on how far around a mention its line is looked at, in tokens.
const (
	datelineLength    = 16
	boilerplateLength = 24
)

// line returns the tokens [first, last] of the line that holds token i, at most
// most tokens to either side.
func (w *work) line(i int32, most int32) (first, last int32) {
	first, last = i, i
	for first > 0 && w.toks[first].breaks == 0 && i-first < most {
		first--
	}
	for int(last)+1 < len(w.toks) && w.toks[last+1].breaks == 0 && last-i < most {
		last++
	}
	return first, last
}

// inDateline reports whether c is part of the place and day with which a story
// begins: "KABUL, Afghanistan, Sept. 6 (Reuters) —".
func (w *work) inDateline(c *candidate) bool {
	first, last := w.line(c.first, datelineLength)
	if w.toks[first].breaks == 0 {
		// Behind a byline on the same line: "Associated Press WASHINGTON (AP) —".
		return w.toks[c.last].class == classUpper && w.agency(c.last+1) > 0
	}
	shouted := w.toks[first].class == classUpper && w.toks[first].end-w.toks[first].start > 2
	for i := first; i <= last; i++ {
		t := &w.toks[i]
		switch mark := w.text[t.start:t.end]; {
		case i > c.last && t.space && dash(mark), i > c.last && mark == ":" && shouted && i == c.last+1:
			return true
		case w.agency(i) > 0 && i > c.last && shouted:
			return true
		case t.class == classLower && mark != "and", mark == ";", mark == "?", mark == "!":
			return false
		}
	}
	return false
}

// agency returns the number of tokens of a news agency in brackets at i, or 0.
func (w *work) agency(i int32) int32 {
	if int(i)+2 >= len(w.toks) || w.toks[i].breaks > 0 || w.text[w.toks[i].start] != '(' {
		return 0
	}
	for j := i + 1; j < i+4 && int(j) < len(w.toks); j++ {
		if newsWords[w.toks[j].lower] {
			return j - i + 2
		}
	}
	return 0
}

func dash(mark string) bool { return mark == "-" || mark == "–" || mark == "—" || mark == "―" }

// inBoilerplate reports whether c stands in a byline, an agency's tail or a line
// of navigation.
func (w *work) inBoilerplate(c *candidate) bool {
	first, last := w.line(c.first, boilerplateLength)
	if w.toks[first].breaks == 0 {
		return false
	}
	start := w.toks[first]
	if w.text[start.start] == '(' && first < last {
		start = w.toks[first+1]
	}
	if tailWords[start.lower] {
		return true
	}
	end := w.text[w.toks[last].start:w.toks[last].end]
	if int(last)+1 < len(w.toks) && w.toks[last+1].breaks == 0 || terminal(end) || closes(end) {
		return false
	}
	news := start.lower == hashBy
	for i := first; i <= last; i++ {
		t := &w.toks[i]
		if t.class == classLower && t.lex&lexConnector == 0 && !newsWords[t.lower] {
			return false
		}
		news = news || newsWords[t.lower] || t.class == classPunct && w.text[t.start] == '|'
	}
	return news
}

// Words that give away agencies, bylines and tails.
var (
	newsWords = hashes("reuters ap afp upi cnn bbc abc nbc cbs npr voa rfe dpa xinhua tass pti ani efe ansa bloomberg news " +
		"correspondent reporter newsroom staff writer")
	tailWords = hashes("reporting editing copyright © writing")
	hashBy    = hashLower("by")
)
