package view

import (
	"strings"

	"dateline/geo"
	"dateline/geo/layer"
)

// LedgerLine counts the mentions of a collection or article by outcome.
type LedgerLine struct {
	N     int // the number of mentions
	URL   string
	Parts []LedgerPart
	// Unread is the number of characters that were not searched.
	Unread int
}

// LedgerPart is the number of mentions with an outcome, with a link to their list.
type LedgerPart struct {
	Outcome geo.Outcome
	Count   int
	Note    string
	URL     string
	Current bool
}

func ledgerLine(sum geo.Ledger, l Links) LedgerLine {
	out := LedgerLine{N: sum.Mentions, URL: l.Ledger("")}
	for _, o := range geo.Outcomes() {
		n := sum.Count(o)
		if n == 0 {
			continue
		}
		label := outcomeLabels[o]
		out.Parts = append(out.Parts, LedgerPart{Outcome: o, Count: n, Note: label.note, URL: l.Ledger(o)})
	}
	out.Unread = sum.Unread
	return out
}

// Text returns the ledger as one line: "3 mentions: 2 on the map, 1 not found".
func (l LedgerLine) Text(language *Language) string {
	words := make([]string, len(l.Parts), len(l.Parts)+1)
	for i := range l.Parts {
		words[i] = l.Parts[i].Words(language)
	}
	if l.Unread > 0 {
		words = append(words, l.UnreadWords(language))
	}
	mentions := language.Count(l.N, "mention", "mentions")
	if len(words) == 0 {
		return mentions
	}
	return mentions + ": " + strings.Join(words, language.Words(", "))
}

// UnreadWords describes the text that was not searched.
func (l LedgerLine) UnreadWords(language *Language) string {
	return language.Words("{1} at the end of very long articles not searched", language.Count(l.Unread, "character", "characters"))
}

// Words returns the count with the words for the outcome: "11 unclear which".
func (p LedgerPart) Words(language *Language) string {
	label := outcomeLabels[p.Outcome]
	return language.Count(p.Count, label.one, label.many)
}

// mentionsPerPage is the number of mentions on a page of a list.
const mentionsPerPage = 100

// Ledger is the list of mentions behind a number of the ledger.
type Ledger struct {
	Layout
	Line LedgerLine
	// Outcome is the outcome that is listed, or empty for all.
	Outcome  geo.Outcome
	Heading  string
	Note     string
	Mentions []Mention
	Pages    Pager
	// Notices describe how the documents of the collection were read: what was split or
	// left out.
	Notices []string
}

// NewLedger lists the mentions of a set with an outcome, or all if it is empty; n is
// the 1-based page.
func NewLedger(set *layer.Set, outcome geo.Outcome, n int, l Links) Ledger {
	out := Ledger{Line: ledgerLine(set.Ledger(), l), Outcome: outcome, Heading: "All mentions", Note: outcomeLabels[outcome].note}
	if outcome != "" {
		out.Heading = capitalize(outcomeLabels[outcome].many)
	}
	for i := range out.Line.Parts {
		out.Line.Parts[i].Current = out.Line.Parts[i].Outcome == outcome
	}
	var refs []layer.MentionRef
	for a, p := range set.Parsed {
		for m := range p.Resolutions {
			if outcome == "" || p.Resolutions[m].Outcome == outcome {
				refs = append(refs, layer.MentionRef{Article: a, Mention: m})
			}
		}
	}
	out.Pages = newPager(len(refs), n, mentionsPerPage, l.Ledger(outcome))
	for _, ref := range refs[out.Pages.From:out.Pages.To] {
		out.Mentions = append(out.Mentions, mentionAt(set, ref, l))
	}
	return out
}
