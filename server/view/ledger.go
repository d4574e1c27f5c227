package view

import (
	"dateline/geo"
	"dateline/geo/layer"
)

// LedgerLine is the ledger of a collection or article: the honest remainder.
type LedgerLine struct {
	Mentions string // "143 mentions"
	URL      string
	Parts    []LedgerPart
}

// LedgerPart is one number of a ledger with the list behind it.
type LedgerPart struct {
	Outcome geo.Outcome
	Count   int
	Words   string // "11 ambiguous"
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
		w := outcomeWords[o]
		out.Parts = append(out.Parts, LedgerPart{Outcome: o, Count: n, Words: Count(n, w[0], w[1]), Note: outcomeNotes[o], URL: l.Ledger(o)})
	}
	return out
}

// Text is the ledger as a sentence, for where there is no room for links.
func (l LedgerLine) Text() string {
	s := l.Mentions
	for i, p := range l.Parts {
		sep := ", "
		if i == 0 {
			sep = ": "
		}
		s += sep + p.Words
	}
	return s
}

// mentionsPerPage is how many cards a page of mentions holds.
const mentionsPerPage = 100

// Ledger is the page behind the numbers of a ledger.
type Ledger struct {
	Layout
	Line LedgerLine
	// Outcome is the outcome listed, or empty for all.
	Outcome  geo.Outcome
	Words    string
	Note     string
	Mentions []Mention
	Pages    Pager
}

// NewLedger lists the mentions of a set with an outcome, of all outcomes if it
// is empty; n is the 1-based page.
func NewLedger(set *layer.Set, outcome geo.Outcome, n int, l Links) Ledger {
	out := Ledger{Line: ledgerLine(set.Ledger(), l), Outcome: outcome, Words: "mentions", Note: outcomeNotes[outcome]}
	if outcome != "" {
		out.Words = outcomeWords[outcome][1]
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
	out.Pages = pagesOf(len(refs), n, mentionsPerPage, l.Ledger(outcome))
	for _, ref := range refs[out.Pages.From:out.Pages.To] {
		out.Mentions = append(out.Mentions, mentionAt(set, ref, l))
	}
	return out
}
