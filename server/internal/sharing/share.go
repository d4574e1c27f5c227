package sharing

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/server/edition"
	"dateline/server/internal/site"
	"dateline/server/ogc"
	"dateline/server/store"
	"dateline/server/view"
)

// Limits of the share page.
const (
	sharePlaces   = 200 // places to pick from
	shareFocus    = 12  // places that are picked at first
	shareArticles = 200 // articles whose focus is read
)

// shareView is the content of the share page.
type shareView struct {
	view.Layout
	Words, Select               string
	Mentions, Places            int
	Frame, Picture, Markdown    string
	EmbedURL, Theme             string
	Options                     []shareOption
	Selected                    []shareField
	Choices                     edition.Choices
	Picks                       []sharePick
	More                        int
	Sides                       []string
	Publish, Preview            string
	Publication                 string
	CanPublish                  bool
	Publications                []sharePublication
	Features, FeaturesID, Query string
	// TooMany is the maximum number of mentions of an edition if the selection has more, otherwise 0.
	TooMany int
}

// shareOption is a choice of the embedded map.
type shareOption struct {
	Name, Value, Label string
	Checked            bool
}

// shareField is a hidden field of a form.
type shareField struct{ Name, Value string }

// sharePick is a place that can be picked.
type sharePick struct {
	ID, Name, Where string
	Mentions        int
	Checked         bool
	edition.Pick
	Order int
}

// sharePublication is a publication of the collection.
type sharePublication struct {
	URL, Title, Words, Withdraw, Withdrawn string
	Again                                  string
	// Frame is the code that embeds the newest edition, with the options of the page.
	Frame string
}

// embedOptions are the options of embedded maps: parameters of their address with the value that turns them off or on.
var embedOptions = []struct{ name, value, label string }{
	{"controls", "0", "No zoom buttons"}, {"key", "0", "No key"}, {"list", "1", "List of places below the map"}, {"time", "1", "Period of the articles"},
}

// themes are the themes of embedded maps.
var themes = []string{"light", "dark"}

// sharePage shows how a selection is embedded, downloaded and published.
func (s *handlers) sharePage(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	result, err := s.Selected(r, sc)
	if err != nil {
		return err
	}
	ctx := r.Context()
	names, err := s.Names(ctx, sc, result)
	if err != nil {
		return err
	}
	v := &shareView{
		Layout: s.LayoutOf(sc, "Share", "share"), Words: result.Selection.Describe("en", names), Select: result.Selection.String(),
		Mentions: result.Counts.Mentions, Places: result.Counts.Places, Publish: sc.Links.Map() + "/publish", Preview: sc.Links.Map() + "/preview", Sides: edition.Sides(),
		CanPublish: s.Importer != nil && s.Store != nil, Features: s.PublicURL(r) + ogc.Path, FeaturesID: sc.Collection.Name + ".places",
	}
	v.ImportScript = s.Assets.URL("share.js")
	if v.Mentions > edition.MaxMentions {
		v.TooMany = edition.MaxMentions
	}
	s.setCodes(r, sc, v)
	if v.CanPublish {
		if err := s.setPublications(r, sc, v); err != nil {
			return err
		}
		if err := s.setPicks(ctx, result, v); err != nil {
			return err
		}
	}
	h := w.Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Security-Policy", strings.Replace(h.Get("Content-Security-Policy"), "default-src 'none';", "default-src 'none'; frame-src 'self';", 1))
	return s.Show(w, "share", v)
}

// setCodes sets the codes that embed the selection.
func (s *handlers) setCodes(r *http.Request, sc *site.Scope, v *shareView) {
	q, _ := url.ParseQuery(v.Select) // it is the text form
	for _, name := range slices.Sorted(maps.Keys(q)) {
		for _, value := range q[name] {
			v.Selected = append(v.Selected, shareField{name, value})
		}
	}
	for _, o := range embedOptions {
		on := r.URL.Query().Get(o.name) == o.value
		if on {
			q.Set(o.name, o.value)
		}
		v.Options = append(v.Options, shareOption{o.name, o.value, o.label, on})
	}
	if theme := r.URL.Query().Get("theme"); slices.Contains(themes, theme) {
		q.Set("theme", theme)
		v.Theme = theme
	}
	query := ""
	if len(q) > 0 {
		query = "?" + q.Encode()
	}
	selected := ""
	if v.Select != "" {
		selected = "?" + v.Select
	}
	base := s.PublicURL(r)
	v.EmbedURL, v.Query = "/embed"+sc.Root()+query, selected
	page, picture := base+sc.Root()+selected, base+sc.Root()+"/card-1200.png"+selected
	alt := "Map: " + sc.Title()
	v.Frame, v.Picture, v.Markdown = view.EmbedCode(base+v.EmbedURL, sc.Title()), view.EmbedPicture(page, picture, alt, 1200, 630), view.EmbedMarkdown(page, picture, alt)
}

