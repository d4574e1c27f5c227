package editing

import (
	"strings"
	"time"

	"dateline/geo"
	"dateline/server/store"
	"dateline/server/view"
)

// MentionPage is the page of a mention: its passage, its candidates, what was decided, and the form to correct it.
type MentionPage struct {
	view.MentionPage
	// Candidates are numbered as on the map.
	Candidates []Candidate
	Citations  []Citation
	History    []Event
	Decisions  []DecisionRow
	Choose     *Choose
	Notice     *Notice
	// ParsedWith names the gazetteer and the models that read the mention.
	ParsedWith string
}

// Notice is what was just done, with the address that takes it back.
type Notice struct{ Words, Undo, Back string }

// Citation is a reference to a passage in a format.
type Citation struct{ Format, Text string }

// Event is a change of what a mention is taken to mean.
type Event struct {
	At                   time.Time
	Phrase, Author, Note string
	// Mention is the address of the mention, and Passage its text around the phrase.
	Mention       string
	Article       string
	Before, After string
	Cause         store.Cause
}

// NewMentionPage describes the i-th mention of an article.
func NewMentionPage(p *geo.Parsed, i int, base string, l view.Links, choice Choice) MentionPage {
	out := MentionPage{
		MentionPage: view.NewMentionPage(p, i, base, l),
		Candidates:  candidatesOf(&p.Resolutions[i]),
		Choose:      NewChoose(&p.Resolutions[i], p.Mentions[i].Phrase, choice),
	}
	var versions []string
	for _, v := range []struct{ name, version string }{{"gazetteer", p.Versions.Gazetteer}, {"recognizer", p.Versions.Recognizer}, {"resolver", p.Versions.Resolver}} {
		if v.version != "" {
			versions = append(versions, v.name+" "+v.version)
		}
	}
	out.ParsedWith = strings.Join(versions, ", ")
	out.Citations = citations(&out.MentionPage, &p.Article)
	return out
}

// AddHistory adds the changes of the mention, the latest first.
func (m *MentionPage) AddHistory(all []store.Reading, l view.Links) {
	for i := range all {
		m.History = append(m.History, NewEvent(&all[i], l))
	}
}

// NewEvent describes a change of a reading.
func NewEvent(r *store.Reading, l view.Links) Event {
	page := l.Mention(r.Mention)
	if r.Article != "" {
		page = l.MentionOf(r.Article, view.PlainMention(r.Mention))
	}
	return Event{
		At: r.At, Phrase: r.Phrase, Author: r.Author, Note: r.Note, Mention: page, Article: r.Article,
		Before: State(&r.Before), After: State(&r.After), Cause: r.Cause,
	}
}

// outcomeWords are the words for mentions that are not on the map.
var outcomeWords = map[geo.Outcome]string{
	geo.OutcomeAmbiguous: "unclear which", geo.OutcomeApproximate: "in or near ", geo.OutcomeMissing: "not found",
}

// State describes what a mention is taken to mean.
func State(s *store.ReadingState) string {
	if !s.Present {
		return ""
	}
	var words string
	switch {
	case s.Name != "" && s.Outcome == geo.OutcomeApproximate:
		words = outcomeWords[s.Outcome] + s.Name
	case s.Name != "" && s.Outcome == geo.OutcomeAmbiguous:
		words = outcomeWords[s.Outcome] + " (best guess: " + s.Name + ")"
	case s.Name != "":
		words = s.Name
		if s.Confidence != "" && s.Confidence != geo.ConfidenceCertain {
			words += " (" + string(s.Confidence) + ")"
		}
	case outcomeWords[s.Outcome] != "":
		words = strings.TrimSpace(outcomeWords[s.Outcome])
	default:
		words = "not a place"
	}
	if s.Role != "" && s.Role != geo.RoleLiteral {
		words += ", " + roleLabel(s.Role)
	}
	return words
}

func roleLabel(role geo.Role) string {
	for i := range roleLabels {
		if roleLabels[i].Value == role {
			return roleLabels[i].Label
		}
	}
	return string(role)
}

// citations formats references to a passage.
func citations(m *view.MentionPage, a *geo.Article) []Citation {
	var bib strings.Builder
	bib.WriteString("@misc{dateline-" + m.Mention.ID + ",\n")
	field := func(name, value string) {
		if value != "" {
			bib.WriteString("  " + name + " = {" + strings.NewReplacer("{", "", "}", "", "\\", "").Replace(value) + "},\n")
		}
	}
	field("title", m.Mention.Article.Title)
	field("publisher", a.Publisher)
	field("author", a.Author)
	field("date", a.Published)
	field("url", m.Permalink)
	field("note", "“"+m.Mention.Phrase+"”")
	bib.WriteString("}")

	var ris strings.Builder
	line := func(tag, value string) {
		if value != "" {
			ris.WriteString(tag + "  - " + strings.Join(strings.Fields(value), " ") + "\n")
		}
	}
	line("TY", "NEWS")
	line("TI", m.Mention.Article.Title)
	line("PB", a.Publisher)
	line("AU", a.Author)
	line("DA", strings.ReplaceAll(dayOf(a.Published), "-", "/"))
	line("UR", m.Permalink)
	line("N1", m.Mention.Phrase)
	ris.WriteString("ER  - ")
	quote := strings.TrimSpace(m.Mention.Before + m.Mention.Phrase + m.Mention.After)
	return []Citation{
		{"Text", m.Citation},
		{"Quotation", "“" + strings.Join(strings.Fields(quote), " ") + "” (" + m.Citation + ")"},
		{"BibTeX", bib.String()}, {"RIS", ris.String()},
	}
}

// dayOf returns the day of a publication time, or empty.
func dayOf(published string) string {
	if len(published) < len(time.DateOnly) {
		return ""
	}
	return published[:len(time.DateOnly)]
}

// MissedPage is the page on which a place that the program missed is added.
type MissedPage struct {
	view.Layout
	Article view.ArticleRef
	// Page is the address of the page.
	Page string
	// Words are the words that the reader looks for, and Occurrences where they are in the text.
	Words       string
	Occurrences []Occurrence
	// More is the number of occurrences that are not listed.
	More int
	// Before, Phrase and After are the passage with the words that were chosen.
	Before, Phrase, After string
	Language              string
	Choose                *Choose
	Problem               string
}

// Occurrence is a place in a text where words are.
type Occurrence struct {
	Before, Phrase, After string
	// URL is the address of the page with these words chosen; empty if they are a mention already, whose page is Mention.
	URL, Mention string
}
