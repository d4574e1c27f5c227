package spatial_test

import (
	"testing"

	"dateline/geo"
	"dateline/geo/spatial"
)

func TestWiden(t *testing.T) {
	for _, c := range []struct{ text, want string }{ // of the last mention, or "" if it has none
		{"in northern [Kandahar] province", "northern Kandahar province"},
		{"in [Kandahar] province, he said", "Kandahar province"},
		{"in [Kandahar] Province", "Kandahar Province"},
		{"in south-eastern [Helmand]", "south-eastern Helmand"},
		{"in the eastern city of [Jalalabad]", "eastern city of Jalalabad"},
		{"in the province of [Nangarhar]", "province of Nangarhar"},
		{"in the north of [Syria]", "north of Syria"},
		{"in the northern outskirts of [Aleppo]", "northern outskirts of Aleppo"},
		{"in rural [Idlib]", "rural Idlib"},
		{"in central and western [Ghor]", "western Ghor"},
		{"in the [Iraqi] city of [Mosul]", "city of Mosul"},
		{"in [Kabul]", ""},
		{"50 km north of [Kabul]", ""},
		{"near [Kabul]", ""},
		{"on [Iran] state media", ""},
		{"at [London City] airport", ""},
		{"in [Kandahar], province officials", ""},
		{"from the [Kabul] police", ""},
		{"in [Kunduz] and [Badakhshan] provinces", ""},
		{"they went N of [Kabul] and E [Herat]", ""},
	} {
		a, rec := recognition(c.text)
		spatial.Find(a, rec)
		spatial.Widen(a, rec)
		m := rec.Mentions[len(rec.Mentions)-1]
		if got := m.Wide.Text(a.Text); got != c.want {
			t.Errorf("%q: wide %q, want %q", c.text, got, c.want)
		}
		if m.Wide.Len() > 0 && (!m.Wide.Contains(m.Span) || m.Wide == m.Span) {
			t.Errorf("%q: wide %v around %v", c.text, m.Wide, m.Span)
		}
	}
}

// The noun before "of" and another name belongs to that name.
func TestWidenNounOfTheNextName(t *testing.T) {
	a, rec := recognition("in the [Iraqi] city of [Mosul]")
	spatial.Widen(a, rec)
	if wide := rec.Mentions[0].Wide; wide.Len() > 0 {
		t.Errorf("wide %q", wide.Text(a.Text))
	}
}

func TestWidenIgnoresOthers(t *testing.T) {
	a, rec := recognition("in northern [Kandahar] province")
	rec.Language = "de"
	if spatial.Widen(a, rec); rec.Mentions[0].Wide.Len() > 0 {
		t.Error("a wide span in German")
	}
	rec.Language, rec.Mentions[0].Role = "en", geo.RoleAssociative
	if spatial.Widen(a, rec); rec.Mentions[0].Wide.Len() > 0 {
		t.Error("a wide span of an adjective")
	}
}
