package mail_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/documenttest"
	"dateline/geo/article/mail"
	"dateline/geo/text"
)

// readers read attachments as plain text.
var readers = mail.Readers{
	Document: document.Whole(func(_ context.Context, b []byte, _ document.Options) (*geo.Article, error) {
		return &geo.Article{Text: text.Normalize(strings.ToValidUTF8(string(b), "?"))}, nil
	}),
	Sniff: func(head []byte) string {
		if document.IsText(head) {
			return "text"
		}
		return ""
	},
}

var readMessage = readers.ReadMessage

func TestReadMessage(t *testing.T) {
	a := documenttest.One(t, readMessage, documenttest.Message)
	if a.Title != "Café in Kabul" || a.Author != "Desk" || a.Published != "2021-09-06T05:30:00Z" || a.Text != "The café in Kabul is open." {
		t.Errorf("message: %+v", a)
	}
}

func TestReadMbox(t *testing.T) {
	plain := "From: a@example.org\nSubject: Two\nDate: Tue, 07 Sep 2021 10:00:00 +0000\n\n>From Quetta, a report.\n\nFrom Chaman came another one,\nwithout names.\n"
	articles, errs := documenttest.All(t, readers.ReadMbox, "From a Mon Sep  6 10:00:00 2021\n"+strings.ReplaceAll(documenttest.Message, "\r\n", "\n")+"\nFrom b Tue Sep  7 10:00:00 2021\n"+plain, document.Options{Name: "m.mbox"})
	if len(articles) != 2 || len(errs) != 0 {
		t.Fatalf("articles %v, errors %v", articles, errs)
	}
	if articles[1].Title != "Two" || articles[1].Text != "From Quetta, a report.\n\nFrom Chaman came another one,\nwithout names." {
		t.Errorf("second: %+v", articles[1])
	}
}

func FuzzMessage(f *testing.F) {
	documenttest.Fuzz(f, readMessage, documenttest.Message, "Subject: x\nFrom: a@b\nTo: c\nContent-Transfer-Encoding: base64\n\nS2FidWw=\n", "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n--a--\n", "Content-Type: text/html; charset=koi8-r\n\n<p>\xeb\xc9\xc5\xd7")
}

func FuzzMbox(f *testing.F) {
	documenttest.Fuzz(f, readers.ReadMbox, "From a\n"+documenttest.Message, "From a\nSubject: x\n\n>From b\n\nFrom c\n\ny\n", "From \n\nFrom \n")
}

// A message whose encoding is declared by its HTML, or nowhere, is decoded.
func TestReadMessageDetectsTheEncoding(t *testing.T) {
	const head = "From: Desk <desk@news.example>\r\nTo: all@news.example\r\nSubject: Regen\r\n"
	want := "Die Polizei in K\u00f6ln und M\u00fcnchen sucht Zeugen, in D\u00fcsseldorf brannte es."
	latin := strings.NewReplacer("\u00f6", "\xf6", "\u00fc", "\xfc").Replace(want)
	for name, content := range map[string]string{
		"in the HTML": head + "Content-Type: text/html\r\n\r\n<html><head><meta charset=\"iso-8859-1\"></head><body><p>" + latin + "</p></body></html>",
		"nowhere":     head + "\r\n" + latin,
	} {
		if a := documenttest.One(t, readMessage, content); a.Text != want {
			t.Errorf("%s: text %q", name, a.Text)
		}
	}
}

// The time of mending a header is linear in its length.
func TestReadMessageOfAHugeHeader(t *testing.T) {
	for _, line := range []string{"x\n", " x\n", "X-A b\n", "a: \"\n", "Content-Type: multipart/mixed\n"} {
		documenttest.Check(t, readMessage, []byte("From: a@b\nTo: c\nSubject: d\n"+strings.Repeat(line, 900_000/len(line))+"\nRain.\n"))
	}
}

// TestGolden reads newsletters that are broken in the usual ways.
func TestGolden(t *testing.T) {
	documenttest.Golden(t, readMessage, "testdata/*.eml")
}

// forward returns a message with parts that have headers of their own.
func forward(parts ...string) string {
	return "From: Desk <desk@news.example>\nTo: all@news.example\nSubject: Update\nDate: Mon, 6 Sep 2021 10:00:00 +0000\nContent-Type: multipart/mixed; boundary=cut\n\n--cut\n" + strings.Join(parts, "\n--cut\n") + "\n--cut--\n"
}

