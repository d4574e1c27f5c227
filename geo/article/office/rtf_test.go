package office_test

import (
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/documenttest"
	"dateline/geo/article/office"
	"strings"
	"testing"
)

var readRTF = document.Whole(office.ReadRTF)

func TestReadRTF(t *testing.T) {
	a := documenttest.One(t, readRTF, `{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times New Roman;}}{\info{\title Report}{\author Sahak}}{\*\generator Writer;}\f0 Caf\'e9 in K\u257?bul.\par The \b road\b0  to Quetta.{\footnote A note on Chaman.}\par}`)
	if a.Title != "Report" || a.Author != "Sahak" {
		t.Errorf("title %q, author %q", a.Title, a.Author)
	}
	if !strings.HasPrefix(a.Text, "Café in Kābul.\n\nThe road to Quetta.") || strings.Contains(a.Text, "Times") || strings.Contains(a.Text, "Writer") {
		t.Errorf("text %q", a.Text)
	}
}

func FuzzRTF(f *testing.F) {
	documenttest.Fuzz(f, readRTF, `{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}{\info{\title R}{\author S}}\f0 Caf\'e9 \u257?\par{\footnote n}\cell\row}`, `{\rtf1\u-10?\bin3 abc}`, `{\rtf1\ansicpg932\'93\'8c}`, `{\rtf1\uc2\u9999xx{{{{`)
}
