package tagger_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"dateline/geo"
	"dateline/geo/internal/tagger"
	"dateline/geo/internal/tagger/crf"
	"dateline/geo/recognize/recognizetest"
)

func TestModelRoundTrip(t *testing.T) {
	file := recognizetest.ModelFile(t)
	m, err := tagger.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(m.Encode(), file) {
		t.Error("the encoded model differs from the file it was decoded from")
	}
	if len(m.Version()) != 12 {
		t.Errorf("version %q", m.Version())
	}
}

func TestDecodeErrors(t *testing.T) {
	m, err := tagger.Decode(recognizetest.ModelFile(t))
	if err != nil {
		t.Fatal(err)
	}
	encode := func(change func(*tagger.Model)) []byte {
		c := *m
		change(&c)
		return c.Encode()
	}
	flipped := slices.Clone(recognizetest.ModelFile(t))
	flipped[len(flipped)/2] ^= 1
	for name, b := range map[string][]byte{
		"empty":               nil,
		"changed":             flipped,
		"truncated":           recognizetest.ModelFile(t)[:5000],
		"few mention weights": encode(func(m *tagger.Model) { m.Mention = m.Mention[:8] }),
		"no role weights":     encode(func(m *tagger.Model) { m.Role = nil }),
		"no rows":             encode(func(m *tagger.Model) { m.CRF.Table = crf.Table{} }),
		"full table":          encode(func(m *tagger.Model) { m.CRF.Table = fullTable() }),
	} {
		if _, err := tagger.Decode(b); !errors.Is(err, geo.ErrCorrupt) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// fullTable returns a table without an empty slot.
func fullTable() crf.Table {
	t := crf.NewTable(8)
	for slot := range t.Slots() {
		t.Set(slot, 7, [tagger.LabelCount]int8{})
	}
	return t
}

// tag returns the document of a text and its mentions by the small model.
func tag(t *testing.T, text string) (*tagger.Document, *tagger.Model, []*tagger.Candidate) {
	t.Helper()
	m, err := tagger.Decode(recognizetest.ModelFile(t))
	if err != nil {
		t.Fatal(err)
	}
	d := tagger.NewDocument(recognizetest.Gazetteer(t))
	d.Read(m, text)
	d.Tag(m)
	var mentions []*tagger.Candidate
	for _, k := range d.Selected() {
		mentions = append(mentions, &d.Candidates[k])
	}
	return d, m, mentions
}

func TestTag(t *testing.T) {
	type mention struct {
		phrase      string
		role        geo.Role
		association geo.Association
	}
	for _, c := range []struct {
		text string
		want []mention
	}{
		{"Officials in Kabul said on Friday that 12 people were killed in an attack near Sar Hawza.", []mention{
			{"Kabul", geo.RoleLiteral, ""}, {"Sar Hawza", geo.RoleLiteral, ""},
		}},
		{"The Afghan government said it would not send Syrian refugees home.", []mention{
			{"Afghan", geo.RoleAssociative, geo.AssociationAdjective}, {"Syrian", geo.RoleAssociative, geo.AssociationAdjective},
		}},
		{"Iran has accused Pakistan of breaking the deal, diplomats said.", []mention{
			{"Iran", geo.RoleAssociative, geo.AssociationMetonym}, {"Pakistan", geo.RoleAssociative, geo.AssociationMetonym},
		}},
		{"Afghans want peace, said Omar Khan, a teacher in Accra.", []mention{
			{"Afghans", geo.RoleAssociative, geo.AssociationDemonym}, {"Accra", geo.RoleLiteral, ""},
		}},
		{"The price of bread rose in Lima, Paris and Homs.", []mention{
			{"Lima", geo.RoleLiteral, ""}, {"Paris", geo.RoleLiteral, ""}, {"Homs", geo.RoleLiteral, ""},
		}},
		{"It rained.", nil},
		{"", nil},
	} {
		d, m, candidates := tag(t, c.text)
		var got []mention
		for _, c := range candidates {
			role, association := d.Role(m, c)
			got = append(got, mention{d.Span(c).Text(d.Text), role, association})
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q\nhas the mentions %v, want %v", c.text, got, c.want)
		}
	}
}

func TestRepeatedPhrasesAreConsistent(t *testing.T) {
	const sentence = "Fighting was reported in Qarabagh and in Herat, residents said. "
	_, _, once := tag(t, sentence)
	_, _, many := tag(t, sentence+sentence+sentence)
	if len(once) != 2 || len(many) != 6 {
		t.Errorf("%d mentions in one sentence, %d in three", len(once), len(many))
	}
}
