package editing

import (
	"net/url"
	"strconv"

	"dateline/geo"
	"dateline/server/store"
	"dateline/server/view"
)

// GroupsPerPage is the number of groups on a page of the review.
const GroupsPerPage = 20

// Review lists mentions to check, grouped by phrase and proposed place.
type Review struct {
	view.Layout
	Tabs   []Tab
	Groups []Group
	// Done lists the decisions, in the tab for what is done.
	Done []DecisionRow
	// Changed is set in the tab of the readings that changed, which are Events; Changes is the address of the page about them.
	Changed bool
	Changes string
	Events  []Event
	// BaseMap is the address of the folder of the base map's files, and Labels the URL template of its labels; both may be empty.
	BaseMap, Labels string
	// Page is the address of the page, and Post that of its form.
	Page, Post string
	// Checked is the number of groups of the tab that were decided, and Total that of all of them.
	Checked, Total int
	Pages          view.Pager
	Author         string
	Notice         *Notice
	// Keep is the address that stores the articles, if they are only in memory.
	Keep string
	// Editable is set if decisions can be stored.
	Editable bool
	// Search is the address of the gazetteer.
	Search string
}

// Tab is a list of the review.
type Tab struct {
	Label, URL string
	N          int
	Counted    bool
	Current    bool
}

// Group are mentions with the same phrase and the same proposed place.
type Group struct {
	// Number numbers the group on the page, from 0.
	Number             int
	Phrase             string
	Mentions, Articles int
	Outcome            geo.Outcome
	// Proposed is the name of the place, or empty, and ProposedWhere where it is.
	Proposed, ProposedWhere string
	Percent                 int
	Example                 view.Mention
	Candidates              []Candidate
	// MentionID, ArticleID and Place identify the group in the form.
	MentionID, ArticleID string
	Place                geo.PlaceID
	// Alone is set if all mentions of the phrase in the collection are in the group; All is their number.
	Alone bool
	All   int
	// Most is the number of mentions that are decided one by one; the others stay in the list.
	Most int
}

// Over reports whether the group has more mentions than are decided one by one.
func (g *Group) Over() bool { return g.Mentions > g.Most }

// Name returns the name of a field of the group in the form.
func (g *Group) Name(field string) string { return "g" + strconv.Itoa(g.Number) + "-" + field }

// ReviewAddress returns the address of the review.
func ReviewAddress(l view.Links, tab string) string {
	address := l.Review()
	if tab != "" {
		address += "?tab=" + url.QueryEscape(tab)
	}
	return address
}

// NewGroup describes a group with its example, which is the i-th mention of an article.
func NewGroup(g *store.ReviewGroup, number int, p *geo.Parsed, i int, l view.Links) Group {
	out := Group{
		Number: number, Phrase: g.Phrase, Mentions: g.Mentions, Articles: g.Articles, Outcome: g.Outcome,
		Example: *view.NewMentionPage(p, i, "", l).Mention, MentionID: geo.MentionID(&p.Article, p.Mentions[i].Span), ArticleID: p.Article.ID,
		Candidates: candidatesOf(&p.Resolutions[i]),
	}
	if len(out.Candidates) > 9 {
		out.Candidates = out.Candidates[:9]
	}
	if g.Place != nil {
		out.Place = g.Place.ID
		out.Proposed, out.ProposedWhere = g.Place.Name, g.Place.Where
		out.Percent = min(max(int(g.Probability*100+.5), 1), 99)
	}
	return out
}
