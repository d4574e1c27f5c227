package markup_test

import (
	"encoding/json"
	"strings"
	"testing"

	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/documenttest"
	"dateline/geo/article/markup"
)

const (
	firstParagraph  = "Trucks began to cross the border at Torkham on Monday morning after a week of talks, officials on both sides said, and queues reached back for several kilometers."
	secondParagraph = "Drivers who had waited in Landi Kotal since the weekend had run out of water and of patience. Traders put the losses in the millions."
	lastParagraph   = "The crossing at Chaman is to follow."
	wantStory       = firstParagraph + "\n\n" + secondParagraph + "\n\n" + lastParagraph
)

// quoted returns a value as JSON.
func quoted(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// shell returns a page that a script draws: a menu, an empty element and a footer, and the
// data for the script.
func shell(data string) string {
	return page(`<div id="__next"></div>` + data)
}

func nextData(props string) string {
	return `<script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":` + props + `},"page":"/story"}</script>`
}

func TestReadHTMLOfDataForScripts(t *testing.T) {
	paragraphs := "<p>" + firstParagraph + "</p><p>" + secondParagraph + "</p><p>" + lastParagraph + "</p>"
	other := `{"title":"Storm floods Manila","body":` + quoted(strings.Repeat("<p>It rained in Manila for a fourth day. The river rose and people left their homes.</p>", 20)) + `}`
	notice := `{"text":` + quoted(strings.Repeat("We store cookies in Dublin. See our privacy policy and our terms of use. ", 20)) + `}`
	for name, c := range map[string]struct{ data, method string }{
		"HTML under a key": {nextData(`{"article":{"headline":"Border reopens at Torkham","publishedAt":"2021-09-06T10:00:00Z","body":` + quoted(paragraphs) + `}}`), "__NEXT_DATA__"},
		"plain text":       {nextData(`{"article":{"title":"Border reopens at Torkham","date":"2021-09-06","content":` + quoted(wantStory) + `}}`), "__NEXT_DATA__"},
		"blocks with HTML": {nextData(`{"story":{"headlines":{"basic":"Border reopens at Torkham"},"display_date":"2021-09-06","content_elements":[
			{"_id":"A","type":"text","content":` + quoted(firstParagraph) + `},{"type":"image","url":"https://pictures.example/a.jpg","caption":"A queue of trucks in Peshawar, seen from a hill."},
			{"type":"text","content":` + quoted("<b>"+secondParagraph+"</b>") + `},{"type":"interstitial_link","url":"https://news.example/2","content":"Read about Lagos"},
			{"type":"text","content":` + quoted(lastParagraph) + `}]}}`), "__NEXT_DATA__"},
		"spans in blocks": {nextData(`{"post":{"title":"Border reopens at Torkham","publishedAt":"2021-09-06","body":[
			{"_type":"block","style":"normal","markDefs":[{"_type":"link","href":"https://news.example/x"}],"children":[{"_type":"span","text":` + quoted(firstParagraph[:30]) + `},{"_type":"span","marks":["strong"],"text":` + quoted(firstParagraph[30:]) + `}]},
			{"_type":"block","children":[{"_type":"span","text":` + quoted(secondParagraph) + `}]},{"_type":"block","children":[{"_type":"span","text":` + quoted(lastParagraph) + `}]}]}}`), "__NEXT_DATA__"},
		"rich text with links": {nextData(`{"entry":{"title":"Border reopens at Torkham","date":"2021-09-06","document":{"nodeType":"document","content":[
			{"nodeType":"paragraph","content":[{"nodeType":"text","value":"Trucks began to cross the border at "},{"nodeType":"hyperlink","data":{"uri":"https://news.example/t"},"content":[{"nodeType":"text","value":"Torkham"}]},{"nodeType":"text","value":` + quoted(strings.TrimPrefix(firstParagraph, "Trucks began to cross the border at Torkham")) + `}]},
			{"nodeType":"paragraph","content":[{"nodeType":"text","value":` + quoted(secondParagraph) + `}]},{"nodeType":"paragraph","content":[{"nodeType":"text","value":` + quoted(lastParagraph) + `}]}]}}}`), "__NEXT_DATA__"},
		"blocks of an editor":                {nextData(`{"title":"Border reopens at Torkham","date":"2021-09-06","blocks":[{"type":"paragraph","data":{"text":` + quoted(firstParagraph) + `}},{"type":"paragraph","data":{"text":` + quoted(secondParagraph) + `}},{"type":"list","data":{"items":[` + quoted(lastParagraph) + `]}}]}`), "__NEXT_DATA__"},
		"beside a longer story and a notice": {nextData(`{"related":[` + other + `,` + other + `],"consent":` + notice + `,"article":{"title":"Border reopens at Torkham","date":"2021-09-06","body":` + quoted(paragraphs) + `}}`), "__NEXT_DATA__"},
		"a state in a variable":              {`<script>window.__INITIAL_STATE__ = {"article":{"title":"Border reopens at Torkham","date":"2021-09-06","body":` + quoted(paragraphs) + `}};(function(){start()})()</script>`, "__INITIAL_STATE__"},
		"a state in a string":                {`<script>window.__PRELOADED_STATE__=JSON.parse(` + quoted(`{"article":{"title":"Border reopens at Torkham","date":"2021-09-06","body":`+quoted(paragraphs)+`}}`) + `)</script>`, "__PRELOADED_STATE__"},
		"a table of references":              {`<script type="application/json" id="__NUXT_DATA__">[["Reactive",1],{"data":2,"state":6},{"story":3},{"headline":4,"body":5,"date":7},"Border reopens at Torkham",` + quoted(paragraphs) + `,{"self":6},"2021-09-06"]</script>`, "__NUXT_DATA__"},
	} {
		var notices []string
		o := document.Options{Name: "page", Notice: func(s string) { notices = append(notices, s) }}
		all, errs := documenttest.All(t, readHTML, shell(c.data), o)
		if len(all) != 1 || len(errs) != 0 {
			t.Errorf("%s: %d articles, errors %v", name, len(all), errs)
			continue
		}
		if a := all[0]; a.Text != "Border reopens at Torkham\n\n"+wantStory || a.Title != "Border reopens at Torkham" || !strings.HasPrefix(a.Published, "2021-09-06") {
			t.Errorf("%s: title %q, published %q, text %q", name, a.Title, a.Published, a.Text)
		}
		if len(notices) != 1 || !strings.Contains(notices[0], "("+c.method+")") {
			t.Errorf("%s: notices %q, want one with %s", name, notices, c.method)
		}
	}
}

// The data for the script is not used where the page has the article, describes it, or
// where the data has none.
func TestReadHTMLIgnoresDataForScripts(t *testing.T) {
	manila := strings.Repeat("<p>It rained in Manila for a fourth day. The river rose and people left their homes.</p>", 20)
	foreign := nextData(`{"next":{"title":"Storm floods Manila","body":` + quoted(manila) + `}}`)
	for name, c := range map[string]struct{ page, with string }{
		"the page has it":            {page(`<article><h1>Border reopens at Torkham</h1>` + story + `</article>` + foreign), "Landi Kotal"},
		"a short story":              {page(`<article><h1>Border reopens at Torkham</h1><p>The border was opened.</p></article>` + foreign), "The border was opened."},
		"the linked data have it":    {shell(`<script type="application/ld+json">{"@type":"NewsArticle","articleBody":` + quoted(wantStory) + `}</script>` + foreign), "Landi Kotal"},
		"data that are cut short":    {page(`<p>The border was opened.</p>` + foreign[:len(foreign)/2] + `</script>`), "The border was opened."},
		"configuration, no sentence": {page(`<p>The border was opened.</p>` + nextData(`{"text":`+quoted(strings.Repeat("Manila settings name value ", 60))+`}`)), "The border was opened."},
	} {
		if a := documenttest.One(t, readHTML, c.page); !strings.Contains(a.Text, c.with) || strings.Contains(a.Text, "Manila") {
			t.Errorf("%s: text %q", name, a.Text)
		}
	}
	if _, errs := documenttest.All(t, readHTML, shell(nextData(`{"path":"/a","build":"`+strings.Repeat("x1", 400)+`"}`)), document.Options{}); len(errs) != 1 {
		t.Errorf("a page without any text: errors %v", errs)
	}
}

// Data that refer to themselves or are nested deep take bounded time.
func TestReadHTMLOfHostileDataForScripts(t *testing.T) {
	for name, data := range map[string]string{
		"cycles":       `<script type="application/json">[{"a":1,"b":2,"c":0},{"a":0,"b":1,"c":2},{"a":1,"b":2,"c":0}]</script>`,
		"wide cycles":  `<script type="application/json">[` + strings.Repeat(`{"a":1,"b":2,"c":3,"children":4,"content":5},`, 20_000) + `{}]</script>`,
		"deep":         nextData(strings.Repeat(`{"children":[`, 4000) + strings.Repeat(`]}`, 4000)),
		"large":        nextData(`{"body":"` + strings.Repeat("Rain fell in Kabul. ", 400_000) + `"}`),
		"many objects": nextData(`{"children":[` + strings.Repeat(`{"content":[{"text":"Rain fell in Kabul. "}]},`, 50_000) + `{}]}`),
	} {
		if got, errs := documenttest.All(t, readHTML, shell(data), document.Options{}); len(got)+len(errs) != 1 {
			t.Errorf("%s: %d articles, errors %v", name, len(got), errs)
		}
	}
}

func FuzzScriptData(f *testing.F) {
	for _, seed := range []string{
		shell(nextData(`{"a":{"title":"x","body":"<p>y. z.</p>"}}`)), `<script type="application/json">[{"a":1},["x"],{"b":0}]</script>`,
		`<script>__X__ = JSON.parse("{\"body\":1}")</script>`, `<script>window["__S__"]=[`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		documenttest.Check(t, document.Whole(markup.ReadHTML), []byte(source))
	})
}
