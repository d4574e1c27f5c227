package markup_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/documenttest"
)

// story is the body of an article that is long enough for Readability.
const story = `<p>Trucks began to cross the border at Torkham on Monday morning after a week of talks, officials on both sides said, and queues reached back for several kilometers.</p>
<p>Drivers who had waited in Landi Kotal since the weekend said that they had run out of water, of food and of patience, and traders put the losses in the millions.</p>
<p>Across the province, the crossing at Chaman was to follow within days, according to the chamber of commerce in Quetta, which had asked for longer opening hours.</p>`

const (
	menu   = `<nav><ul><li><a href="/asia">Asia</a></li><li><a href="/brussels">Brussels</a></li></ul></nav>`
	footer = `<footer><p>The Frontier Post, offices in Geneva, Sydney and Toronto. © 2021 Frontier Media, 12 Lisbon Street, Dublin.</p></footer>`
)

// page returns a web page with a menu and a footer around a body.
func page(body string) string {
	return `<!doctype html><html lang="en"><head><title>Border reopens at Torkham - The Frontier Post</title></head><body>` + menu + body + footer + `</body></html>`
}

// surroundings are the places of the menu and the footer.
var surroundings = []string{"Brussels", "Geneva", "Sydney", "Lisbon", "Dublin"}

func TestReadHTMLLeavesOutWhatSurroundsAnArticle(t *testing.T) {
	const article = `<article><h1>Border reopens at Torkham</h1>` + story + `</article>`
	for name, c := range map[string]struct {
		page         string
		with, absent []string
	}{
		"a cookie notice": {page(`<div id="cookie-banner"><p>We and our partners in Ireland store cookies on your device, as we do in Norway.</p></div>` + article), nil, []string{"Ireland", "Norway"}},
		"a long cookie dialog": {page(`<div role="dialog">` + strings.Repeat(`<p>Our partners in Ireland and Norway store and access information on your device.</p>`, 20) + `</div>` + article),
			nil, []string{"Ireland", "Norway"}},
		"a newsletter box":         {page(`<article><h1>Border reopens</h1>` + story + `<div class="newsletter-signup"><h3>Sign up</h3><p>The Nairobi Briefing, every morning.</p></div></article>`), nil, []string{"Nairobi"}},
		"a prompt to read on":      {page(`<article><h1>Border reopens</h1>` + story + `<p>READ MORE: <a href="/manila">Storm floods Manila</a></p></article>`), nil, []string{"Manila"}},
		"a prompt in German":       {page(`<article><h1>Border reopens</h1>` + story + `<p>Lesen Sie auch: <a href="/manila">Sturm in Manila</a></p></article>`), nil, []string{"Manila"}},
		"a list of related links":  {page(`<article><h1>Border reopens</h1>` + story + `<h3>Also on our site</h3><ul><li><a href="/1">Storm floods Manila</a></li><li><a href="/2">Votes in Nairobi</a></li></ul></article>`), nil, []string{"Manila", "Nairobi", "Also on"}},
		"related stories":          {page(`<article><h1>Border reopens</h1>` + story + `<div class="related-stories"><h2>Related</h2><a href="/1">Storm floods Manila</a> It rained for days.</div></article>`), nil, []string{"Manila"}},
		"a credit of a picture":    {page(`<article><h1>Border reopens</h1><figure><img src="a.jpg"><figcaption>A queue. Photo: Jordan Paris/Agency</figcaption></figure>` + story + `<p>Photo: Jordan Paris/Agency</p></article>`), nil, []string{"Paris"}},
		"comments of readers":      {page(article + `<div id="comments">` + strings.Repeat(`<p>I was in Lagos last week and nobody there had heard of the border or of what was said about it in the papers.</p>`, 5) + `</div>`), nil, []string{"Lagos"}},
		"an author's box":          {page(`<article><h1>Border reopens</h1>` + story + `<div class="author-box"><p>Mina Sahak lives in Vienna.</p></div></article>`), nil, []string{"Vienna"}},
		"a demand to subscribe":    {page(`<article><h1>Border reopens</h1>` + story + `<p>Already a subscriber in Boston? Log in.</p></article>`), nil, []string{"Boston"}},
		"a page in a form":         {page(`<form action="/">` + article + `</form>`), nil, nil},
		"a container called promo": {page(`<div class="promo-enabled sidebar-left">` + article + `</div>`), nil, nil},
		"a standfirst before the article": {page(`<h1>Border reopens at Torkham</h1><p class="standfirst">Hundreds of trucks wait in Jalalabad for the second week, the army says.</p><div class="share"><a href="/s">Share</a></div><div class="body">` + story + `</div>`),
			[]string{"trucks wait in Jalalabad"}, nil},
		"a standfirst in the header": {page(`<article><header><h1>Border reopens at Torkham</h1><p class="lede">Hundreds of trucks wait in Jalalabad for the second week, the army says.</p></header><div>` + story + `</div></article>`),
			[]string{"trucks wait in Jalalabad"}, nil},
		"a standfirst called teaser": {page(`<article><h1>Border reopens at Torkham</h1><div class="teaser-text"><p>Hundreds of trucks wait in Jalalabad for the second week, the army says.</p></div><div>` + story + `</div></article>`),
			[]string{"trucks wait in Jalalabad"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			a := documenttest.One(t, readHTML, c.page)
			for _, want := range append([]string{"Torkham on Monday morning", "Landi Kotal", "Quetta"}, c.with...) {
				if !strings.Contains(a.Text, want) {
					t.Errorf("%q is missing in %q", want, a.Text)
				}
			}
			for _, absent := range append(surroundings, c.absent...) {
				if strings.Contains(a.Text, absent) {
					t.Errorf("%q is not part of the article: %q", absent, a.Text)
				}
			}
		})
	}
}

