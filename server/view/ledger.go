package view

import (
	"strings"

	"dateline/geo"
	"dateline/geo/layer"
)

// LedgerLine counts the mentions of a collection or article by outcome.
type LedgerLine struct {
	Mentions string // "143 mentions"
	URL      string
	Parts    []LedgerPart
	// Unread tells how much text was not searched; empty if all was.
	Unread string
}

// LedgerPart is the number of mentions with an outcome, with a link to their list.
type LedgerPart struct {
	Outcome geo.Outcome
	Count   int
	Words   string // "11 unclear which"
	Note    string
	URL     string
	Current bool
}

func ledgerLine(sum geo.Ledger, l Links) LedgerLine {
	out := LedgerLine{Mentions: Count(sum.Mentions, "mention", "mentions"), URL: l.Ledger("")}
	for _, o := range geo.Outcomes() {
		n := sum.Count(o)
		if n == 0 {
			continue
		}
		label := outcomeLabels[o]
		out.Parts = append(out.Parts, LedgerPart{Outcome: o, Count: n, Words: Count(n, label.one, label.many), Note: label.note, URL: l.Ledger(o)})
	}
	if sum.Unread > 0 {
		out.Unread = Count(sum.Unread, "character", "characters") + " at the end of very long articles not searched"
	}
	return out
}

// Text returns the ledger as one line: "3 mentions: 2 on the map, 1 not found".
func (l LedgerLine) Text() string {
	words := make([]string, len(l.Parts))
	for i := range l.Parts {
		words[i] = l.Parts[i].Words
	}
	if l.Unread != "" {
		words = append(words, l.Unread)
	}
	if len(words) == 0 {
		return l.Mentions
	}
	return l.Mentions + ": " + strings.Join(words, ", ")
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
