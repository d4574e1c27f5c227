package resolver

import (
	"errors"
	"reflect"
	"testing"

	"dateline/data"
	"dateline/geo"
)

// The reports are the same every time, and their toponyms are places of the gazetteer.
func TestSyntheticReports(t *testing.T) {
	g, err := data.Gazetteer()
	if errors.Is(err, geo.ErrUnavailable) {
		t.Skip("the gazetteer is not built: run make")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	const reports = 60
	docs := SyntheticReports(g, reports)
	if len(docs) != reports || !reflect.DeepEqual(docs, SyntheticReports(g, reports)) {
		t.Errorf("%d reports, or other ones the second time", len(docs))
	}
	capitals, countries := 0, map[string]bool{}
	for i := range docs {
		d := &docs[i]
		if len(d.Toponyms) < 4 {
			t.Errorf("%s: only %d places in %q", d.ID, len(d.Toponyms), d.Text)
		}
		for k, span := range d.Spans() {
			p := &d.Toponyms[k]
			if span.Text(d.Text) != p.Phrase || !p.HasPoint() {
				t.Fatalf("%s: %q at %v is %q", d.ID, p.Phrase, span, span.Text(d.Text))
			}
			if p.GoldID() == "" { // not in GeoNames
				continue
			}
			ref, ok := g.ByID(p.GoldID())
			if !ok || g.Name(ref) != p.Phrase {
				t.Fatalf("%s: %q is place %q", d.ID, p.Phrase, p.GoldID())
			}
			if r := g.Record(ref); r.Feature == "PPLC" {
				capitals++
				countries[r.Country] = true
			}
		}
	}
	if capitals < reports || len(countries) < 30 {
		t.Errorf("%d capitals, of %d countries", capitals, len(countries))
	}
}
