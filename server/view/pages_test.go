package view_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/server/internal/fixture"
	. "dateline/server/internal/htmlcheck"
	"dateline/server/selection"
	"dateline/server/store"
	"dateline/server/view"
	"dateline/server/view/editing"
	"dateline/static"
)

var links = view.Links{Collection: "talks"}

func set() *layer.Set { return &layer.Set{Title: "Border talks", Parsed: fixture.Parsed()} }

// single returns a set of one article.
func single(p *geo.Parsed) *layer.Set {
	return &layer.Set{Title: p.Article.Title, Parsed: []*geo.Parsed{p}}
}

func layout(title string) view.Layout {
	return view.Layout{Title: title, Collection: "Border talks", Home: links.Map(), Links: links}
}

// check renders a page and checks it.
func check(t *testing.T, name string, content any, checks ...Checker) {
	t.Helper()
	r, err := view.NewRenderer(static.Files())
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := r.Render(&b, nil, name, "page", content); err != nil {
		t.Fatal(err)
	}
	if err := Run(&b, append(checks, NothingInline(), Count("h1", 1))...); err != nil {
		t.Errorf("page %s: %v", name, err)
	}
}

// mapOf returns the map page of a selection of the fixture.
func mapOf(query string, page int) view.Map {
	sel, _ := selection.ParseQuery(query)
	a := view.AnswerSet(set(), sel)
	view.SortPlaces(a.Places, store.OrderMentions)
	m := view.NewMap(a, url.Values{}, page, nil, links)
	m.Layout = layout("Border talks")
	return m
}

func TestMapPage(t *testing.T) {
	content := mapOf("role=all", 1)
	content.Description, content.Keep = "Four articles.", links.Keep()
	content.Share = &view.Share{Downloads: links.Map(), Embed: view.EmbedCode("https://x.example/embed?a=1&b=2", `"Talks"`), EmbedURL: "/embed/c/talks"}
	check(t, "map", content,
		Count("#places li", 13), In("#places li", Text("Kabul , settlement, Afghanistan , certain, 4 mentions in 1 article")), In(".standfirst", Text("Four articles.")),
		In("form.keep button", Text("Keep these articles")), In("form.keep", Attribute("action", "/c/talks/keep")), Count(".import-status", 0),
		In("#embed-code", Text(`src="https://x.example/embed?a=1&amp;b=2" title="Map: &#34;Talks&#34;"`)), In(".counts", Text("13 places, 27 mentions, 4 articles")),
		In(".ledger-line", Text("27 mentions: 20 on the map · 4 countries · 1 unclear which · 1 area only · 1 not found")), In(".hidden-roles", Text("Datelines, captions and uses in other senses are shown. Hide")),
	)
	content.Keep, content.CanImport, content.MaxFiles = "", true, 7
	check(t, "map", content, Count("form.keep", 0), In("#import-status", Attribute("data-max-files", "7")), In(`.sections a[href="/c/talks/add"]`, Text("Add")))
	check(t, "map", mapOf("country=ZZ", 1), In(".none", Text("No place matches. 13 places without the filter")))
	check(t, "map", mapOf("country=PK,AF&nonsense=1&from=yesterday", 1),
		Count(".chip", 3), In(".chip", All(Text("Afghanistan ✕, remove"), Attribute("href", "/c/talks?country=PK"))), In(".counts", Text("of 13 places")),
	)
	check(t, "map", mapOf("", 1), In(".hidden-roles", Text("Hidden: 3 uses in other senses. Show")), In(".hidden-roles a", Attribute("href", "/c/talks?role=all")))
	empty := view.NewMap(view.AnswerSet(&layer.Set{}, selection.Selection{}), url.Values{}, 1, nil, links)
	empty.Layout = layout("Border talks")
	check(t, "map", empty, In(".none", Text("No articles yet.")), Count("form.filter", 0))
}

