package markup_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/documenttest"
	"dateline/geo/article/markup"
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
		"in an article": {page(`<article><h1>Quake hits Tonga</h1><p>No damage in Nuku'alofa.</p></article>`), "Quake hits Tonga\n\nNo damage in Nuku'alofa."},
		"beside a footer by id": {`<html><head><title>Flood</title></head><body><div class="content"><h2>Flood alert</h2><p>The Elbe rose in Dresden.</p></div><div id="footer">Registered in Dublin, Ireland.</div></body></html>`,
			"Flood alert\n\nThe Elbe rose in Dresden."},
	} {
		if a := documenttest.One(t, readHTML, c.page); a.Text != c.text {
			t.Errorf("%s: text %q, want %q", name, a.Text, c.text)
		}
	}
}

// about is the text of a publisher about itself in elements that do not look like a
// footer; it is longer than the stories of these tests.
const about = `<div class="company"><p>The Frontier Media Group has offices in Geneva, Sydney, Toronto and Lisbon and is registered in Ireland under the number that is given above.</p>
<p>Contact us by letter or by electronic mail, or read our terms of use and our privacy policy, which were last changed in Dublin four years ago.</p></div>`

func TestReadHTMLOfShortStoriesBesideALongImprint(t *testing.T) {
	for name, body := range map[string]string{
		"main":              `<main><h1>Quake hits Tonga</h1><p>No damage in Nuku'alofa.</p></main>`,
		"main by its role":  `<div role="main"><h1>Quake hits Tonga</h1><p>No damage in Nuku'alofa.</p></div>`,
		"article":           `<article><h1>Quake hits Tonga</h1><p>No damage in Nuku'alofa.</p></article>`,
		"one of the cards":  `<article><h1>Quake hits Tonga</h1><p>No damage in Nuku'alofa.</p></article><article><a href="/1">Storm in Manila</a></article>`,
		"heading in a box":  `<div><h1>Quake hits Tonga</h1><p>No damage in Nuku'alofa.</p></div>`,
		"heading above":     `<header><h1>Quake hits Tonga</h1></header><div><p>No damage in Nuku'alofa.</p></div>`,
		"heading, no boxes": `<h1>Quake hits Tonga</h1><p>No damage in Nuku'alofa.</p>`,
	} {
		if a := documenttest.One(t, readHTML, page(body+about)); a.Text != "Quake hits Tonga\n\nNo damage in Nuku'alofa." || a.Title != "Quake hits Tonga" {
			t.Errorf("%s: title %q, text %q", name, a.Title, a.Text)
		}
	}
	linked := `<div id="root"></div><script type="application/ld+json">{"@type": "NewsArticle", "headline": "Quake hits Tonga", "articleBody": "No damage in Nuku'alofa."}</script>`
	if a := documenttest.One(t, readHTML, page(linked+about)); !strings.HasSuffix(a.Text, "No damage in Nuku'alofa.") || strings.Contains(a.Text, "Geneva") {
		t.Errorf("linked data: text %q", a.Text)
	}
	if _, errs := documenttest.All(t, readHTML, page(`<div id="root"><h1>Quake hits Tonga</h1></div>`+about), document.Options{}); len(errs) != 1 || !strings.Contains(errs[0].Error(), "no article") {
		t.Errorf("a page drawn by script: errors %v", errs)
	}
}

// A main element without the story does not replace it.
func TestReadHTMLOfAStoryOutsideMain(t *testing.T) {
	a := documenttest.One(t, readHTML, page(`<main><p>Welcome to the archive of the paper.</p></main><div class="story"><h1>Border reopens at Torkham</h1>`+story+`</div>`))
	if !strings.Contains(a.Text, "Landi Kotal") || !strings.Contains(a.Text, "Quetta") {
		t.Errorf("text %q", a.Text)
	}
}

