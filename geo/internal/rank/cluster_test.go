package rank

import (
	"testing"

	"dateline/geo"
	"dateline/geo/internal/cue"
	"dateline/geo/internal/rank/feature"
)

func TestBare(t *testing.T) {
	for phrase, want := range map[string]string{
		"Kabul's": "Kabul", "the Sudan": "Sudan", "The Hague": "Hague", " Paris ": "Paris", "Texas’": "Texas", "the": "the",
	} {
		if got := bare(phrase); got != want {
			t.Errorf("%q: %q, want %q", phrase, got, want)
		}
	}
}

func TestFirstWords(t *testing.T) {
	for _, test := range []struct {
		text string
		n    int
		want string
	}{
		{"New South Wales said", 3, "New South Wales"}, {"Ill., on Monday", 1, "Ill."}, {"Texas, on", 2, ""}, {"Texas", 1, "Texas"}, {"Texas", 2, ""},
	} {
		if got := firstWords(test.text, test.n); got != test.want {
			t.Errorf("the first %d words of %q are %q, want %q", test.n, test.text, got, test.want)
		}
	}
}

func TestLinksMerge(t *testing.T) {
	var l Links
	for i := range 6 {
		l.add(Link{Cluster: i / 2, Comma: i%2 == 1})
	}
	for i, k := range l.All() {
		if k.Cluster != i || !k.Comma {
			t.Errorf("link %d is %+v", i, k)
		}
	}
	for i := range 9 {
		l.add(Link{Cluster: i})
	}
	if n := len(l.All()); n != 4 {
		t.Errorf("%d links, want 4", n)
	}
}

// Of a town and an area with the same name, a type cue decides; the name alone is the
// town.
func TestTownAreaHomonyms(t *testing.T) {
	town := Candidate{Class: ClassSettlement, Kind: geo.KindSettlement, Match: MatchExact, Admin1: 7, Ref: 8}
	area := Candidate{Class: ClassAdmin1, Kind: geo.KindAdmin1, Match: MatchExact, Admin1: 7, Ref: 7}
	other := Candidate{Class: ClassSettlement, Kind: geo.KindSettlement, Match: MatchExact, Admin1: 9, Ref: 10}
	d := &Document{Candidates: []Candidate{town, area, other}, Rows: []Row{{}, {}, {}}}
	rows := d.Rows
	rows[0][feature.Foreign] = 1 // the gazetteer spells the town's name in another way
	d.townAreaHomonyms(&Cluster{Phrase: "Hama", To: 3})
	if rows[1][feature.HomonymAdmin1] != 1 || rows[0][feature.HomonymTown] != 1 || rows[2][feature.HomonymTown] != 0 || rows[0][feature.Foreign] != 0 {
		t.Errorf("features %v", rows)
	}
}

func TestDropMisleadingCue(t *testing.T) {
	town := Candidate{Class: ClassSettlement, Kind: geo.KindSettlement, Match: MatchExact, Admin1: 7, Ref: 8}
	area := Candidate{Class: ClassAdmin1, Kind: geo.KindAdmin1, Match: MatchExact, Admin1: 7, Ref: 7}
	other := Candidate{Class: ClassSettlement, Kind: geo.KindSettlement, Match: MatchExact, Admin1: 9, Ref: 10}
	country := Candidate{Class: ClassCountry, Kind: geo.KindCountry, Match: MatchExact, Ref: 11}
	for _, test := range []struct {
		name  string
		cands []Candidate
		kinds cue.Kinds
		word  string
		keep  bool
	}{
		{"the city of the province", []Candidate{town, area, other}, cue.SettlementKinds, "city", true},
		{"the province", []Candidate{town, area, other}, cue.AreaKinds, "province", true},
		{"no candidate agrees", []Candidate{area, town}, cue.KindsOf(geo.KindQuarter), "suburb", false},
		{"a Georgia town", []Candidate{area, other}, cue.SettlementKinds, "town", false},
		{"a U.S. county", []Candidate{country, area}, cue.AreaKinds, "county", false},
	} {
		d := &Document{Candidates: test.cands, Mentions: []geo.Mention{{}}}
		g := &Cluster{To: len(test.cands), cueKinds: test.kinds, cueWord: test.word}
		if d.dropMisleadingCue(g); (g.cueKinds != 0) != test.keep {
			t.Errorf("%s: kinds %b", test.name, g.cueKinds)
		}
	}
}