// setPublications lists the publications of the collection. The choices are those of the last edition of the one that is published again.
func (s *handlers) setPublications(r *http.Request, sc *site.Scope, v *shareView) error {
	all, err := s.Store.Publications(r.Context(), sc.Collection.Name)
	if err != nil {
		return err
	}
	again := r.URL.Query().Get("again")
	options := url.Values{}
	for _, o := range v.Options {
		if o.Checked {
			options.Set(o.Name, o.Value)
		}
	}
	if v.Theme != "" {
		options.Set("theme", v.Theme)
	}
	query := ""
	if len(options) > 0 {
		query = "?" + options.Encode()
	}
	for _, p := range all {
		if len(p.Editions) == 0 {
			continue
		}
		last := p.Editions[len(p.Editions)-1]
		row := sharePublication{URL: edition.Path(p.ID), Title: p.Title, Words: "Edition " + strconv.Itoa(last.Number) + ", " + readerDay(last.Published)}
		if p.Withdrawn.IsZero() {
			row.Withdraw = edition.Path(p.ID) + "/withdraw"
			row.Frame = view.EmbedCode(s.PublicURL(r)+edition.Root(p.ID, last.Number)+"/embed"+query, p.Title)
			row.Again = sc.Links.Map() + "/share?" + joinQuery(p.Selection, "again="+url.QueryEscape(p.ID))
		} else {
			row.Withdrawn = readerDay(p.Withdrawn)
		}
		v.Publications = append(v.Publications, row)
		if p.ID == again && p.Withdrawn.IsZero() {
			v.Publication = p.ID
			_ = json.Unmarshal([]byte(last.Choices), &v.Choices) // they were stored by this program; otherwise the page has none
			v.Choices.Title, v.Choices.Note = cmp.Or(v.Choices.Title, last.Title), ""
		}
	}
	v.Choices.Title = cmp.Or(v.Choices.Title, sc.Collection.Title)
	return nil
}

func joinQuery(parts ...string) string {
	out := ""
	for _, p := range parts {
		if p != "" && out != "" {
			out += "&"
		}
		out += p
	}
	return out
}

// setPicks lists the places to pick from: those that were picked before, then those that the articles are about, then the others by mentions.
func (s *handlers) setPicks(ctx context.Context, result *store.Result, v *shareView) error {
	rows, err := result.Places(ctx, store.OrderMentions, 0, sharePlaces)
	if err != nil {
		return err
	}
	v.More = result.Counts.Places - len(rows)
	before := map[geo.PlaceID]int{}
	for i, p := range v.Choices.Picks {
		before[p.Place] = i + 1
	}
	focus := map[geo.PlaceID]float64{}
	if len(before) == 0 {
		n := 0
		for a, err := range result.ParsedArticles(ctx) {
			if err != nil {
				return err
			}
			for _, f := range a.Focus {
				focus[f.Place.ID] += f.Weight
			}
			if n++; n == shareArticles {
				break
			}
		}
	}
	slices.SortStableFunc(rows, func(a, b store.PlaceRow) int {
		x, y := before[a.ID], before[b.ID]
		if x > 0 && y > 0 {
			return cmp.Compare(x, y)
		}
		return cmp.Or(cmp.Compare(min(y, 1), min(x, 1)), cmp.Compare(focus[b.ID], focus[a.ID]))
	})
	for i := range rows {
		p := &rows[i]
		pick := sharePick{ID: string(p.ID), Name: p.Name, Where: p.Where, Mentions: p.Mentions, Order: i + 1, Checked: before[p.ID] > 0 || len(before) == 0 && focus[p.ID] > 0 && i < shareFocus}
		if at := before[p.ID]; at > 0 {
			pick.Pick = v.Choices.Picks[at-1]
		}
		v.Picks = append(v.Picks, pick)
	}
	return nil
}

// Social describes the page of a selection to other sites.
func Social(s *site.Site, r *http.Request, sc *site.Scope, selected string, places int) *view.Social {
	if selected != "" {
		selected = "?" + selected
	}
	base := s.PublicURL(r)
	page := base + sc.Root() + selected
	return &view.Social{
		Title: sc.Title(), Description: cmp.Or(sc.Collection.Description, "Map of "+view.Count(places, "place", "places")), URL: page,
		Image: base + sc.Root() + "/card-1200.png" + selected, OEmbed: base + "/oembed?url=" + url.QueryEscape(page),
	}
}
