package resolve

import (
	"testing"

	"dateline/geo"
)

// What stands around a name says whether it is a town or an area.
func TestSaid(t *testing.T) {
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
	} {
		a, rec := marked(test.text)
		w := &work{text: a.Text, mentions: rec.Mentions}
		for i, m := range rec.Mentions {
			kinds, _ := w.saidOf(i)
			got := nothing
			switch {
			case kinds.has(geo.KindSettlement) && !kinds.has(geo.KindAdmin1):
				got = town
			case kinds.has(geo.KindAdmin1) && !kinds.has(geo.KindSettlement):
				got = area
			case kinds != 0:
				got = "either"
			}
			if got != test.want[i] {
				t.Errorf("%q: %s is a %q, want %q", a.Text, m.Phrase, got, test.want[i])
			}
		}
	}
}

func TestJoins(t *testing.T) {
	for between, want := range map[string]joining{
		", ": joinComma, " (": joinComma, " in ": joinIn, " in the ": joinIn, ", in ": joinIn, " in northern ": joinIn, " in the southern district of ": joinIn,
		", northern ": joinComma, " of ": joinIn, "'s ": joinPossessive,
		", the ": joinNone, " and ": joinNone, " to the ": joinNone, ", fled to ": joinNone, "": joinNone, "\n\n": joinNone,
	} {
		text := "Tripoli" + between + "Lebanon"
		if got := joins(text, 7, len(text)-7); got != want {
			t.Errorf("%q joins as %d, want %d", text, got, want)
		}
	}
}

// Of a town and an area of one name, what the text calls it decides; a name alone
// is the town.
func TestTwins(t *testing.T) {
	w := &work{gaz: testGazetteer(t)}
	town := candidate{class: classSettlement, kind: geo.KindSettlement, level: levelExact, admin1: 7, ref: 8}
	area := candidate{class: classAdmin1, kind: geo.KindAdmin1, level: levelExact, admin1: 7, ref: 7}
	other := candidate{class: classSettlement, kind: geo.KindSettlement, level: levelExact, admin1: 9, ref: 10}
	w.cands, w.rows = []candidate{town, area, other}, []row{{}, {}, {}}
	rows := w.rows
	rows[0][fForeign] = 1 // the gazetteer writes the town's name in another way
	w.twins(&group{phrase: "Hama", to: 3})
	if rows[1][fTwinAdmin1] != 1 || rows[0][fTwinTown] != 1 || rows[2][fTwinTown] != 0 || rows[0][fForeign] != 0 {
		t.Errorf("features %v", rows)
	}
	for _, test := range []struct {
		said kindSet
		word string
		want bool
	}{{townKinds, "city", true}, {areaKinds, "province", true}, {kindsOf(geo.KindQuarter), "suburb", false}} {
		g := &group{to: 3, said: test.said, saidWord: test.word}
		w.settle(g)
		if (g.said != 0) != test.want {
			t.Errorf("%s: said %b", test.word, g.said)
		}
	}
	// "a Georgia town" is in Georgia
	w.cands = []candidate{area, other}
	g := &group{to: 2, said: townKinds, saidWord: "town"}
	if w.settle(g); g.said != 0 {
		t.Error("a town in an area is called like it")
	}
}
