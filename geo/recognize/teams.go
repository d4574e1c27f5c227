package recognize

import (
	"dateline/geo"
	"dateline/geo/internal/tagger"
)

// sportWords, contestWords, teamArticles and teamVerbs have the hashes of the words of reports on sports, of those that other texts have too, of the articles before the names of teams that the
// names of their towns do not have, and of the verbs and prepositions before the opponent of a team, by language.
var (
	sportWords   = hashesByLanguage("sport-word")
	contestWords = hashesByLanguage("contest-word")
	teamArticles = hashesByLanguage("team-article")
	teamVerbs    = hashesByLanguage("team-verb")
)

// markTeams makes the mentions of towns and states associative that are teams in reports on sports: those after an article that
// towns do not have, "el Valencia", those that play each other, "Venezia-Palermo 2-1", and those in a table, "1. Granada, 42 puntos".
func (f *nameFixer) markTeams() {
	if sportWords[f.language] == nil {
		return
	}
	for i := range f.mentions {
		m := &f.mentions[i]
		if m.Role != geo.RoleLiteral {
			continue
		}
		first, last := f.tokensOf(m.Span)
		if (f.isAfterTeamArticle(first) && f.isContest(first) || (f.isOpponent(first, last) || f.isPaired(first, last) || f.isRanked(first, last)) && f.isSport(first)) && f.isTeamTown(m.Phrase) {
			m.Role, m.Association = geo.RoleAssociative, geo.AssociationOrganization
		}
	}
}

// isAfterTeamArticle reports whether an article precedes token i that the names of towns do not have.
func (f *nameFixer) isAfterTeamArticle(i int32) bool {
	return i > 0 && f.isInSentence(i-1, i) && teamArticles[f.language][f.d.Tokens[i-1].Lower]
}

// isOpponent reports whether a verb of winning or losing or a preposition precedes the tokens [first, last], with up to one short word between
// them, or follows them: "venció a Orio", "Perugia travolge".
func (f *nameFixer) isOpponent(first, last int32) bool {
	if f.isInSentence(last+1, last) && teamVerbs[f.language][f.d.Tokens[last+1].Lower] {
		return true
	}
	k := first - 1
	if k > 0 && f.d.Tokens[k].Class == tagger.ClassLower && f.d.Tokens[k].End-f.d.Tokens[k].Start == 1 {
		k--
	}
	return k >= 0 && f.isInSentence(k, first) && teamVerbs[f.language][f.d.Tokens[k].Lower]
}

// isPaired reports whether a hyphen without spaces joins the tokens [first, last] to another name, as that of an opponent.
func (f *nameFixer) isPaired(first, last int32) bool {
	tokens := f.d.Tokens
	if k := last + 2; f.isInSentence(k, last) && isHyphen(tokens[k-1].Text(f.d.Text)) && tokens[k].Cased() && !tokens[k-1].Space && !tokens[k].Space {
		return true
	}
	k := first - 2
	return k >= 0 && f.isInSentence(k, first) && isHyphen(tokens[k+1].Text(f.d.Text)) && tokens[k].Cased() && !tokens[k+1].Space && !tokens[first].Space
}

func isHyphen(mark string) bool { return mark == "-" || mark == "–" }

// isRanked reports whether the tokens [first, last] are in a table of sports: "1. Granada, 42 puntos", "Foggia 44;".
func (f *nameFixer) isRanked(first, last int32) bool {
	next := last + 1
	if f.isInSentence(next, last) && f.d.Tokens[next].Text(f.d.Text) == "," {
		next++
	}
	end := f.skipFigure(next, next+maxFigure)
	if end == next || int(end) < len(f.d.Tokens) && f.isInSentence(end, last) && f.d.Tokens[end].Class != tagger.ClassPunctuation && !contestWords[f.language][f.d.Tokens[end].Lower] {
		return false
	}
	return next == last+1 || first > 0 && (f.d.Tokens[first-1].Class == tagger.ClassNumber || f.d.Tokens[first-1].Class == tagger.ClassPunctuation)
}

// maxSport is the number of tokens to either side of a team among which words of sports are.
const maxSport = 40

