package recognize

import (
	"dateline/geo/internal/lexicon"
	"dateline/geo/internal/tagger"
)

// The numbers of tokens to either side of a mention that are examined of its line.
const (
	maxDateline    = 16
	maxBoilerplate = 24
)

// lineOf returns the tokens [first, last] of the line that contains token i, at most limit tokens to
// either side.
func lineOf(tokens []tagger.Token, i, limit int32) (first, last int32) {
	first, last = i, i
	for first > 0 && tokens[first].Breaks == 0 && i-first < limit {
		first--
	}
	for int(last)+1 < len(tokens) && tokens[last+1].Breaks == 0 && last-i < limit {
		last++
	}
	return first, last
}

// inDateline reports whether tokens [first, last] are part of the place and date with which a news
// story begins: "KABUL, Afghanistan, Sept. 6 (Reuters) —".
func inDateline(text string, tokens []tagger.Token, first, last int32) bool {
	begin, end := lineOf(tokens, first, maxDateline)
	if tokens[begin].Breaks == 0 {
		// After a byline on the same line: "Associated Press WASHINGTON (AP) —".
		return tokens[last].Class == tagger.ClassUpper && isAgency(text, tokens, last+1)
	}
	upper := tokens[begin].Class == tagger.ClassUpper && tokens[begin].End-tokens[begin].Start > 2
	for i := begin; i <= end; i++ {
		t := &tokens[i]
		mark := t.Text(text)
		if i > last {
			if t.Space && isDash(mark) || upper && (isAgency(text, tokens, i) || mark == ":" && i == last+1) {
				return true
			}
		}
		if t.Class == tagger.ClassLower && mark != "and" || mark == ";" || mark == "?" || mark == "!" {
			return false
		}
	}
	return false
}

// isAgency reports whether a news agency in parentheses begins with token i.
func isAgency(text string, tokens []tagger.Token, i int32) bool {
	if int(i)+2 >= len(tokens) || tokens[i].Breaks > 0 || text[tokens[i].Start] != '(' {
		return false
	}
	for _, t := range tokens[i+1 : min(int(i)+4, len(tokens))] {
		if newsWords[t.Lower] {
			return true
		}
	}
	return false
}

// minHeaded is the size class of the smallest town that is taken for a dateline, or for the place of a headline, because of the mark after it.
const minHeaded = 2

// probabilityHeaded is the probability of a town at the beginning of a line with such a mark after it.
const probabilityHeaded = 0.85

// addHeaded adds the towns at the beginning of a line that a period, a colon, a dash, a date or an agency follows, where the model found
// nothing: "Nauen. Bei einem Unfall", "Kutno: zderzenie", "OLOMOUC 14. dubna (ČTK)".
func (f *nameFixer) addHeaded() {
	if definitionNouns[f.language] == nil {
		return
	}
	for i := range f.d.Names {
		n := &f.d.Names[i]
		first := &f.d.Tokens[n.First]
		if n.First > 0 && first.Breaks == 0 || n.Types&tagger.TypeTown == 0 || n.Types&tagger.TypeDemonym != 0 || n.Size < minHeaded || n.Inflected || !first.Cased() {
			continue
		}
		common := n.First == n.Last && first.Class != tagger.ClassUpper && (f.d.IsCommon(n.First) || f.d.IsPerson(n.First) || isFrequent(f.d, first))
		if !common && !f.hasEntity(n) && f.isHeading(n.Last+1) {
			f.addUnlabeled(n, probabilityHeaded)
		}
	}
}

// maxDate is the number of tokens of a date and an agency in parentheses after a town.
const maxDate = 9

// isHeading reports whether the mark of a headline, or the date or agency of a dateline, begins with token i.
func (f *nameFixer) isHeading(i int32) bool {
	tokens, text := f.d.Tokens, f.d.Text
	if int(i)+1 >= len(tokens) || tokens[i].Breaks > 0 || tokens[i+1].Breaks > 0 {
		return false
	}
	mark := tokens[i].Text(text)
	switch {
	case mark == ".":
		return tokens[i+1].Space && tokens[i+1].Cased()
	case mark == ":":
		return tokens[i+1].Space
	case isDash(mark):
		return tokens[i].Space && tokens[i+1].Space
	case mark == ",":
		i++
	}
	if tokens[i].Class != tagger.ClassNumber && tokens[i].Text(text) != "(" {
		return false
	}
	for k := i; int(k) < len(tokens) && k < i+maxDate && tokens[k].Breaks == 0; k++ {
		if isDash(tokens[k].Text(text)) && tokens[k].Space {
			return true
		}
	}
	return false
}

func isDash(mark string) bool { return mark == "-" || mark == "–" || mark == "—" || mark == "―" }

// inBoilerplate reports whether token i is part of a byline, of the credits of a news agency or of a
// line of navigation.
func inBoilerplate(text string, tokens []tagger.Token, i int32) bool {
	first, last := lineOf(tokens, i, maxBoilerplate)
	if tokens[first].Breaks == 0 {
		return false
	}
	begin := &tokens[first]
	if text[begin.Start] == '(' && first < last {
		begin = &tokens[first+1]
	}
	if creditWords[begin.Lower] {
		return true
	}
	end := tokens[last].Text(text)
	if int(last)+1 < len(tokens) && tokens[last+1].Breaks == 0 || tagger.IsTerminal(end) || tagger.IsClosing(end) {
		return false
	}
	news := begin.Lower == hashBy
	for k := first; k <= last; k++ {
		t := &tokens[k]
		if t.Class == tagger.ClassLower && t.Lists&tagger.ListConnector == 0 && !newsWords[t.Lower] {
			return false
		}
		news = news || newsWords[t.Lower] || t.Class == tagger.ClassPunctuation && text[t.Start] == '|'
	}
	return news
}

// Words of news agencies and bylines, and words with which credits begin.
var (
	newsWords   = tagger.HashSet(lexicon.Words("en", "news-agency"))
	creditWords = tagger.HashSet(lexicon.Words("en", "credit"))
	hashBy      = tagger.HashLower("by")
)
