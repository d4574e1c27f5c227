package document_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/article/internal/document"
)

func TestParseDate(t *testing.T) {
	for value, want := range map[string]string{
		"":                          "",
		"2021-09-06":                "2021-09-06",
		"2021-09-06T14:00:00+04:30": "2021-09-06T14:00:00+04:30",
		"2021-09-06T14:00:00":       "2021-09-06T14:00:00Z",
		"2021-09-06 14:00:00":       "2021-09-06T14:00:00Z",
	} {
		if got, err := document.ParseDate("", value); got != want || err != nil {
			t.Errorf("ParseDate(%q) = %q, %v, want %q", value, got, err, want)
		}
	}
	for _, value := range []string{"last Tuesday", "2021-13-01", "06/09/2021"} {
		if got, err := document.ParseDate(value); got != "" || !errors.Is(err, geo.ErrInput) {
			t.Errorf("ParseDate(%q) = %q, %v", value, got, err)
		}
		if got := document.DateOrEmpty(value); got != "" {
			t.Errorf("DateOrEmpty(%q) = %q", value, got)
		}
	}
}

func TestWebAddress(t *testing.T) {
	base, err := url.Parse("https://news.example/a/b")
	if err != nil {
		t.Fatal(err)
	}
	for ref, want := range map[string]string{
		"":                     "",
		" ":                    "",
		"../c":                 "https://news.example/c",
		"//other.example/d":    "https://other.example/d",
		" http://x.example/ ":  "http://x.example/",
		"javascript:alert(1)":  "",
		"mailto:a@example.org": "",
		"file:///etc/passwd":   "",
	} {
		if got := document.ResolveURL(base, ref); got != want {
			t.Errorf("ResolveURL(%q) = %q, want %q", ref, got, want)
		}
	}
	if got := document.ResolveURL(nil, "c.html"); got != "" {
		t.Errorf("a relative address without a base: %q", got)
	}
}

func TestGuessTitle(t *testing.T) {
	for body, want := range map[string]string{
		"Flood closes the Khyber Pass\n\nThe road is closed.":                                 "Flood closes the Khyber Pass",
		"BBC\n\nFlood closes the Khyber Pass\n\nThe road is closed.":                          "Flood closes the Khyber Pass",
		"The road at Torkham is closed.\n\nIt rains.":                                         "",
		"Only one line of text in it":                                                         "",
		strings.Repeat("a long first paragraph ", 10) + ".\n\nThen a short line follows\n\nx": "",
	} {
		if got := document.GuessTitle(body); got != want {
			t.Errorf("GuessTitle(%.40q) = %q, want %q", body, got, want)
		}
	}
}

func TestPrependTitle(t *testing.T) {
	for _, c := range []struct{ title, body, want string }{
		{"Rain", "It rained.", "Rain\n\nIt rained."},
		{"Rain", "News. Rain\n\nIt rained.", "News. Rain\n\nIt rained."},
		{"", "It rained.", "It rained."},
		{"Rain", "", ""},
	} {
		if got := document.PrependTitle(c.title, c.body); got != c.want {
			t.Errorf("PrependTitle(%q, %q) = %q, want %q", c.title, c.body, got, c.want)
		}
	}
}

func TestIsText(t *testing.T) {
	for head, want := range map[string]bool{
		"Kabul is calm.\n": true, "\xff\xfeK\x00a\x00": true, "\x1b$B%F": true, "%PDF-1.7": false, "\x7fELF\x00\x00\x01\x02": false, "a\x00\x00b": false,
	} {
		if got := document.IsText([]byte(head)); got != want {
			t.Errorf("IsText(%q) = %v", head, got)
		}
	}
}

func TestXMLRoot(t *testing.T) {
	for head, want := range map[string]string{
		"<rss>": "rss",
		"\ufeff <?xml version='1.0'?><!-- x --><a:Feed x='y'>": "feed",
		"\xff\xfe<\x00a\x00/\x00>\x00":                         "a",
		"text <a>":                                             "",
		"<!-- only a comment":                                  "",
	} {
		if got := document.XMLRoot([]byte(head)); got != want {
			t.Errorf("XMLRoot(%q) = %q, want %q", head, got, want)
		}
	}
}

func TestSplitXML(t *testing.T) {
	prolog, root, err := document.SplitXML([]byte("<?xml version='1.0' encoding='windows-1252'?><!DOCTYPE a [<!ENTITY x 'y'>]>\n<a>K\xf6ln\x01</a>"))
	if !strings.HasSuffix(prolog, "]>\n") || string(root) != "<a>Köln</a>" || err != nil {
		t.Errorf("prolog %q, root %q, error %v", prolog, root, err)
	}
	if _, root, err := document.SplitXML([]byte("no element")); len(root) != 0 || err != nil {
		t.Errorf("root %q, error %v", root, err)
	}
}

func TestWalkXML(t *testing.T) {
	var out strings.Builder
	err := document.WalkXML([]byte(`<n:a x="1" Y="2">b &amp; <c/></n:a>`), func(e document.Element) {
		out.WriteString(map[bool]string{true: "+", false: "-"}[e.Start] + e.Name + e.Attr("x") + e.AttrFold("y") + e.Attr("z") + " ")
	}, func(s string) { out.WriteString("[" + s + "] ") })
	if want := "+a12 [b & ] +c -c -a "; out.String() != want || err != nil {
		t.Errorf("walk %q, error %v", out.String(), err)
	}
	nothing := func(document.Element) {}
	if err := document.WalkXML([]byte("<a>&x;</a>"), nothing, func(string) {}); err != nil && !errors.Is(err, geo.ErrInput) {
		t.Errorf("an entity: %v", err)
	}
	if err := document.WalkXML([]byte(strings.Repeat("<a>", 1000)), nothing, func(string) {}); !errors.Is(err, geo.ErrTooLarge) {
		t.Errorf("deep: %v", err)
	}
}