func TestNoticesNameWhatHasNoEffect(t *testing.T) {
	sel, notices := selection.ParseQuery("nonsense=1&from=yesterday")
	a := view.AnswerSet(set(), sel)
	a.Notices = append(a.Notices, notices...)
	a.Notices = append(a.Notices, selection.Notice{Key: "place", Value: "geonames:1", Reason: selection.ReasonMissing})
	m := view.NewMap(a, url.Values{}, 1, nil, links)
	m.Layout = layout("Border talks")
	check(t, "map", m, Count(".notice-line", 3), In(".overview", All(
		Text("“nonsense” in this address has no meaning and was ignored."), Text("“yesterday” is not a valid value of from and was ignored."), Text("A place in this address is not known any more."),
	)))
}

// Facets count mentions as if their own key were not selected, and their links toggle
// values.
func TestFacetsToggle(t *testing.T) {
	m := mapOf("country=PK", 1)
	var country view.FacetView
	for _, f := range m.Screen.Facets {
		if f.Key == "country" {
			country = f
		}
	}
	if !country.Active || len(country.Values) < 3 {
		t.Fatalf("the facet of countries is %+v", country)
	}
	for _, v := range country.Values {
		want := "/c/talks?country=PK,"
		if v.Selected {
			want = "/c/talks"
		}
		if v.N == 0 || !strings.HasPrefix(v.URL, want) || v.Selected && v.URL != want {
			t.Errorf("%+v, want the address %s", v, want)
		}
	}
}

func TestPlacesAreSelectedAndSorted(t *testing.T) {
	names := func(query string, order store.PlaceOrder) string {
		sel, _ := selection.ParseQuery(query)
		a := view.AnswerSet(set(), sel)
		view.SortPlaces(a.Places, order)
		var out []string
		for i := range a.Places {
			out = append(out, a.Places[i].Name)
		}
		return strings.Join(out, ", ")
	}
	for _, c := range []struct {
		query string
		order store.PlaceOrder
		want  string
	}{
		{"kind=crossing", "", "Torkham"},
		{"country=AF", store.OrderName, "Afghanistan, Bagram Airfield, Kabul"},
		{"precision=area", store.OrderName, "Balochistan, Khyber"},
		{"q=%22second site%22&precision=settlement", store.OrderName, "Peshawar, Quetta"},
		{"bbox=66,29.5,68,31&precision=settlement", "", "Chaman, Quetta"},
		{"from=2022-01-01&to=2022-12-31&precision=area", "", "Balochistan"},
		{"confidence=likely", "", "Balochistan, Khyber, Peshawar"},
		{"place=geonames:1138958", "", "Kabul"},
		{"publisher=Relief+Desk&outcome=country", "", ""},
		{"publisher=Relief+Desk&outcome=country&role=all", "", "Afghanistan"},
	} {
		if got := names(c.query, c.order); got != c.want {
			t.Errorf("%s by %q: %s, want %s", c.query, c.order, got, c.want)
		}
	}
	for _, order := range store.PlaceOrders() {
		if got := strings.Count(names("role=all", order), ","); strings.Contains(string(order), " ") || got < 12 {
			t.Errorf("order %s: %d commas", order, got)
		}
	}
}

func TestArticlePage(t *testing.T) {
	content := view.NewArticle(single(fixture.Parsed()[0]), view.ArticleOptions{}, links)
	content.Layout = layout(content.Ref.Title)
	content.AddRelated("talks", []store.ArticleCopy{{Relation: store.CopyNear, ID: "empty", Title: "A meeting"}, {Relation: store.CopyContained, ID: "r", Title: "Round-up"}}, map[string]time.Time{
		"talks": time.Date(2021, 9, 6, 14, 0, 0, 0, time.UTC), "old": time.Date(2021, 9, 5, 8, 30, 0, 0, time.UTC), "new": time.Date(2021, 9, 7, 0, 0, 0, 0, time.UTC),
	}, links)
	check(t, "article", content,
		In("h1", All(Text("Border talks in Kabul"), Attribute("dir", "ltr"))), Count(".story .m", 19), Count(".contents", 0),
		In(".story header", All(Text("Nearly the same text: A meeting"), Text("Quoted in full by Round-up"), Text("A newer version of this page exists. Version of 7 September 2021, 00:00 UTC · Compare the places"), Text("This page has changed since. Version of 5 September 2021, 08:30 UTC"))),
	)
	check(t, "article", view.NewArticle(single(fixture.Parsed()[1]), view.ArticleOptions{}, links), Count(".page-break", 3))
}

