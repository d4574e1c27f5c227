package decisions

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"dateline/geo"
	"dateline/server/internal/site"
	"dateline/server/selection"
	"dateline/server/store"
	"dateline/server/view"
	"dateline/server/view/editing"
)

// reviewTab is a list of the review.
type reviewTab struct {
	name, label string
	groups      store.ReviewTab
	outcome     geo.Outcome
}

// reviewTabs are the lists of groups, the default first.
var reviewTabs = []reviewTab{
	{"unclear", "Unclear which", store.ReviewUnclear, geo.OutcomeAmbiguous},
	{"near", "Area only", store.ReviewUnclear, geo.OutcomeApproximate},
	{"missing", "Not found", store.ReviewUnclear, geo.OutcomeMissing},
	{"likely", "Likely", store.ReviewLikely, ""},
}

// The tabs that list no groups: the readings that changed, and what was decided.
const (
	tabChanged = "changed"
	tabDone    = "done"
)

// maxGroupMentions is the number of mentions that are decided one by one for a group of a phrase that has others, too.
const maxGroupMentions = 200

// readingsPage is the number of changed readings of a page.
const readingsPage = 100

// scopeGroup applies a decision to the mentions of a group of the review alone.
const scopeGroup = "group"

// review lists the mentions to check, grouped by phrase and proposed place.
func (s *handlers) review(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	content, err := s.reviewPage(r, sc)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	if site.IsFragment(r) {
		return s.ShowFragment(w, "review-groups", content)
	}
	return s.Show(w, "review", content)
}

// reviewPage describes the tab that the address names.
func (s *handlers) reviewPage(r *http.Request, sc *site.Scope) (*editing.Review, error) {
	n, err := site.PageNumber(r)
	if err != nil {
		return nil, err
	}
	tab := r.URL.Query().Get("tab")
	i := slices.IndexFunc(reviewTabs, func(t reviewTab) bool { return t.name == tab })
	if i < 0 && tab != "" && tab != tabDone && tab != tabChanged {
		return nil, site.Errorf(geo.ErrNotFound, "There is no such list in the review.")
	}
	content := &editing.Review{
		Layout: s.LayoutOf(sc, "Review", "review"), Page: editing.ReviewAddress(sc.Links, tab), Post: editing.ReviewAddress(sc.Links, ""),
		Editable: sc.Accepts, Search: sc.Links.Map() + "/gazetteer", Author: authorOf(r),
	}
	content.ImportScript = s.Assets.URL("review.js")
	content.BaseMap, content.Labels = s.Assets.URL("basemap/"), s.LabelsURL()
	if !sc.Accepts && s.Importer != nil {
		content.Keep = sc.Links.Keep()
	}
	if content.Notice, err = s.notice(r, sc); err != nil {
		return nil, err
	}
	decisions, err := sc.DB.Decisions(r.Context(), sc.Collection.Name)
	if err != nil {
		return nil, err
	}
	for k := range decisions {
		if decisions[k].UndoneAt.IsZero() {
			content.Checked++
		}
	}
	if err := s.reviewTabLinks(r, sc, content, tab); err != nil {
		return nil, err
	}
	if tab == tabChanged {
		return content, s.reviewChanged(r, sc, content, n)
	}
	if tab == tabDone {
		content.Total = content.Checked
		s.reviewDone(content, decisions, n, sc)
		return content, nil
	}
	return content, s.reviewGroups(r, sc, content, &reviewTabs[max(i, 0)], n)
}

// reviewTabLinks adds the tabs with the number of their mentions.
func (s *handlers) reviewTabLinks(r *http.Request, sc *site.Scope, content *editing.Review, current string) error {
	all, err := s.Selected(r, sc)
	if err != nil {
		return err
	}
	for i, t := range reviewTabs {
		tab := editing.Tab{
			Label: t.label, URL: editing.ReviewAddress(sc.Links, t.name), Current: t.name == current || current == "" && i == 0,
			Counted: t.outcome != "", N: all.Ledger.Count(t.outcome),
		}
		content.Tabs = append(content.Tabs, tab)
	}
	content.Tabs = append(content.Tabs,
		editing.Tab{Label: "Changed", URL: editing.ReviewAddress(sc.Links, tabChanged), Current: current == tabChanged},
		editing.Tab{Label: "Decided", URL: editing.ReviewAddress(sc.Links, tabDone), Counted: true, N: content.Checked, Current: current == tabDone})
	return nil
}

// reviewChanged lists a page of the readings that changed, the latest first.
func (s *handlers) reviewChanged(r *http.Request, sc *site.Scope, content *editing.Review, n int) error {
	changes, err := sc.DB.Changes(r.Context(), sc.Collection.Name, time.UnixMilli(0))
	if err != nil {
		return err
	}
	readings, err := sc.DB.Readings(r.Context(), sc.Collection.Name, time.UnixMilli(0), (n-1)*readingsPage, readingsPage)
	if err != nil {
		return err
	}
	content.Changed, content.Changes = true, sc.Links.Changes()
	content.Pages = view.NewPager(changes.Readings, n, readingsPage, content.Page)
	for i := range readings {
		content.Events = append(content.Events, editing.NewEvent(&readings[i], sc.Links))
	}
	return nil
}

