package coordinates_test

import (
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/spatial/coordinates"
)

// No name is found in coordinates, valid or not.
func TestAnnotate(t *testing.T) {
	for _, c := range []struct {
		text  string
		names string // recognized, separated by commas
		want  string // mentions afterwards, separated by "|"
	}{
		{"At grid 38S MB 4595 8820, near Baghdad.", "MB,Baghdad", "38S MB 4595 8820|Baghdad"},
		{"At grid 38I MB 4595 8820, near Baghdad.", "MB,Baghdad", "38I MB 4595 8820|Baghdad"},
		{"Baghdad heard of N 69°12' from Kabul.", "Baghdad,N,Kabul", "Baghdad|Kabul"},
		{"See https://www.google.com/maps/place/Kabul/@34.5281,69.1723,17z in Kabul.", "Kabul", "https://www.google.com/maps/place/Kabul/@34.5281,69.1723,17z|Kabul"},
		{"Nothing but Kabul.", "Kabul", "Kabul"},
		{"33.3°N 44.4°E", "", "33.3°N 44.4°E"},
	} {
		rec := &geo.Recognition{Sentences: []geo.Span{{Start: 0, End: len(c.text)}}}
		at := 0
		for name := range strings.SplitSeq(c.names, ",") {
			if i := strings.Index(c.text[at:], name); name != "" && i >= 0 {
				rec.Mentions = append(rec.Mentions, geo.Mention{Span: geo.Span{Start: at + i, End: at + i + len(name)}, Phrase: name, Role: geo.RoleLiteral})
				at += i + len(name)
			}
		}
		if strings.HasPrefix(c.text, "See") { // the name after the address, too
			i := strings.LastIndex(c.text, "Kabul")
			rec.Mentions = append(rec.Mentions, geo.Mention{Span: geo.Span{Start: i, End: i + 5}, Phrase: "Kabul", Role: geo.RoleLiteral})
		}
		coordinates.Annotate(&geo.Article{Text: c.text}, rec)
		var got []string
		for _, m := range rec.Mentions {
			got = append(got, m.Phrase)
			if isName := strings.Contains(","+c.names+",", ","+m.Phrase+","); isName == (m.Role == geo.RoleCoordinates) || m.Text(c.text) != m.Phrase {
				t.Errorf("%q: %+v", c.text, m)
			}
			if m.Role == geo.RoleCoordinates && (m.Passage != geo.Span{Start: 0, End: len(c.text)} || m.Recognized != 1) {
				t.Errorf("%q: %+v", c.text, m)
			}
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat("On 6 September 2021 at 14:30, some 1,200 people left the town, 50 km north of Kabul; see https://example.com/a. The vote was 34-31. ", 100)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		coordinates.Find(text)
	}
}
