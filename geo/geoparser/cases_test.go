package geoparser_test

import (
	"context"
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
)

// casesFile lists sentences with the places that they name. Its columns are an id that
// begins with the kind of difficulty, the text with \n for line ends, the expectations
// with "; " between them, the reason why they do not hold yet or nothing, and a note on
// the kind.
//
// An expectation is PHRASE=PLACE, PHRASE?=PLACE (the phrase may also be left open),
// PHRASE@=PLACE (the place is also the anchor of an offset), !PHRASE (names no place) or
// none (no other phrase names a place). PHRASE#2 is the second occurrence of the phrase.
// PLACE is an identifier, country:XX, or several with "|" between them.
const casesFile = "testdata/cases.tsv"

// TestCases parses every case with the default models and gazetteer. A case with a
// reason must fail, so that the reason is removed when the case is mended.
func TestCases(t *testing.T) {
	p := parser(t)
	table, err := os.ReadFile(casesFile)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimRight(string(table), "\n"), "\n")
	seen, right := map[string]bool{}, 0
	for _, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != 5 {
			t.Fatalf("%d cells in %q, want 5", len(cells), line)
		}
		id, known := cells[0], cells[3]
		if seen[id] {
			t.Errorf("%s occurs twice", id)
		}
		seen[id] = true
		text := strings.ReplaceAll(cells[1], `\n`, "\n")
		parsed, err := p.Parse(context.Background(), geo.Article{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		problems := caseProblems(t, id, parsed, strings.Split(strings.ReplaceAll(cells[2], `\n`, "\n"), "; "))
		switch {
		case len(problems) == 0 && known != "":
			t.Errorf("%s is right now; remove the reason %q", id, known)
		case len(problems) > 0 && known == "":
			t.Errorf("%s %q: %s", id, cells[1], strings.Join(problems, "; "))
		}
		if len(problems) == 0 {
			right++
		}
	}
	t.Logf("%d of %d cases are right", right, len(seen))
}

// caseProblems returns the expectations that do not hold for a parsed text.
func caseProblems(t *testing.T, id string, p *geo.Parsed, expectations []string) (problems []string) {
	t.Helper()
	listed := make([]bool, len(p.Mentions))
	none := false
	for _, e := range expectations {
		if none = none || e == "none"; e == "none" {
			continue
		}
		phrase, want, positive := strings.Cut(e, "=")
		phrase, open := strings.CutSuffix(phrase, "?")
		phrase, anchor := strings.CutSuffix(phrase, "@")
		if !positive {
			phrase = strings.TrimPrefix(phrase, "!")
		}
		span, ok := occurrence(p.Article.Text, phrase)
		if !ok {
			t.Fatalf("%s: %q is not in the text", id, phrase)
		}
		i := mentionOf(p.Mentions, span)
		if i >= 0 {
			listed[i] = true
		}
		switch got := placeOf(p, i, span); {
		case !positive && names(p, i):
			problems = append(problems, strconv.Quote(p.Mentions[i].Phrase)+" is "+got+", want no place")
		case positive && (!open || got != "") && (got == "" || !strings.Contains("|"+want+"|", "|"+got+"|")):
			problems = append(problems, strconv.Quote(phrase)+" is "+strconv.Quote(got)+", want "+want)
		case anchor && p.Mentions[i].Relation == nil:
			problems = append(problems, strconv.Quote(phrase)+" has no offset")
		}
	}
	for i := range p.Mentions {
		if none && !listed[i] && names(p, i) {
			problems = append(problems, strconv.Quote(p.Mentions[i].Phrase)+" is "+string(p.Resolutions[i].Place.ID)+", want no place")
		}
	}
	return problems
}

// occurrence returns the span of a phrase, or of its n-th occurrence for "PHRASE#n", that
// begins and ends at the end of a word.
func occurrence(text, phrase string) (geo.Span, bool) {
	phrase, number, _ := strings.Cut(phrase, "#")
	n := 1
	if number != "" {
		n, _ = strconv.Atoi(number)
	}
	for at := 0; ; {
		i := strings.Index(text[at:], phrase)
		if i < 0 {
			return geo.Span{}, false
		}
		span := geo.Span{Start: at + i, End: at + i + len(phrase)}
		at = span.End
		before, _ := utf8.DecodeLastRuneInString(text[:span.Start])
		after, _ := utf8.DecodeRuneInString(text[span.End:])
		if isLetter(before) || isLetter(after) {
			continue
		}
		if n--; n == 0 {
			return span, true
		}
	}
}

// isLetter reports whether r is a letter or mark of a script that puts spaces or apostrophes around names. Korean
// writes particles on.
func isLetter(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M) && !unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

// mentionOf returns the index of the mention that shares most bytes with a span, or -1.
func mentionOf(mentions []geo.Mention, span geo.Span) int {
	best, most := -1, 0
	for i := range mentions {
		if shared := min(mentions[i].End, span.End) - max(mentions[i].Start, span.Start); shared > most {
			best, most = i, shared
		}
	}
	return best
}

// names reports whether mention i, if any, is resolved to a place, or to one that it is in
// or near.
func names(p *geo.Parsed, i int) bool {
	if i < 0 {
		return false
	}
	switch p.Resolutions[i].Outcome {
	case geo.OutcomePlaced, geo.OutcomeCountry, geo.OutcomeApproximate:
		return true
	default:
		return false
	}
}

// placeOf returns the place of mention i as the table writes it, or "" if the mention is
// left open. A mention of only a part of the span is left open at best.
func placeOf(p *geo.Parsed, i int, span geo.Span) string {
	if !names(p, i) {
		return ""
	}
	r := &p.Resolutions[i]
	switch m := &p.Mentions[i]; {
	case r.Outcome == geo.OutcomeApproximate:
		return "near " + string(r.Place.ID)
	case m.Start > span.Start || m.End < span.End:
		return "a part, " + string(r.Place.ID)
	case r.Place.Kind == geo.KindCountry:
		return "country:" + r.Place.Country
	}
	return string(r.Place.ID)
}