// TestLanguagesOfAnArticle checks lang and dir of the paragraphs of a text in three languages, one of them read
// strictly.
func TestLanguagesOfAnArticle(t *testing.T) {
	text := "وصل الرئيس إلى كابول\n\nThe president arrived in Kabul\n\nΟ πρόεδρος έφτασε στην Καμπούλ"
	english, greek := strings.Index(text, "The"), strings.Index(text, "Ο")
	at := strings.Index(text, "Καμπούλ")
	p := &geo.Parsed{
		Article: geo.Article{ID: "mixed", Title: "كابول", Text: text}, Language: "ar", Model: "tagger",
		Parts: []geo.LanguagePart{
			{Span: geo.Span{End: english}, Language: "ar", Model: "tagger"}, {Span: geo.Span{Start: english, End: greek}, Language: "en", Model: "tagger"},
			{Span: geo.Span{Start: greek, End: len(text)}, Language: "el", Model: geo.MethodStrict},
		},
		Mentions:    []geo.Mention{{Span: geo.Span{Start: at, End: len(text)}, Passage: geo.Span{Start: greek, End: len(text)}, Phrase: "Καμπούλ", Role: geo.RoleLiteral}},
		Resolutions: []geo.Resolution{{Outcome: geo.OutcomeMissing}},
	}
	content := view.NewArticle(single(p), view.ArticleOptions{}, links)
	content.Layout = layout("mixed")
	check(t, "article", content,
		In("article.story", Attribute("lang", "ar")), In(".story h1", Attribute("dir", "rtl")), Count(`.story-text p[dir="rtl"]`, 1),
		Count(`.story-text p[lang="en"][dir="ltr"]`, 1), Count(`.story-text p[lang="el"][dir="ltr"]`, 1), In(".story header", All(Text("Languages: Arabic, English, Greek"), Text("Greek: read strictly"))),
	)
	page := editing.NewMentionPage(p, 0, "", links, editing.Choice{})
	page.Layout = layout("a mention")
	check(t, "mention", page, In(".reasons", Text("Greek read strictly")), In(".around", All(Attribute("lang", "el"), Attribute("dir", "ltr"))))
}

func TestMentionPage(t *testing.T) {
	for i, want := range map[int]string{8: "stands for a government or team", 17: "best guess, not on the map"} {
		content := editing.NewMentionPage(fixture.Parsed()[0], i, "https://maps.example", links, editing.Choice{})
		content.Layout = layout("a mention")
		check(t, "mention", content, In(".reasons", Text(want)), In("#citation", Text("The Frontier Post-Courier, “Border talks in Kabul end without a date”, 6 September 2021. https://maps.example/m/")))
	}
	content := editing.NewMentionPage(fixture.Parsed()[1], 2, "", links, editing.Choice{})
	check(t, "mention", content, In(".reasons", Text("in or near Chaman, Balochistan, Pakistan, within about 25 km")), In(".from", Text("page 2")))
	if content.Before == "" || !strings.HasSuffix(strings.TrimSpace(content.Before), "continued.") || !strings.Contains(content.After, "Afghan families") {
		t.Errorf("the text around the passage: %q, %q", content.Before, content.After)
	}
	if view.FindMention(fixture.Parsed()[0], content.Mention.ID) >= 0 || view.FindMention(fixture.Parsed()[1], content.Mention.ID) != 2 {
		t.Error("a mention is found in another article")
	}
}

