package cue_test

import (
	"testing"

	"dateline/geo"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/rank/ranktest"
)

func TestTypeCuesInOtherLanguages(t *testing.T) {
	const town, area, nothing = "town", "area", ""
	for _, c := range []struct{ language, text, want string }{
		{"es", "La provincia de [Santa Fe] y más.", area},
		{"es", "En la ciudad de [Santa Fe].", town},
		{"pt", "No distrito de [Lisboa].", area},
		{"fr", "Dans le gouvernorat d’[Alep].", area},
		{"de", "In der Stadt [Herat].", town},
		{"it", "Nella provincia di [Bologna].", area},
		{"nl", "In de provincie [Utrecht].", area},
		{"ru", "В [Харьковской] области.", area},
		{"ru", "В городе [Харькове].", town},
		{"uk", "У місті [Харків].", town},
		{"pl", "W powiecie [kutnowskim].", area},
		{"tr", "[Hatay] ilinde.", area},
		{"ar", "في محافظة [حلب].", area},
		{"fa", "در استان [خوزستان].", area},
		{"ur", "[پشاور] شہر", town},
		{"hi", "[पुणे] जिले में", area},
		{"id", "Di Provinsi [Aceh].", area},
		{"zh", "在[四川]省", area},
		{"zh", "在[四川省]", area},
		{"de", "Der Mann aus [Herat].", nothing},
		{"en", "The province of [Herat].", nothing},
		{"fr", "l’[a:afghane] province", nothing},
	} {
		a, rec := ranktest.Annotated(c.text)
		kinds := cue.TypeCueIn(c.language, a.Text, rec.Mentions, 0)
		got := nothing
		switch {
		case kinds.Has(geo.KindSettlement):
			got = town
		case kinds.Has(geo.KindAdmin1):
			got = area
		}
		if got != c.want {
			t.Errorf("%s %q: the cue is %q, want %q", c.language, a.Text, got, c.want)
		}
	}
}

func TestCutNoun(t *testing.T) {
	for _, c := range []struct{ language, phrase, want string }{
		{"es", "provincia de Santa Fe", "Santa Fe"},
		{"fr", "région de la Loire", "Loire"},
		{"ar", "دولة الكويت", "الكويت"},
		{"ar", "ولدولة قطر", "قطر"},
		{"tr", "Hatay ili", "Hatay"},
		{"es", "Santa Fe", ""},
		{"xx", "provincia de Santa Fe", ""},
	} {
		span, ok := cue.CutNoun(c.language, c.phrase, 0)
		if got := span.Text(c.phrase); ok != (c.want != "") || got != c.want {
			t.Errorf("%s %q: %q, want %q", c.language, c.phrase, got, c.want)
		}
	}
}
