package ranktest_test

import (
	"testing"

	"dateline/geo"
	"dateline/geo/internal/rank/ranktest"
)

func TestAnnotated(t *testing.T) {
	a, rec := ranktest.Annotated("[d:PINEVILLE] — [a:Afghan] troops left [Kabul]. It rained.")
	if a.Text != "PINEVILLE — Afghan troops left Kabul. It rained." || len(rec.Mentions) != 3 {
		t.Fatalf("text %q with %d mentions", a.Text, len(rec.Mentions))
	}
	for i, want := range []geo.Mention{
		{Phrase: "PINEVILLE", Role: geo.RoleDateline},
		{Phrase: "Afghan", Role: geo.RoleAssociative, Association: geo.AssociationAdjective},
		{Phrase: "Kabul", Role: geo.RoleLiteral},
	} {
		m := rec.Mentions[i]
		if m.Phrase != want.Phrase || m.Role != want.Role || m.Association != want.Association || m.Text(a.Text) != want.Phrase {
			t.Errorf("mention %d is %+v, want %+v", i, m, want)
		}
	}
}

func TestModelAndGazetteerLoad(t *testing.T) {
	if g := ranktest.Gazetteer(t); g.Len() < 20 {
		t.Errorf("the gazetteer has %d places", g.Len())
	}
	if ranktest.Model(t) == nil {
		t.Error("no model")
	}
}