func TestReadHTMLLeavesOutLinesAroundAnArticle(t *testing.T) {
	before := `<p>By Jordan Paris</p><p>Published: 6 September 2021, 10:00</p><p>Text size</p><p>1 / 5</p>`
	within := strings.Repeat(`<div><p>Rain over the Manila hills</p></div>`, 3)
	after := `<p>Follow Jordan Paris on Twitter</p><p>Comments are closed</p><p>Get the latest news from Boston on our app</p><p>Tags: <a href="/t">Lagos</a></p><p>© 2021 Frontier Media, Dublin</p><p>Sydney desk</p>`
	a := documenttest.One(t, readHTML, page(`<article><h1>Border reopens at Torkham</h1>`+before+story+within+`<p>The army said nothing.</p>`+after+`</article>`))
	if !strings.HasPrefix(a.Text, "Border reopens at Torkham\n\nTrucks began") || !strings.HasSuffix(a.Text, "\n\nThe army said nothing.") || strings.Contains(a.Text, "Manila") {
		t.Errorf("text %q", a.Text)
	}
	if a.Published != "2021-09-06" {
		t.Errorf("published %q", a.Published)
	}
	dateline := documenttest.One(t, readHTML, page(`<article><h1>Border reopens at Torkham</h1><p>PESHAWAR —</p>`+story+`</article>`))
	if !strings.Contains(dateline.Text, "PESHAWAR —") {
		t.Errorf("the dateline is missing: %q", dateline.Text)
	}
	list := documenttest.One(t, readHTML, page(`<article><h1>Roads that are closed</h1>`+story+`<ul>`+strings.Repeat(`<li>Chitral to Gilgit</li>`, 3)+`</ul></article>`))
	if !strings.HasSuffix(list.Text, "Chitral to Gilgit") {
		t.Errorf("the list is missing: %q", list.Text)
	}
}

func TestReadHTMLTitles(t *testing.T) {
	for head, want := range map[string]string{
		`<title>Border reopens at Torkham | The Frontier Post</title><meta property="og:site_name" content="The Frontier Post"><body><h2>News</h2>`: "Border reopens at Torkham",
		`<title>The Frontier Post - Border reopens</title><meta property="og:site_name" content="The Frontier Post"><body>`:                         "Border reopens",
		`<title>Story</title><body><h1>Trucks cross at Torkham again</h1>`:                                                                          "Trucks cross at Torkham again",
		`<title>Trucks cross at Torkham - Post</title><body><h1>The Post of the Frontier</h1><h1>Trucks cross at Torkham</h1>`:                      "Trucks cross at Torkham",
		`<title>Trucks cross at Torkham</title><body><h1>Home</h1>`:                                                                                 "Trucks cross at Torkham",
	} {
		if a := documenttest.One(t, readHTML, "<html><head>"+head+story); a.Title != want {
			t.Errorf("%s: title %q, want %q", head, a.Title, want)
		}
	}
}

func TestReadHTMLOfBrokenPages(t *testing.T) {
	const article = `<article><h1>Quake hits Tonga</h1><p>No damage in Nuku'alofa.</p><p>A wave had been feared in Vava'u.</p></article>`
	const want = "Quake hits Tonga\n\nNo damage in Nuku'alofa.\n\nA wave had been feared in Vava'u."
	icons := strings.Replace(article, "<p>A", "<p>\ue87d A", 1)
	for name, source := range map[string]string{
		"NULs":             strings.ReplaceAll(page(article), "a", "\x00a"),
		"deep":             page(strings.Repeat("<div><span>", 900) + article + strings.Repeat("</span></div>", 900)),
		"without a start":  `<script>var x = "<p>Paris</p>"</script><style>p { color: red }</style>` + page(article),
		"an icon font":     page(icons),
		"deep, not closed": page(strings.Repeat("<section>", 900) + article),
	} {
		if !markup.IsHTML([]byte(source)) {
			t.Errorf("%s: it is not taken for a page", name)
		}
		if a := documenttest.One(t, readHTML, source); !strings.HasSuffix(a.Text, want) {
			t.Errorf("%s: text %q, want %q", name, a.Text, want)
		}
	}
}

// A page may have its text only for browsers without scripts.
func TestReadHTMLShowsNoscript(t *testing.T) {
	hidden := `<h1>Border reopens at Torkham</h1><noscript><div>` + story + strings.Repeat(`<p>The queue of trucks at the border post was longer than ever before, and the drivers waited for the second night in a row.</p>`, 5) + `</div></noscript>`
	if a := documenttest.One(t, readHTML, page(hidden+`<noscript>Please enable JavaScript.</noscript>`)); !strings.Contains(a.Text, "Landi Kotal") || strings.Contains(a.Text, "enable JavaScript") {
		t.Errorf("text %q", a.Text)
	}
	visible := `<article><h1>Border reopens at Torkham</h1>` + story + `</article><noscript>` + strings.Repeat(`<a href="/p">Pictures of Lagos</a> `, 80) + `</noscript>`
	if a := documenttest.One(t, readHTML, page(visible)); strings.Contains(a.Text, "Lagos") {
		t.Errorf("text %q", a.Text)
	}
}

