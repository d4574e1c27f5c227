package layer_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/layer"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// writers are all formats of a set, by golden file.
var writers = map[string]func(*layer.Set, io.Writer) error{
	"places.geojson":   (*layer.Set).WritePlaces,
	"mentions.geojson": (*layer.Set).WriteMentions,
	"mentions.csv":     (*layer.Set).WriteMentionsCSV,
	"articles.jsonl": func(s *layer.Set, w io.Writer) error {
		for _, p := range s.Parsed {
			if err := layer.WriteJSONL(w, p); err != nil {
				return err
			}
		}
		return nil
	},
}

func TestFormatsMatchGoldenFiles(t *testing.T) {
	for name, write := range writers {
		t.Run(name, func(t *testing.T) {
			var got, again bytes.Buffer
			if err := write(fixture(), &got); err != nil {
				t.Fatal(err)
			}
			if err := write(fixture(), &again); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), again.Bytes()) {
				t.Error("the same set gave other bytes the second time")
			}
			golden := filepath.Join("testdata", name)
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want) {
				t.Errorf("differs from %s (rewrite with -update):\n%s", golden, got.Bytes())
			}
		})
	}
}

func read(t *testing.T, write func(io.Writer) error) *geojson.FeatureCollection {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	fc, err := geojson.UnmarshalFeatureCollection(b.Bytes())
	if err != nil {
		t.Fatalf("%v in\n%s", err, b.Bytes())
	}
	return fc
}

func TestNothingButSitesAndSettlementsIsAPoint(t *testing.T) {
	s := fixture()
	for _, write := range []func(io.Writer) error{s.WritePlaces, s.WriteMentions} {
		ids := map[any]bool{}
		for _, f := range read(t, write).Features {
			if ids[f.ID] {
				t.Errorf("duplicate id %v", f.ID)
			}
			ids[f.ID] = true
			_, isPoint := f.Geometry.(orb.Point)
			precision, _ := f.Properties["precision"].(string)
			outcome, isMention := f.Properties["outcome"]
			want := geo.Precision(precision).IsPoint() && (!isMention || outcome == string(geo.OutcomePlaced))
			if isPoint != want {
				t.Errorf("%v (%v, %q) drawn as a point: %t", f.ID, outcome, precision, isPoint)
			}
		}
	}
}

func TestOffsetsCountCodePoints(t *testing.T) {
	s := fixture()
	texts := map[any][]rune{}
	for _, p := range s.Parsed {
		texts[p.Article.ID] = []rune(p.Article.Text)
	}
	for _, f := range read(t, s.WriteMentions).Features {
		p, text := f.Properties, texts[f.Properties["article"]]
		start, end := p.MustInt("start"), p.MustInt("end")
		if got := string(text[start:end]); got != p.MustString("phrase") {
			t.Errorf("%v: offsets give %q, want %q", f.ID, got, p.MustString("phrase"))
		}
		if passage := p.MustString("passage"); !strings.HasPrefix(string(text[p.MustInt("passage_start"):]), passage) {
			t.Errorf("%v: passage %q is not at its offset", f.ID, passage)
		}
		before, after := p.MustString("before", ""), p.MustString("after", "")
		if !strings.HasSuffix(string(text[:start]), before) || !strings.HasPrefix(string(text[end:]), after) || utf8.RuneCountInString(before) > 80 || utf8.RuneCountInString(after) > 80 {
			t.Errorf("%v: the words around are %q and %q", f.ID, before, after)
		}
	}
}

func TestPlacesGatherTheirMentions(t *testing.T) {
	all := fixture().Places()
	kabul := all[0]
	if kabul.Place.Name != "Kabul" || len(kabul.Mentions) != 4 || kabul.Articles != 3 || kabul.Certain != 3 || kabul.Likely != 1 {
		t.Errorf("the first place is %+v", kabul)
	}
	if !slices.Equal(kabul.Phrases, []string{"KABUL", "Kabul"}) || kabul.FirstPublished != "2021-01-30" || kabul.LastPublished != "2021-09-06" || kabul.Focus != 0.61 {
		t.Errorf("its phrases, days and focus are %+v", kabul)
	}
	for _, p := range all {
		if p.Place.Name == "Paris" {
			t.Error("an ambiguous place is in the list")
		}
	}
}

