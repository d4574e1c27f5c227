package geoparser

import (
	"strings"
	"testing"

	"dateline/data/datatest"
	"dateline/geo"
	"dateline/geo/internal/inflect"
	"dateline/geo/internal/translit"
)

// TestLatinBases gives names that the gazetteer has only in Latin letters these as base forms, if the text names their country.
func TestLatinBases(t *testing.T) {
	g := datatest.Gazetteer(t)
	latin, finder := translit.New(g), inflect.NewFinder(g)
	for _, c := range []struct{ language, text, known, phrase, want string }{
		{"ar", "تساقطت الثلوج على تانالت في المغرب", "المغرب", "تانالت", "تانالت is Tanalt"},
		{"ar", "أمطار على باربوش في الجزائر", "الجزائر", "باربوش", "باربوش is Barbouche"},
		{"ar", "أمطار على الجزائر وباربوش", "الجزائر", "وباربوش", "باربوش is Barbouche"},
		{"ar", "أمطار على باربوش بحسب القاهرة", "القاهرة", "باربوش", "باربوش is "}, // Algeria is not named
		{"he", "גשם בקייב ובז'מרינקה", "קייב", "בז'מרינקה", "ז'מרינקה is Zhmerynka"},
		{"ur", "ملتان اور گڑھ مہاراجہ میں بارش", "ملتان", "گڑھ مہاراجہ", "گڑھ مہاراجہ is Garh Maharaja"},
		{"hi", "अहमदाबाद और उमरेड में छापे", "अहमदाबाद", "उमरेड", "उमरेड is Umred"},
		{"zh", "贵州省黎平县", "贵州省", "黎平县", "黎平县 is Liping"},
		{"zh", "河北涿州受灾", "河北", "涿州", "涿州 is Zhuozhou"},
		{"zh", "河北省涿州市码头镇", "河北省", "涿州市码头镇", "涿州市码头镇 is Matou"},
		{"zh", "日本的涿州", "日本", "涿州", "涿州 is "},
		{"ru", "В Москве и Абвгдеево", "Москве", "Абвгдеево", "Абвгдеево is "}, // another script
	} {
		rec := &geo.Recognition{Language: c.language}
		for _, phrase := range []string{c.known, c.phrase} {
			at := strings.Index(c.text, phrase)
			rec.Mentions = append(rec.Mentions, geo.Mention{Span: geo.Span{Start: at, End: at + len(phrase)}, Phrase: phrase, Role: geo.RoleLiteral})
		}
		setLatinBases(g, finder, latin, rec)
		m := rec.Mentions[1]
		if got := m.Phrase + " is " + m.Base; got != c.want || m.Text(c.text) != m.Phrase {
			t.Errorf("%s: %s at %q, want %s", c.text, got, m.Text(c.text), c.want)
		}
	}
}