// Attachments and forwarded messages are articles of their own; others are named.
func TestReadMessageReadsAttachments(t *testing.T) {
	const note = "Content-Type: text/plain\n\nTwo reports are attached.\n"
	inner := "Content-Type: message/rfc822\n\nFrom: Stringer <s@news.example>\nSubject: Landslide\nDate: Sun, 5 Sep 2021 08:00:00 +0000\n\nA landslide blocked the road to Gilgit.\n"
	file := "Content-Type: text/plain\nContent-Disposition: attachment; filename=\"C:\\\\in\\\\roads.txt\"\nContent-Transfer-Encoding: base64\n\nU25vdyBpbiBDaGl0cmFsLg==\n"
	rest := []string{
		"Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=map.bin\nContent-Transfer-Encoding: base64\n\nAAAAAAAA\n",
		"Content-Type: text/calendar; name=visit.ics\n\nBEGIN:VCALENDAR\n",
		"Content-Type: image/png\nContent-Disposition: inline; filename=logo.png\n\nx\n",
	}
	var notices []string
	o := document.Options{Name: "a.eml", Notice: func(s string) { notices = append(notices, s) }}
	articles, errs := documenttest.All(t, readMessage, forward(append([]string{note, inner, file}, rest...)...), o)
	var got []string
	for _, a := range articles {
		documenttest.CheckArticle(t, a)
		got = append(got, strings.Join([]string{a.Source, a.Title, a.Author, a.Published, a.Text}, "|"))
	}
	want := []string{
		"a.eml|Update|Desk|2021-09-06T10:00:00Z|Two reports are attached.",
		"a.eml!message 1|Landslide|Stringer|2021-09-05T08:00:00Z|A landslide blocked the road to Gilgit.",
		"a.eml!roads.txt|||2021-09-06T10:00:00Z|Snow in Chitral.",
	}
	if len(errs) != 0 || !slices.Equal(got, want) {
		t.Errorf("errors %v, articles\n%s\nwant\n%s", errs, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	want = []string{
		`a.eml: the attachment "map.bin" (application/octet-stream) is left out: it is in no format that is read`,
		`a.eml: the attachment "visit.ics" (text/calendar) is left out: it is in no format that is read`,
	}
	if !slices.Equal(notices, want) {
		t.Errorf("notices %q, want %q", notices, want)
	}
}

// A digest has no text but its messages, also in a mailbox.
func TestReadDigest(t *testing.T) {
	one := "Content-Type: message/rfc822\n\nFrom: s@news.example\nSubject: One\n\nRain in Multan.\n"
	two := "Content-Type: message/rfc822\n\nFrom: s@news.example\nSubject: Two\n\nRain in Sukkur.\n"
	for name, read := range map[string]func() ([]*geo.Article, []error){
		"message": func() ([]*geo.Article, []error) {
			return documenttest.All(t, readMessage, forward(one, two), document.Options{Name: "d"})
		},
		"mailbox": func() ([]*geo.Article, []error) {
			return documenttest.All(t, readers.ReadMbox, "From a\n"+forward(one, two), document.Options{Name: "d"})
		},
	} {
		articles, errs := read()
		if len(errs) != 0 || len(articles) != 2 || articles[0].Text != "Rain in Multan." || articles[1].Title != "Two" {
			t.Errorf("%s: articles %v, errors %v", name, articles, errs)
		}
	}
}

// Messages in messages are read to a depth; the deepest is an error with its name.
func TestReadNestedMessages(t *testing.T) {
	m := "From: s@news.example\nTo: b\nSubject: deep\n\nRain in Multan.\n"
	for range 6 {
		m = "From: s@news.example\nSubject: Fwd\nContent-Type: message/rfc822\n\n" + m
	}
	_, errs := documenttest.All(t, readMessage, m, document.Options{Name: "n.eml"})
	if len(errs) != 1 || !errors.Is(errs[0], geo.ErrTooLarge) || !strings.Contains(errs[0].Error(), "n.eml!message 1!message 1") {
		t.Errorf("errors %v", errs)
	}
}

func TestIsMessage(t *testing.T) {
	for content, want := range map[string]bool{
		"From: a@news.example\nSubject: Rain\nContent-Type: text/plain\n\nRain in Multan.": true,
		"From: a@news.example\r\nSubject: Rain\r\n in Multan\r\n\r\nRain in Multan.":       true,
		"Date: Monday\nPlace: Multan\n\nRain in Multan.":                                   false,
		"Subject: Rain\nFrom: Multan\nthe rain moved on to Sukkur.\n\nIt was a long day.":  false,
		"Rain in Multan: 5 roads closed.\nFrom: x\nTo: y\n\n":                              false,
	} {
		if got := mail.IsMessage([]byte(content)); got != want {
			t.Errorf("IsMessage(%q) = %v, want %v", content, got, want)
		}
	}
}

// The lines of flowed text (RFC 3676) are joined within paragraphs of one depth.
func TestReadMessageJoinsFlowedLines(t *testing.T) {
	for parameters, c := range map[string]struct{ body, want string }{
		"":            {"The envoys meet in Las \nVegas and in New \nDelhi.\nThen they rest.\n\n > They do.\n", "The envoys meet in Las Vegas and in New Delhi.\nThen they rest.\n\n> They do."},
		"; delsp=yes": {"Snow in Chit \nral and Gil \ngit.\n", "Snow in Chitral and Gilgit."},
		"; x=y":       {"> Rain in Addis \n> Ababa. \nSnow in Quito.\n-- \nThe desk \n", "> Rain in Addis Ababa.\nSnow in Quito.\n--\nThe desk"},
	} {
		message := "From: a@news.example\nSubject: Talks\nContent-Type: text/plain; charset=utf-8; format=flowed" + parameters + "\n\n" + c.body
		if a := documenttest.One(t, readMessage, message); a.Text != c.want || a.Title != "Talks" {
			t.Errorf("%s: title %q, text %q, want %q", parameters, a.Title, a.Text, c.want)
		}
	}
}