func TestReadDublinCore(t *testing.T) {
	a := &geo.Article{}
	err := document.ReadDublinCore([]byte(`<m xmlns:dc="d"><dc:title> Report </dc:title><dc:title>Second</dc:title><dc:creator>Desk</dc:creator><dc:publisher>OCHA</dc:publisher><dc:language>en</dc:language><dc:date>2021-09-06T10:00:00Z</dc:date><created>2022-01-01</created></m>`), a)
	if err != nil || a.Title != "Report" || a.Author != "Desk" || a.Publisher != "OCHA" || a.Language != "en" || a.Published != "2021-09-06" {
		t.Errorf("article %+v, error %v", a, err)
	}
}

func TestWhole(t *testing.T) {
	read := document.Whole(func(_ context.Context, b []byte, _ document.Options) (*geo.Article, error) {
		if string(b) == "bad" {
			return nil, geo.Errorf(geo.ErrInput, "it is bad")
		}
		return &geo.Article{Text: strings.TrimSpace(string(b))}, nil
	})
	for content, category := range map[string]error{"bad": geo.ErrInput, " ": geo.ErrInput, strings.Repeat("x", 20): geo.ErrTooLarge} {
		for a, err := range read(t.Context(), strings.NewReader(content), document.Options{MaxBytes: 10}) {
			if a != nil || !errors.Is(err, category) {
				t.Errorf("%q: %v, %v", content, a, err)
			}
		}
	}
	o := document.Options{Name: "a.txt", URL: "https://news.example/", Publisher: "Post"}
	for a, err := range read(t.Context(), strings.NewReader("Rain."), o) {
		if err != nil || a.Source != "a.txt" || a.URL != o.URL || a.Publisher != "Post" || a.ID == "" || a.Hash != geo.HashText("Rain.") {
			t.Errorf("article %+v, error %v", a, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range read(ctx, strings.NewReader("Rain."), o) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("canceled: %v", err)
		}
	}
}

func TestInputError(t *testing.T) {
	cause := geo.Errorf(geo.ErrInput, "it is bad")
	for err, want := range map[error]string{
		document.Options{Name: "a.jsonl"}.FailPart("line", 3, cause): "reading a.jsonl line 3: it is bad",
		document.Options{}.Fail(cause):                               "reading the input: it is bad",
	} {
		if err.Error() != want || !errors.Is(err, geo.ErrInput) {
			t.Errorf("error %q, want %q", err, want)
		}
	}
}

func TestFindDate(t *testing.T) {
	for value, want := range map[string]string{
		"2021-09-06":                              "2021-09-06",
		" 2021-09-06T10:00:00+0430 ":              "2021-09-06T10:00:00+04:30",
		"2021-09-06T10:00Z":                       "2021-09-06T10:00:00Z",
		"2021-09-06 10:00:00.0":                   "2021-09-06T10:00:00Z",
		"2021-9-6":                                "2021-09-06",
		"2021/09/06":                              "2021-09-06",
		"20210906":                                "2021-09-06",
		"Mon, 06 Sep 2021 10:00:00 +0430":         "2021-09-06T10:00:00+04:30",
		"September 6, 2021":                       "2021-09-06",
		"Published on 6 September 2021":           "2021-09-06",
		"06.09.2021, 10:00 Uhr":                   "2021-09-06",
		"6. September 2021":                       "2021-09-06",
		"le 1er septembre 2021":                   "2021-09-01",
		"6 de septiembre de 2021":                 "2021-09-06",
		"6 сентября 2021":                         "2021-09-06",
		"03/04/2021":                              "", // March or April
		"31.02.2021":                              "",
		"13/09/2021 10:00":                        "2021-09-13",
		"09/13/2021":                              "2021-09-13",
		"Stand: 13-09-2021":                       "2021-09-13",
		"5/5/2021":                                "2021-05-05",
		"Posted 2021-09-06 by the desk":           "2021-09-06",
		"Monday, September 6th, 2021 at 10:00 AM": "2021-09-06",
		"6th of September 2021":                   "2021-09-06",
		"更新时间 2021年9月6日, 10:41":                   "2021-09-06",
		"2021년 9월 6일":                             "2021-09-06",
		"6 вересня 2021":                          "2021-09-06",
		"6 سبتمبر 2021":                           "2021-09-06",
		"6 syyskuuta 2021":                        "2021-09-06",
		"room 12-34-2021":                         "",
		"6 Smarch 2021":                           "",
		"version 1.2.20213":                       "",
		"yesterday":                               "",
		"":                                        "",
		strings.Repeat("6 May 2021 ", 20):         "",
	} {
		if got := document.FindDate(value); got != want {
			t.Errorf("FindDate(%q) = %q, want %q", value, got, want)
		}
	}
}

func TestDateInURL(t *testing.T) {
	for address, want := range map[string]string{
		"https://news.example/2021/09/06/border": "2021-09-06",
		"https://news.example/world/20210906/":   "2021-09-06",
		"https://news.example/2021-09-06":        "2021-09-06",
		"https://news.example/2021/13/06/":       "",
		"https://news.example/flood-2021-09-06":  "2021-09-06",
		"https://news.example/13-09-2021/flood":  "2021-09-13",
		"https://news.example/06-09-2021/flood":  "",
		"https://news.example/1234567890":        "",
		"":                                       "",
	} {
		if got := document.DateInURL(address); got != want {
			t.Errorf("DateInURL(%q) = %q, want %q", address, got, want)
		}
	}
}