// isSport reports whether the line of token i has a word of sports, a score or the heading of a table near it.
func (f *nameFixer) isSport(i int32) bool {
	first, last := lineOf(f.d.Tokens, i, maxSport)
	for k := first; k <= last; k++ {
		t := &f.d.Tokens[k]
		switch {
		case sportWords[f.language][t.Lower]:
			return true
		case contestWords[f.language][t.Lower] && k < last && f.d.Tokens[k+1].Text(f.d.Text) == ":":
			return true
		case t.Class == tagger.ClassNumber && k+2 <= last && isHyphen(f.d.Tokens[k+1].Text(f.d.Text)) && f.d.Tokens[k+2].Class == tagger.ClassNumber &&
			t.End-t.Start <= maxScore && f.d.Tokens[k+2].End-f.d.Tokens[k+2].Start <= maxScore:
			return true
		}
	}
	return false
}

// isContest reports whether the line of token i has any word of sports near it, also one that other texts have too.
func (f *nameFixer) isContest(i int32) bool {
	first, last := lineOf(f.d.Tokens, i, maxSport)
	for k := first; k <= last; k++ {
		if t := &f.d.Tokens[k]; contestWords[f.language][t.Lower] && t.Class != tagger.ClassCapital {
			return true
		}
	}
	return f.isSport(i)
}

// maxScore is the number of digits of the longest score of one team.
const maxScore = 2

// isTeamTown reports whether a phrase is the name of a town, or of a state that teams are called after, and not that of a country.
func (f *nameFixer) isTeamTown(phrase string) bool {
	types, _ := f.matcher.typesOfPhrase(phrase, f.language)
	return types&(tagger.TypeTown|tagger.TypeState) != 0 && types&(tagger.TypeCountry|tagger.TypeNature) == 0
}

// maxTeam is the number of tokens of the longest name of a team in a result.
const maxTeam = 5

// markResults makes the mentions of towns associative that are teams in the result of a match: "Blansko - Chrudim 2:0".
func (f *nameFixer) markResults() {
	if definitionNouns[f.language] == nil {
		return
	}
	for i := range f.mentions {
		m := &f.mentions[i]
		if m.Role != geo.RoleLiteral && m.Role != geo.RoleDateline || !f.isTown(m.Phrase) {
			continue
		}
		first, last := f.tokensOf(m.Span)
		if next := f.afterTeamLetter(last + 1); f.isHost(next) || f.isScore(next) && first > 1 && f.isDashAt(first-1) && f.d.Tokens[first-2].IsWord() {
			m.Role, m.Association = geo.RoleAssociative, geo.AssociationOrganization
		}
	}
}

// afterTeamLetter returns the token after the letter of a second team, "B", that is token i, or i.
func (f *nameFixer) afterTeamLetter(i int32) int32 {
	if int(i) < len(f.d.Tokens) && f.d.Tokens[i].End-f.d.Tokens[i].Start == 1 && f.d.Tokens[i].Cased() {
		i++
	}
	return i
}

func (f *nameFixer) isDashAt(i int32) bool { return isDash(f.d.Tokens[i].Text(f.d.Text)) }

// isHost reports whether a dash, the name of another team and a score begin with token i.
func (f *nameFixer) isHost(i int32) bool {
	tokens := f.d.Tokens
	if int(i) >= len(tokens) || tokens[i].Breaks > 0 || !f.isDashAt(i) {
		return false
	}
	for k := i + 1; int(k) < len(tokens) && k <= i+1+maxTeam && tokens[k].Breaks == 0; k++ {
		t := &tokens[k]
		switch {
		case k > i+1 && f.isScore(k):
			return true
		case !t.Cased() && t.Class != tagger.ClassNumber && t.Text(f.d.Text) != ".":
			return false
		}
	}
	return false
}

// isScore reports whether a score begins with token i: "2:0", "3–1".
func (f *nameFixer) isScore(i int32) bool {
	tokens := f.d.Tokens
	if int(i)+2 >= len(tokens) || tokens[i].Class != tagger.ClassNumber || tokens[i+2].Class != tagger.ClassNumber {
		return false
	}
	mark := tokens[i+1].Text(f.d.Text)
	return !tokens[i+1].Space && !tokens[i+2].Space && (mark == ":" || isDash(mark))
}