// A long text is divided into sections that contain all of it, each mention in one.
func TestLongTextsHaveSections(t *testing.T) {
	var text strings.Builder
	var pages []int
	for i := range 900 {
		if i%30 == 0 {
			pages = append(pages, text.Len())
			fmt.Fprintf(&text, "Chapter %d\n\n", i/30+1)
		}
		text.WriteString("It rained in Kabul for a long time, and nobody in the town could say when it would end. ")
		if i%3 == 2 {
			text.WriteString("\n\n")
		}
	}
	p := fixture.Placed("long", "Annual report", text.String())
	p.Article.Pages = pages
	first := view.NewArticle(single(p), view.ArticleOptions{}, links)
	if len(first.Contents) < 4 || first.Previous != "" || first.Next != "/c/talks/articles/long?section=2" || first.LastPage != 30 {
		t.Fatalf("%d sections, previous %q, next %q", len(first.Contents), first.Previous, first.Next)
	}
	var words strings.Builder
	marks := 0
	for i, section := range first.Contents {
		content := view.NewArticle(single(p), view.ArticleOptions{Section: section.N - 1, Query: "rained"}, links)
		content.Layout = layout("Annual report")
		check(t, "article", content, Count(".contents li", len(first.Contents)), In(`.contents [aria-current]`, Text("Chapter")), In("mark.hit", Text("rained")))
		for _, par := range content.Paragraphs {
			for _, s := range par.Segments {
				words.WriteString(s.Text)
				if s.Mention == nil {
					continue
				}
				marks++
				if i > 0 && !strings.Contains(s.Mention.InContext, fmt.Sprintf("?section=%d#m-", section.N)) {
					t.Fatalf("the address in section %d is %q", section.N, s.Mention.InContext)
				}
			}
		}
	}
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	if squeeze(words.String()) != squeeze(text.String()) || marks != len(p.Mentions) {
		t.Errorf("the sections contain %d of %d bytes and %d of %d mentions", words.Len(), text.Len(), marks, len(p.Mentions))
	}
	if got := links.Page(&p.Article, 29); !strings.HasPrefix(got, "/c/talks/articles/long?section=") || !strings.HasSuffix(got, "#page-29") {
		t.Errorf("page 29 is at %q", got)
	}
}

// A text often begins with its headline: it is shown once.
func TestHeadlineIsShownOnce(t *testing.T) {
	p := &geo.Parsed{Article: geo.Article{ID: "a", Text: "Rain in the north\n\nIt rained for days.", Source: "pasted text"}}
	content := view.NewArticle(single(p), view.ArticleOptions{}, links)
	if content.Ref.Title != "Rain in the north" || len(content.Paragraphs) != 1 {
		t.Errorf("title %q, %d paragraphs", content.Ref.Title, len(content.Paragraphs))
	}
	if content.Headline == nil || len(content.Headline.Segments) != 1 {
		t.Errorf("headline %+v", content.Headline)
	}
	p.Mentions = []geo.Mention{{Span: geo.Span{Start: 8, End: 17}, Phrase: "the north"}}
	p.Resolutions = []geo.Resolution{{Outcome: geo.OutcomeMissing}}
	content = view.NewArticle(single(p), view.ArticleOptions{}, links)
	if len(content.Paragraphs) != 1 || content.Headline == nil || len(content.Headline.Segments) != 2 || content.Headline.Segments[1].Mention == nil {
		t.Errorf("a headline with a place: %+v, %d paragraphs", content.Headline, len(content.Paragraphs))
	}
	content.Layout = layout("Rain in the north")
	check(t, "article", content, Count("h1", 1), In("h1[data-start] a.m mark", Text("the north")), Count(".story-text p", 1))
	p.Mentions, p.Resolutions = nil, nil
	p.Article.Text = "Rain in the north"
	if content := view.NewArticle(single(p), view.ArticleOptions{}, links); len(content.Paragraphs) != 1 {
		t.Error("the only paragraph is gone")
	}
}

