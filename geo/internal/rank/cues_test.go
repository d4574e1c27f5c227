package rank_test

import (
	"testing"

	"dateline/geo"
	"dateline/geo/internal/rank"
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
			switch settlement, admin1 := rank.CueAgrees(a.Text, rec.Mentions, i, geo.KindSettlement), rank.CueAgrees(a.Text, rec.Mentions, i, geo.KindAdmin1); {
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
