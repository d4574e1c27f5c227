package cue_test

import (
	"testing"

	"dateline/geo"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/rank/ranktest"
)

func TestTypeCues(t *testing.T) {
	const town, area, nothing = "town", "area", ""
	for _, test := range []struct {
		text string
		want []string // of each mention
	}{
		{"Buses from [Khost] to [Khost] province.", []string{nothing, area}},
		{"The city of [Herat] and the [Herat] governorate.", []string{town, area}},
		{"Floods in [Baghlan], [Ghor] and [Badghis] provinces.", []string{area, area, area}},
		{"The districts of [Abs] and [Hayran] were cut off.", []string{area, area}},
		{"It hit [Aden], the temporary capital, at night.", []string{town}},
		{"It is the capital of [North Kivu], [Goma].", []string{area, nothing}},
		{"They met in the provincial capital, [Gardez], today.", []string{town}},
		{"The governor of [Basra] met the mayor of [Basra].", []string{area, town}},
		{"On [Iran] state television and [Kano] State Governor's.", []string{nothing, area}},
		{"Two [Kentucky] counties and [Damascus] suburbs.", []string{nothing, nothing}},
		{"From Torkula village of [Guma] in the village of [Guma].", []string{nothing, town}},
		{"An [a:Afghan] city, a [Kabul] flight.", []string{nothing, nothing}},
		{"[Idlib], a besieged town in the north.", []string{town}},
		{"[Idlib], a 4 km road.", []string{nothing}},
	} {
		a, rec := ranktest.Annotated(test.text)
		for i, m := range rec.Mentions {
			got := nothing
			switch settlement, admin1 := cueAgrees(a.Text, rec.Mentions, i, geo.KindSettlement), cueAgrees(a.Text, rec.Mentions, i, geo.KindAdmin1); {
			case settlement && !admin1:
				got = town
			case admin1 && !settlement:
				got = area
			case settlement && admin1:
				got = "either"
			}
			if got != test.want[i] {
				t.Errorf("%q: the cue of %s is %q, want %q", a.Text, m.Phrase, got, test.want[i])
			}
		}
	}
}

// cueAgrees reports whether there is a type cue for mention i that agrees with kind k.
func cueAgrees(text string, mentions []geo.Mention, i int, k geo.Kind) bool {
	kinds, _ := cue.TypeCue(text, mentions, i)
	return kinds != 0 && kinds.Has(k)
}

func TestFeatureCues(t *testing.T) {
	for text, want := range map[string]geo.Kind{
		"A ferry sank on the [Congo] river.":     geo.KindRiver,
		"Bodies lay in the river [Jordan] then.": geo.KindRiver,
		"A boat sank on lake [Chad] at noon.":    geo.KindLake,
		"The Niger flooded [Niamey] again.":      geo.KindUnknown,
	} {
		a, rec := ranktest.Annotated(text)
		kinds, _, _ := cue.FeatureCue(a.Text, &rec.Mentions[0])
		if want == geo.KindUnknown && kinds != 0 || want != geo.KindUnknown && !kinds.Has(want) {
			t.Errorf("%q: kinds %b, want %s", text, kinds, want)
		}
	}
}

func TestAttributesAndHomes(t *testing.T) {
	for after, want := range map[string]bool{" church sent aid": true, " will host": false, " and Bursa": false, ", Ohio": false, " Province": false, " is calm": false, "": false} {
		if got := cue.IsAttribute(after); got != want {
			t.Errorf("IsAttribute(%q) = %t", after, got)
		}
	}
	for before, want := range map[string]bool{"a man from ": true, "Two students from the ": true, "She flew from ": false, "The wind from ": false, "": false} {
		if got := cue.IsHome(before); got != want {
			t.Errorf("IsHome(%q) = %t", before, got)
		}
	}
}

func TestGovernedBy(t *testing.T) {
	for text, want := range map[string]cue.Governed{
		"[Georgia]'s parliament voted.":          cue.GovernedCountry,
		"[Georgia]'s foreign minister flew.":     cue.GovernedCountry,
		"The president of [Georgia] spoke.":      cue.GovernedCountry,
		"[Georgia]'s governor resigned.":         cue.GovernedState,
		"The [Georgia] state police waited.":     cue.GovernedState,
		"The sheriff of the [Georgia] town.":     cue.GovernedState,
		"[Georgia] is where the president went.": cue.GovernedNot,
		"Rain fell in [Georgia].":                cue.GovernedNot,
	} {
		a, rec := ranktest.Annotated(text)
		if got := cue.GovernedBy(a.Text, rec.Mentions[0].Start, rec.Mentions[0].End); got != want {
			t.Errorf("%q: %d, want %d", a.Text, got, want)
		}
	}
}
