package mail_test

import (
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/documenttest"
	"dateline/geo/article/mail"
	"strings"
	"testing"
)

var readMessage = document.Whole(mail.ReadMessage)

func TestReadMessage(t *testing.T) {
	a := documenttest.One(t, readMessage, documenttest.Message)
	if a.Title != "Café in Kabul" || a.Author != "Desk" || a.Published != "2021-09-06T05:30:00Z" || a.Text != "The café in Kabul is open." {
		t.Errorf("message: %+v", a)
	}
}

func TestReadMbox(t *testing.T) {
	plain := "From: a@example.org\nSubject: Two\nDate: Tue, 07 Sep 2021 10:00:00 +0000\n\n>From Quetta, a report.\n"
	articles, errs := documenttest.All(t, mail.ReadMbox, "From a Mon Sep  6 10:00:00 2021\n"+strings.ReplaceAll(documenttest.Message, "\r\n", "\n")+"\nFrom b Tue Sep  7 10:00:00 2021\n"+plain, document.Options{Name: "m.mbox"})
	if len(articles) != 2 || len(errs) != 0 {
		t.Fatalf("articles %v, errors %v", articles, errs)
	}
	if articles[1].Title != "Two" || articles[1].Text != "From Quetta, a report." {
		t.Errorf("second: %+v", articles[1])
	}
}

func FuzzMessage(f *testing.F) {
	documenttest.Fuzz(f, readMessage, documenttest.Message, "Subject: x\nFrom: a@b\nTo: c\nContent-Transfer-Encoding: base64\n\nS2FidWw=\n", "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n--a--\n", "Content-Type: text/html; charset=koi8-r\n\n<p>\xeb\xc9\xc5\xd7")
}

func FuzzMbox(f *testing.F) {
	documenttest.Fuzz(f, mail.ReadMbox, "From a\n"+documenttest.Message, "From a\nSubject: x\n\n>From b\n\nFrom c\n\ny\n", "From \n\nFrom \n")
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