func TestTitles(t *testing.T) {
	long := strings.Repeat("A long first line of a text that has no headline, ", 4)
	for want, a := range map[string]geo.Article{
		"Talks":  {ID: "4a4882997a062e19", Title: " Talks "},
		"report": {ID: "4a4882997a062e19", Source: "/home/desk/report.txt", Text: "Rain"},
		"arabic": {ID: "4a4882997a062e19", Source: `C:\desk\arabic.docx`, Text: "Rain"},
		"Rain":   {ID: "4a4882997a062e19", Source: "https://news.example/a.html", Text: "Rain\n\nfell."},
		"Fog":    {ID: "4a4882997a062e19", Source: "pasted text", Text: "Fog"},
		"A long first line of a text that has no headline, A long first line…": {Text: long},
	} {
		if got := view.Title(&a); got != want {
			t.Errorf("the title is %q, want %q", got, want)
		}
	}
}

func TestArticlesPage(t *testing.T) {
	content := view.NewArticles(set(), view.ListOptions{}, view.CopyGroups{"talks": "g", "empty": "g"}, links)
	content.Layout = layout("Articles")
	check(t, "articles", content, In(".facts", Text("4 articles, 3 of them distinct")), Count(".articles li", 4), In(".articles li:nth-child(4)", Text("Nearly the same as Border talks in Kabul")))
	order := func(sort string) string {
		var out []string
		for _, r := range view.NewArticles(set(), view.ListOptions{Sort: sort}, nil, links).Rows {
			out = append(out, strings.TrimPrefix(r.URL, "/c/talks/articles/"))
		}
		return strings.Join(out, " ")
	}
	for sort, want := range map[string]string{
		"": "sitrep%2014%2Fa talks hostile empty", "oldest": "talks sitrep%2014%2Fa hostile empty", "title": "hostile empty talks sitrep%2014%2Fa",
		"publisher": "empty hostile sitrep%2014%2Fa talks", "mentions": "talks sitrep%2014%2Fa hostile empty",
	} {
		if got := order(sort); got != want {
			t.Errorf("sorted by %q: %s, want %s", sort, got, want)
		}
	}
	check(t, "articles", view.NewArticles(&layer.Set{}, view.ListOptions{}, nil, links), In(".articles", Text("No articles in this collection yet.")))
}

func TestPlacePage(t *testing.T) {
	content, err := view.NewPlace(set(), "geonames:1167528", 1, view.CopyGroups{"talks": "g", "sitrep 14/a": "g"}, links)
	if err != nil {
		t.Fatal(err)
	}
	content.Layout = layout(content.Ref.Name)
	check(t, "place", content,
		In(".kicker", Text("settlement")), In(".facts", All(Text("2 passages in 2 articles, 1 of them distinct, published 6 September 2021 to 3 May 2022."), Text("30.1841° N, 67.0014° E."), Text("Population 733,675."))),
		In(`.facts a`, All(Text("GeoNames 1167528"), Attribute("href", "https://www.geonames.org/1167528"))),
		In(".passage", Attribute("lang", "en")), Count(".mentions .mention", 2),
	)
	content, err = view.NewPlace(set(), "dateline:torkham-crossing", 1, nil, links)
	if err != nil {
		t.Fatal(err)
	}
	check(t, "place", content, In(".kicker", Text("site · border crossing")), In(".facts", Text("dateline:torkham-crossing")))
	if _, err := view.NewPlace(set(), "geonames:1", 1, nil, links); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("a place that no article mentions: %v", err)
	}
}

func TestLedgerPage(t *testing.T) {
	content := view.NewLedger(set(), geo.OutcomeMissing, 1, links)
	content.Layout = layout("Ledger")
	check(t, "ledger", content, In("h2", Text("Not found")), Count(".mentions .mention", 1), In(`.ledger a[aria-current]`, Text("1 not found")), In(".reasons", Text("not found")))
	check(t, "ledger", view.NewLedger(set(), "", 1, links), In("h2", Text("All mentions")), Count(".mentions .mention", 27))
	check(t, "ledger", view.NewLedger(&layer.Set{}, "", 1, links), In(".mentions", Text("None.")))
}