// A footer is never the article, however short the story is.
func TestReadHTMLShortStories(t *testing.T) {
	for name, c := range map[string]struct{ page, text string }{
		"in an article": {page(`<article><h1>Quake hits Tonga</h1><p>No damage in Nuku'alofa.</p></article>`), "Border reopens at Torkham - The Frontier Post\n\nQuake hits Tonga\n\nNo damage in Nuku'alofa."},
		"beside a footer by id": {`<html><head><title>Flood</title></head><body><div class="content"><h2>Flood alert</h2><p>The Elbe rose in Dresden.</p></div><div id="footer">Registered in Dublin, Ireland.</div></body></html>`,
			"Flood alert\n\nThe Elbe rose in Dresden."},
	} {
		if a := documenttest.One(t, readHTML, c.page); a.Text != c.text {
			t.Errorf("%s: text %q, want %q", name, a.Text, c.text)
		}
	}
}

func TestReadHTMLOfPagesDrawnByScript(t *testing.T) {
	const data = `<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "x"}, {"@type": ["ReportageNewsArticle"], "headline": "Border reopens at Torkham",
		"datePublished": "2021-09-06T10:00+04:30", "author": [{"name": "Mina Sahak"}], "publisher": {"@type": "Organization", "name": "The Frontier Post"},
		"articleBody": "%s"}]}</script>`
	body := strings.Repeat("Trucks crossed the border at Torkham on Monday after a week of talks. ", 6)
	a := documenttest.One(t, readHTML, page(`<div id="root"></div>`+fmt.Sprintf(data, body+"\\n\\nChaman is to follow.")))
	if !strings.Contains(a.Text, "Torkham on Monday") || !strings.HasSuffix(a.Text, "Chaman is to follow.") || strings.Contains(a.Text, "Geneva") {
		t.Errorf("text %q", a.Text)
	}
	if a.Title != "Border reopens at Torkham" || a.Author != "Mina Sahak" || a.Publisher != "The Frontier Post" || a.Published != "2021-09-06T10:00:00+04:30" {
		t.Errorf("metadata: %+v", a)
	}
	if a := documenttest.One(t, readHTML, page(`<div id="root"></div>`+fmt.Sprintf(data, "<p>"+body+"</p><p>Chaman &amp; Quetta.</p>"))); !strings.HasSuffix(a.Text, "Chaman & Quetta.") {
		t.Errorf("text %q", a.Text)
	}
	for _, broken := range []string{`<script type="application/ld+json">{"@type": "Article", "articleBody": </script>`, ""} {
		_, errs := documenttest.All(t, readHTML, page(`<div id="root"></div>`+broken), document.Options{})
		if len(errs) != 1 || !errors.Is(errs[0], geo.ErrInput) || !strings.Contains(errs[0].Error(), "no article") {
			t.Errorf("errors %v", errs)
		}
	}
}

func TestReadHTMLFindsTheDate(t *testing.T) {
	for head, want := range map[string]string{
		`<meta property="article:published_time" content="2021-09-06T10:00:00.000+0430">`:                                        "2021-09-06T10:00:00+04:30",
		`<meta name="DC.date.created" content="2021-09-06">`:                                                                     "2021-09-06",
		`<meta name="date" content="soon"><time datetime="2021-09-06 10:00">Monday</time>`:                                       "2021-09-06T10:00:00Z",
		`<link rel="canonical" href="https://news.example/2021/09/06/border.html">`:                                              "2021-09-06",
		`<span class="post-date">6. September 2021</span>`:                                                                       "2021-09-06",
		`<p class="article__meta">Von Mina Sahak, 06.09.2021, 10:00 Uhr</p>`:                                                     "2021-09-06",
		`<div itemprop="datePublished" content="2021-09-06">today</div>`:                                                         "2021-09-06",
		`<span class="date">03/04/2021</span>`:                                                                                   "",
		`<div class="info">` + strings.Repeat("<b></b>", 200) + `6 September 2021</div>`:                                         "",
		`<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "Mon, 06 Sep 2021 10:00:00 GMT"}</script>`: "2021-09-06T10:00:00Z",
	} {
		if a := documenttest.One(t, readHTML, page(head+story)); a.Published != want {
			t.Errorf("%s: published %q, want %q", head, a.Published, want)
		}
	}
}

// Nesting and repetition must not multiply the time of extraction.
func TestReadHTMLOfHostilePages(t *testing.T) {
	deep := strings.Repeat(`<div class="ad date info">`, 480)
	for name, source := range map[string]string{
		"deep boxes":      "<html>" + deep + strings.Repeat("<p>Rain in Kabul.</p>", 20_000),
		"deep paragraphs": "<html><h1>x</h1>" + strings.Repeat("<section>", 400) + strings.Repeat("<p>Rain <b>in</b> Kabul, which is long enough for a paragraph of an article, it seems.</p>", 5_000),
		"linked data":     `<html><script type="application/ld+json">{"@type":"Article","articleBody":"` + strings.Repeat(`one two three four five six seven eight nine\n\n`, 40_000) + `"}</script>` + strings.Repeat("<p>Rain in Kabul.</p>", 20_000),
		"nested data":     `<html><script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, 5_000) + "</script>" + story,
		"comments":        "<html><article><h1>x</h1>" + story + strings.Repeat("<!-- x --><p><a>Rain</a></p>", 20_000),
	} {
		began := time.Now()
		documenttest.Check(t, readHTML, []byte(source))
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
}