// A word that is divided at a line end keeps it, as in plain text.
func TestDividedWords(t *testing.T) {
	const divided = "Shots in the city of Kan-\ndahar and at the\nChaman crossing - the\nsecond one."
	const want = "Shots in the city of Kan-\ndahar and at the Chaman crossing - the second one."
	if a := documenttest.One(t, readHTML, "<html><body><p>"+divided+"</p></body></html>"); a.Text != want {
		t.Errorf("HTML: text %q", a.Text)
	}
	if a := documenttest.One(t, readMarkdown, "# Report\n\n"+divided); !strings.HasSuffix(a.Text, want) {
		t.Errorf("Markdown: text %q", a.Text)
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
		`<meta property="article:published_time" content="2021-09-06T10:00:00.000+0430">`:                                                             "2021-09-06T10:00:00+04:30",
		`<meta name="DC.date.created" content="2021-09-06">`:                                                                                          "2021-09-06",
		`<meta name="date" content="soon"><time datetime="2021-09-06 10:00">Monday</time>`:                                                            "2021-09-06T10:00:00Z",
		`<link rel="canonical" href="https://news.example/2021/09/06/border.html">`:                                                                   "2021-09-06",
		`<span class="post-date">6. September 2021</span>`:                                                                                            "2021-09-06",
		`<p class="article__meta">Von Mina Sahak, 06.09.2021, 10:00 Uhr</p>`:                                                                          "2021-09-06",
		`<div itemprop="datePublished" content="2021-09-06">today</div>`:                                                                              "2021-09-06",
		`<h1>Border reopens</h1><p>Torkham</p><p>13/09/2021 10:00</p>`:                                                                                "2021-09-13",
		`<h1>Border reopens</h1><p>The post was opened on 6 September 2021 after a long week of talks in which both of the sides had taken part.</p>`: "",
		`<span class="date">03/04/2021</span>`:                                                                                                        "",
		`<div class="info">` + strings.Repeat("<b></b>", 200) + `6 September 2021</div>`:                                                              "",
		`<meta name="date" content="2021-10-09"><time itemprop="datePublished" datetime="2021-09-06">Monday</time>`:                                   "2021-09-06",
		`<meta name="date" content="2021-10-09"><script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2021-09-06"}</script>`:  "2021-09-06",
		`<meta name="date" content="2021-10-09"><script type="application/ld+json">{"@type": "WebPage", "datePublished": "2021-09-06"}</script>`:      "2021-10-09",
		`<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "datePublished": "2021-09-06"}]}</script>`:                               "2021-09-06",
		`<script>var page = {"id": 5, "publishedAt": "2021-09-06T10:00:00Z"}</script>`:                                                                "2021-09-06T10:00:00Z",
		`<script>var pages = [{"publishedAt": "2021-09-06"}, {"publishedAt": "2021-09-07"}]</script>`:                                                 "",
		`<h2><a href="/blog/2021/09/06/border">Border reopens</a></h2>`:                                                                               "2021-09-06",
		`<h2><a href="/blog/2021/09/06/border">Border reopens</a></h2><h2><a href="/blog/2021/09/07/rain">Rain</a></h2>`:                              "",
		`<div><div>Filed in the office of the border post. Veröffentlicht am 6. September 2021 von Mina Sahak und anderen in Torkham.</div></div>`:    "2021-09-06",
		`<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "Mon, 06 Sep 2021 10:00:00 GMT"}</script>`:                      "2021-09-06T10:00:00Z",
	} {
		if a := documenttest.One(t, readHTML, page(head+story)); a.Published != want {
			t.Errorf("%s: published %q, want %q", head, a.Published, want)
		}
	}
}