// reviewDone lists a page of the decisions, the latest first.
func (s *handlers) reviewDone(content *editing.Review, all []store.Decision, n int, sc *site.Scope) {
	slices.Reverse(all)
	content.Pages = view.NewPager(len(all), n, view.MentionsPerPage, content.Page)
	first := min((n-1)*view.MentionsPerPage, len(all))
	for i := first; i < min(first+view.MentionsPerPage, len(all)); i++ {
		row := editing.NewDecisionRow(&all[i], content.Page, sc.Links)
		if !sc.Accepts {
			row.Undo = ""
		}
		content.Done = append(content.Done, row)
	}
}

// reviewGroups adds a page of the groups of a tab.
func (s *handlers) reviewGroups(r *http.Request, sc *site.Scope, content *editing.Review, tab *reviewTab, n int) error {
	selected, notices := selection.Parse(r.URL.Query(), append([]string{"tab", paramSaved, paramUndone}, site.PageKeys...)...)
	if tab.outcome != "" {
		selected.Outcomes = []geo.Outcome{tab.outcome}
	}
	result, err := s.SelectIn(r.Context(), sc, selected, notices)
	if err != nil {
		return err
	}
	groups, total, err := result.ReviewGroups(r.Context(), tab.groups, (n-1)*editing.GroupsPerPage, editing.GroupsPerPage)
	if err != nil {
		return err
	}
	content.Total = content.Checked + total
	content.Pages = view.NewPager(total, n, editing.GroupsPerPage, content.Page)
	for i := range groups {
		g := &groups[i]
		_, article, err := s.groupArticle(r, sc, g.Example)
		if err != nil {
			return err
		}
		if article == nil {
			continue // it was deleted in the meantime
		}
		k := view.FindMention(article, view.PlainMention(g.Example))
		if k < 0 {
			continue
		}
		group := editing.NewGroup(g, i, article, k, sc.Links)
		group.MentionID = g.Example
		effect, err := sc.DB.CountEffect(r.Context(), store.Decision{
			Scope: store.ScopeCollection, Collection: sc.Collection.Name, Phrase: g.Phrase, Choice: store.ChoiceNone,
		})
		if err != nil {
			return err
		}
		group.Most = maxGroupMentions
		group.Alone = effect.Mentions <= g.Mentions
		group.All = effect.Mentions
		content.Groups = append(content.Groups, group)
	}
	return nil
}

// groupArticle returns the article of the collection that contains a mention, nil if there is none.
func (s *handlers) groupArticle(r *http.Request, sc *site.Scope, mention string) (id string, p *geo.Parsed, err error) {
	id, err = sc.DB.MentionArticle(r.Context(), sc.Collection.Name, mention)
	if err != nil || id == "" {
		return "", nil, err
	}
	p, err = sc.DB.Article(r.Context(), sc.Collection.Name, id)
	return id, p, err
}

// saveReview stores the decisions about the groups of a form. Groups without an answer stay.
func (s *handlers) saveReview(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	at := time.Now()
	var all []store.Decision
	for n := range editing.GroupsPerPage {
		decisions, err := s.groupDecisions(r, sc, "g"+strconv.Itoa(n)+"-", at)
		if err != nil {
			return err
		}
		all = append(all, decisions...)
	}
	back := r.PostForm.Get("back")
	if len(all) == 0 {
		if !site.WantsPage(r) {
			return site.Errorf(geo.ErrInput, "Choose an answer first.")
		}
		http.Redirect(w, r, localAddress(back, editing.ReviewAddress(sc.Links, ""), "none", "1"), http.StatusSeeOther)
		return nil
	}
	err := sc.DB.Update(r.Context(), func(tx *store.Tx) error {
		for i := range all {
			if _, _, err := tx.Decide(r.Context(), all[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return site.Readable(err)
	}
	rememberAuthor(w, r, all[0].Author)
	return s.saved(w, r, sc, at, back)
}

// groupDecisions returns the decisions about the group whose fields begin with a prefix.
func (s *handlers) groupDecisions(r *http.Request, sc *site.Scope, prefix string, at time.Time) ([]store.Decision, error) {
	form := r.PostForm
	value := form.Get(prefix + "choice")
	if value == "" || value == "skip" {
		return nil, nil
	}
	fields := url.Values{
		"choice": {value}, "near": form[prefix+"near"], "article": {form.Get(prefix + "article")}, "mention": {form.Get(prefix + "mention")},
		"author": {form.Get("author")}, "at": {form.Get(prefix + "at")}, "radius": {form.Get(prefix + "radius")},
	}
	d, p, err := s.decisionTarget(r, sc, fields)
	if err != nil {
		return nil, err
	}
	choice := editing.ParseChoice(fields)
	if problem := choice.Apply(d, s.placeByID(p)); problem != nil {
		return nil, site.Errorf(geo.ErrInput, "“%s”: %s", d.Phrase, problem.Message)
	}
	d.DecidedAt = at
	scope := form.Get(prefix + "scope")
	if scope != scopeGroup {
		d.Scope = store.Scope(scope)
		widen(d)
		return []store.Decision{*d}, nil
	}
	ids, err := sc.DB.ReviewMentions(r.Context(), sc.Collection.Name, d.Mention, maxGroupMentions)
	if err != nil {
		return nil, err
	}
	var all []store.Decision
	for _, m := range ids {
		one := *d
		one.Scope, one.Mention, one.Article = store.ScopeMention, m.Mention, m.Article
		all = append(all, one)
	}
	return all, nil
}