func TestCSVIsATableThatRunsNothing(t *testing.T) {
	var b bytes.Buffer
	if err := fixture().WriteMentionsCSV(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	for _, row := range rows[1:] {
		for name, i := range column {
			switch {
			case row[i] == "" || !strings.ContainsRune("=+-@\t\r", rune(row[i][0])):
			case name == "lat" || name == "lon" || name == "relation_lat" || name == "relation_lon":
			default:
				t.Errorf("column %s holds %q", name, row[i])
			}
		}
	}
	if got := rows[1][column["publisher"]]; got != `'=HYPERLINK("x")` {
		t.Errorf("publisher is %q", got)
	}
	if got := rows[1][column["lat"]]; got != "34.52813" {
		t.Errorf("latitude is %q", got)
	}
}

// The address of an article may be hostile: other programs link what an export
// contains.
func TestOnlyWebAddressesAreExported(t *testing.T) {
	for address, want := range map[string]string{
		"https://a.example/b": "https://a.example/b", "http://a": "http://a",
		"javascript:alert(1)": "", "data:text/html,x": "", "file:///etc/passwd": "", "//a": "", "https:": "", "": "", "\thttps://a": "",
	} {
		s := layer.Set{Parsed: []*geo.Parsed{parsed(geo.Article{ID: "a", Text: "Kabul", URL: address}, namedPlace{phrase: "Kabul", place: "Kabul", outcome: geo.OutcomePlaced})}}
		if got := read(t, s.WriteMentions).Features[0].Properties.MustString("url", ""); got != want {
			t.Errorf("the GeoJSON has the url %q for %q, want %q", got, address, want)
		}
		var b bytes.Buffer
		if err := s.WriteMentionsCSV(&b); err != nil {
			t.Fatal(err)
		}
		if want == "" && address != "" && strings.Contains(b.String(), address) {
			t.Errorf("the CSV contains %q", address)
		}
	}
}

func TestEmptySetIsACollection(t *testing.T) {
	var s layer.Set
	for _, write := range []func(io.Writer) error{s.WritePlaces, s.WriteMentions} {
		if fc := read(t, write); len(fc.Features) != 0 || fc.BBox != nil {
			t.Errorf("an empty set has %d features and box %v", len(fc.Features), fc.BBox)
		}
	}
}

func TestImpossibleCoordinatesAreNotWritten(t *testing.T) {
	nowhere := geo.Place{ID: "test:nowhere", Name: "Nowhere", Kind: geo.KindSettlement, Point: orb.Point{math.NaN(), math.Inf(1)}}
	places["Nowhere"] = nowhere
	defer delete(places, "Nowhere")
	s := layer.Set{Parsed: []*geo.Parsed{parsed(geo.Article{ID: "a", Text: "Nowhere"}, namedPlace{phrase: "Nowhere", place: "Nowhere", outcome: geo.OutcomePlaced})}}
	if f := read(t, s.WriteMentions).Features[0]; f.Geometry != nil || f.Properties["lat"] != nil {
		t.Errorf("written as %v", f)
	}
	if f := read(t, s.WritePlaces).Features[0]; f.Geometry != nil || f.Properties["lat"] != nil {
		t.Errorf("written as %v", f)
	}
	if err := layer.WriteJSONL(io.Discard, s.Parsed[0]); err != nil {
		t.Error(err)
	}
}

// FuzzMentions: whatever the text and span, each format is written and can be
// read back.
func FuzzMentions(f *testing.F) {
	f.Add("Talks in Kabul.", 9, 14)
	f.Add("=1\r\n\x00\u2028</script>", 0, 2)
	f.Fuzz(func(t *testing.T, text string, start, end int) {
		if !utf8.ValidString(text) || start < 0 || end <= start || end > len(text) || !utf8.ValidString(text[:start]) || !utf8.ValidString(text[start:end]) {
			t.Skip()
		}
		place := places["Kabul"]
		p := &geo.Parsed{
			Article:     geo.Article{ID: text, Text: text, Hash: geo.HashText(text)},
			Mentions:    []geo.Mention{{Span: geo.Span{Start: start, End: end}, Phrase: text[start:end], Passage: geo.Span{Start: start, End: end}}},
			Resolutions: []geo.Resolution{{Outcome: geo.OutcomePlaced, Place: &place}},
		}
		s := &layer.Set{Parsed: []*geo.Parsed{p}}
		got := read(t, s.WriteMentions).Features[0].Properties
		if runes := []rune(text); got.MustString("phrase") != string(runes[got.MustInt("start"):got.MustInt("end")]) {
			t.Errorf("offsets %v to %v of %q do not give %q", got["start"], got["end"], text, got["phrase"])
		}
		var b bytes.Buffer
		if err := s.WriteMentionsCSV(&b); err != nil {
			t.Fatal(err)
		}
		if rows, err := csv.NewReader(&b).ReadAll(); err != nil || len(rows) != 2 {
			t.Errorf("%d rows, %v", len(rows), err)
		}
		b.Reset()
		if err := layer.WriteJSONL(&b, p); err != nil {
			t.Fatal(err)
		}
		if !json.Valid(b.Bytes()) || bytes.Count(b.Bytes(), []byte("\n")) != 1 {
			t.Errorf("not one line of JSON: %q", b.Bytes())
		}
	})
}

func TestWebAddress(t *testing.T) {
	for address, want := range map[string]string{"https://a.example/b": "https://a.example/b", "http://a": "http://a", "javascript:alert(1)": "", "data:text/html,x": "", "//a": "", "https:": "", "": "", "\thttps://a": ""} {
		if got := layer.WebAddress(address); got != want {
			t.Errorf("WebAddress(%q) = %q, want %q", address, got, want)
		}
	}
}