// hostilePages returns pages whose nesting and repetition must not multiply the time of
// extraction.
func hostilePages() map[string]string {
	deep := strings.Repeat(`<div class="ad date info">`, 480)
	return map[string]string{
		"deep boxes":      "<html>" + deep + strings.Repeat("<p>Rain in Kabul.</p>", 20_000),
		"deep paragraphs": "<html><h1>x</h1>" + strings.Repeat("<section>", 400) + strings.Repeat("<p>Rain <b>in</b> Kabul, which is long enough for a paragraph of an article, it seems.</p>", 5_000),
		"linked data":     `<html><script type="application/ld+json">{"@type":"Article","articleBody":"` + strings.Repeat(`one two three four five six seven eight nine\n\n`, 40_000) + `"}</script>` + strings.Repeat("<p>Rain in Kabul.</p>", 20_000),
		"nested data":     `<html><script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, 5_000) + "</script>" + story,
		"comments":        "<html><article><h1>x</h1>" + story + strings.Repeat("<!-- x --><p><a>Rain</a></p>", 20_000),
	}
}

func TestReadHTMLOfHostilePages(t *testing.T) {
	for name, source := range hostilePages() {
		t.Run(name, func(t *testing.T) { documenttest.Check(t, readHTML, []byte(source)) })
	}
}

func BenchmarkReadHTMLOfHostilePages(b *testing.B) {
	for name, source := range hostilePages() {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(source)))
			for b.Loop() {
				for _, err := range readHTML(b.Context(), strings.NewReader(source), document.Options{}) {
					_ = err // some have no article
				}
			}
		})
	}
}

func TestReadHTMLFindsTheDateOfADateline(t *testing.T) {
	body := " " + strings.Repeat("Officials opened the border post at Torkham and let hundreds of trucks pass. ", 5)
	for start, want := range map[string]string{
		"6.9.2021 - ":                   "2021-09-06",
		"TORKHAM (6 September 2021) –":  "2021-09-06",
		"Torkham, (06.09.2021). ":       "2021-09-06",
		"On 6 September 2021 talks – ":  "2021-09-06",
		"The post of 1947, it says, – ": "",
		"Since the talks which began in the night of 6 September 2021 – ": "",
	} {
		if a := documenttest.One(t, readHTML, page("<article><h1>Border reopens</h1><p>"+start+body+"</p><p>"+body+"</p></article>")); a.Published != want {
			t.Errorf("%s: published %q, want %q", start, a.Published, want)
		}
	}
}

// TestReadHTMLOfSeveralArticles reads pages on which the text of the article is shorter
// than another one.
func TestReadHTMLOfSeveralArticles(t *testing.T) {
	own := strings.Repeat("<p>Officials in Torkham opened the border post and let hundreds of trucks with fruit pass in the night.</p>", 8)
	next := strings.Repeat("<p>Fishermen in Gwadar protest against the trawlers that empty the sea, and they block the road to the port.</p>", 40)
	for name, content := range map[string]string{
		"the next article": `<div class="story"><h1>Border reopens at Torkham</h1><div>` + own + `</div></div><div class="story"><h1>Fishermen protest in Gwadar</h1><div>` + next + `</div></div>`,
	} {
		a := documenttest.One(t, readHTML, `<html lang="en"><head><title>Border reopens at Torkham | Example</title></head><body>`+content+`</body></html>`)
		if !strings.Contains(a.Text, "fruit pass") || strings.Contains(a.Text, "Gwadar") {
			t.Errorf("%s: %q", name, a.Text)
		}
	}
}

// TestReadHTMLKeepsCaptions reads captions of pictures and leaves out their credits.
func TestReadHTMLKeepsCaptions(t *testing.T) {
	for caption, want := range map[string]string{
		`Smoke over Mosul. Photo: Jordan Paris/Agency, Washington`:                "Smoke over Mosul.",
		`Smoke over Mosul. (Jordan Paris/Reuters)`:                                "Smoke over Mosul.",
		`Smoke over Mosul. Jordan Paris/Agency`:                                   "Smoke over Mosul.",
		`Smoke over Mosul. © Jordan Paris`:                                        "Smoke over Mosul.",
		`Rauch über Mossul. Foto: dpa / Jordan Paris`:                             "Rauch über Mossul.",
		`<p>Smoke over Mosul.</p><span class="image__credit">Jordan Paris</span>`: "Smoke over Mosul.",
		`Trucks (in the north) wait in Mosul, the army says.`:                     "Trucks (in the north) wait in Mosul, the army says.",
		`Photo: Jordan Paris/Agency`:                                              "",
		`Jordan Paris in Washington`:                                              "",
		`Mosul`:                                                                   "",
	} {
		figure := `<figure><img src="a.jpg"><figcaption>` + caption + `</figcaption></figure>`
		first := documenttest.One(t, readHTML, page(`<article><h1>Border reopens</h1>`+figure+story+`</article>`)).Text
		within := documenttest.One(t, readHTML, page(`<article><h1>Border reopens</h1>`+strings.Replace(story, "</p>", "</p>"+figure, 1)+`</article>`)).Text
		after := documenttest.One(t, readHTML, page(`<article><h1>Border reopens</h1>`+story+figure+`</article>`)).Text
		without := documenttest.One(t, readHTML, page(`<article><h1>Border reopens</h1>`+story+`</article>`)).Text
		title, rest, _ := strings.Cut(without, "\n\n")
		paragraph, others, _ := strings.Cut(rest, "\n\n")
		join := func(parts ...string) string {
			return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n\n")
		}
		if want := join(title, want, paragraph, others); first != want {
			t.Errorf("%s: %q, want %q", caption, first, want)
		}
		if want := join(title, paragraph, want, others); within != want {
			t.Errorf("%s: %q, want %q", caption, within, want)
		}
		if after != without {
			t.Errorf("%s: %q, want %q", caption, after, without)
		}
	}
}
