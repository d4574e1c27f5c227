package sharing

import (
	"net/http"
	"slices"

	"dateline/server/internal/site"
	"dateline/server/view"
)

// embed shows the map of a collection or article alone, for pages of other sites.
func (s *handlers) embed(w http.ResponseWriter, r *http.Request, sc *site.Scope) error {
	if s.NotModified(w, r, sc.Version()) {
		return nil
	}
	a, _, err := s.Answer(r, sc, 0)
	if err != nil {
		return err
	}
	content := view.NewMap(a, site.KeptParameters(r), 1, site.LanguageOf(w), sc.Links)
	content.Layout = s.LayoutOf(sc, sc.Title(), "")
	content.Client = s.ClientConfig("embed", sc)
	if sc.Article != nil {
		content.Client.Passages = sc.Root() + "/places/{id}/passages"
	}
	content.Client.Full = s.PublicURL(r) + sc.Root()
	if selected := a.Selection.String(); selected != "" {
		content.Client.Full += "?" + selected
		content.StaticMapURL += "?" + selected
	}
	return s.Show(w, "embed", embedView{content, embedOptionsOf(r, a)})
}

// embedView is the content of an embedded map.
type embedView struct {
	view.Map
	Options embedChoices
}

// embedChoices are the options of an embedded map.
type embedChoices struct {
	// Classes are the classes of the page.
	Classes []string
	// Theme is "light", "dark" or empty for that of the reader.
	Theme string
	// List shows the list of places below the map.
	List bool
	// Period is the period of the articles, or empty.
	Period string
}

// embedOptionsOf returns the options in an address: controls=0, key=0, list=1, time=1, theme=light and theme=dark.
func embedOptionsOf(r *http.Request, a *view.Answer) embedChoices {
	q := r.URL.Query()
	var out embedChoices
	for _, name := range []string{"controls", "key"} {
		if q.Get(name) == "0" {
			out.Classes = append(out.Classes, "no-"+name)
		}
	}
	if theme := q.Get("theme"); slices.Contains(themes, theme) {
		out.Theme = theme
	}
	out.List = q.Get("list") == "1"
	if n := len(a.Days); q.Get("time") == "1" && n > 0 {
		out.Period = a.Days[0].Day
		if last := a.Days[n-1].Day; last != out.Period {
			out.Period += " – " + last
		}
	}
	return out
}