func TestCollectionsPage(t *testing.T) {
	content := view.NewCollections(layout("Collections"), []store.Summary{{CollectionInfo: store.CollectionInfo{Name: "talks", Title: "Border talks"}, Articles: 1, Places: 1200}})
	content.CanImport, content.Error, content.NewTitle = true, "Enter a title.", "x"
	check(t, "collections", content, In(".articles li", Text("Border talks 1 article, 1,200 places. 0 mentions")), In("#new-problem", Text("Enter a title.")), In("#new-title", All(Attribute("aria-invalid", "true"), Attribute("value", "x"))))
	check(t, "collections", view.NewCollections(layout("Collections"), nil), In(".articles", Text("No collections yet.")), Count("#new", 0))
}

func TestSearchPage(t *testing.T) {
	hit := store.Hit{Article: "a", Excerpt: "Rain " + store.HighlightStart + "fell" + store.HighlightEnd + " <b>"}
	content := view.NewSearch("fell", []store.Hit{hit}, 2, true, links)
	content.Layout = layout("Search")
	check(t, "search", content, In(".passage mark", Text("fell")), Count(".passage b", 0), In(".articles a", Text("Rain fell <b>")),
		In(`a[rel="next"]`, Attribute("href", "/c/talks/search?q=fell&page=3")), In(`a[rel="prev"]`, Attribute("href", "/c/talks/search?q=fell&page=1")))
	check(t, "search", view.NewSearch("snow", nil, 1, false, links), In(".articles", Text("No results for “snow”")))
	check(t, "search", view.NewSearch("", nil, 1, false, links), In(".standfirst", Text("Finds articles with all your words.")))
}

func TestAddPage(t *testing.T) {
	content := view.AddArticles{
		Layout: layout("Add articles"), CanFetch: true, MaxFile: 64 << 20, MaxFiles: 100, Notice: "2 added, reading them now.",
		Failures: []view.Failure{{Name: "notaurl", Reason: "This is not a web address.", Field: "links"}},
		URLs:     "notaurl", Text: view.TextForm{Title: "Rain", Publisher: "The Post", Published: "2021-09-06", URL: "https://x.example", Body: "It rained."},
		Imports: view.ImportList{
			Counts: []view.ImportCount{{Words: "2 added", URL: "/x", Current: true}}, Active: 1, More: 3,
			Rows: []view.ImportRow{{ID: 1, Name: "a.pdf", State: "failed", Words: "failed", Reason: "A scan.", Retry: "/retry"}, {ID: 2, Name: "b", State: "done", Words: "added", Article: "/b"}},
		},
		Feeds: []view.FeedRow{{Title: "News", URL: "https://x.example/feed", Link: "https://x.example/feed", Next: "5 minutes", Polled: "today", Error: "No answer."}},
	}
	check(t, "add", content,
		In("#failures", All(Text("1 item could not be added"), Attribute("tabindex", "-1"), In("a", Attribute("href", "#links")))), In(".notice", Text("2 added, reading them now.")),
		In("#links", All(Text("notaurl"), Attribute("aria-invalid", "true"))), In(".field-error", Text("This is not a web address.")),
		In("#title", Attribute("value", "Rain")), In("#publisher", Attribute("value", "The Post")), In("#published", Attribute("value", "2021-09-06")), In("#text", Text("It rained.")),
		In("#files-help", Text("Up to 100 at a time, 64 MB each.")), In("#queue .failed", All(Text("A scan."), In("form", Attribute("action", "/retry")))),
		In("#import-more", Text("3 older items not shown")), In("#feeds + ul", All(Text("Next check in 5 minutes"), Text("Last checked today"), Text("Unfollow"))),
	)
	content.Failures, content.CanFetch = nil, false
	check(t, "add", content, Count("#failures", 0), Count("#links", 0), Count(".field-error", 0))
}

func TestMissingTemplates(t *testing.T) {
	r, err := view.NewRenderer(static.Files())
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Render(&bytes.Buffer{}, nil, "other", "page", nil); err == nil {
		t.Error("a page without a template was rendered")
	}
	if err := r.Render(&bytes.Buffer{}, nil, "map", "page", struct{}{}); err == nil {
		t.Error("a page was rendered from another view")
	}
}
