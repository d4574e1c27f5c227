package main

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"dateline/geo"
)

// contractTexts contain characters that change the offsets if a text is normalized.
var contractTexts = []string{
	"Talks were held in Kabul, Afghanistan.",
	"\r\n\r\n  “Äöü” 🌍🇦🇫\tin Kabul,\r\nAfghanistan, and in\u00a0Kabul again.\r\n",
	"\ufeffA soft\u00adly spoken man left Kabul\u200b, the capital of Afghanistan.",
	"Decomposed: Pe\u0301rigueux in France; Bagra\u0304m in Afghanistan; Kabul.",
	"قال مسؤولون في كابل إن الطريق مفتوح. Kabul, Afghanistan.",
	"Nothing happened.",
	"Fighting in northern Kandahar province and the eastern city of Jalalabad; Kabul fell, N. Korea said.",
	"The convoy was hit at grid 38S MB 4595 8820; 33°20.5′N 44°25′E, it said, and not at 95.5°N 69.1°E.",
	" ",
	strings.Repeat("It rained in Lahore, Pakistan. ", 200),
}

// toponym has the keys of the contract.
type toponym struct {
	Start, End                                  *int
	Phrase, Role, Outcome                       *string
	Place, Name, Precision, Confidence, Country string
	Lat, Lon                                    *float64
	Score                                       *float64
	Candidates                                  []map[string]any
	Why                                         []string
	Approximate                                 bool
	Admin1, Association, Kind                   string
	UncertaintyKM                               float64 `json:"uncertainty_km"`
	Relation, When, Wide                        map[string]any
	Base                                        string
}

// TestJSONLinesContract checks the contract: one line per article in the same order, and
// offsets in code points of the text as given.
func TestJSONLinesContract(t *testing.T) {
	var in strings.Builder
	for i, text := range contractTexts {
		line, err := json.Marshal(map[string]any{"id": fmt.Sprint("text ", i), "text": text, "title": "T", "other": []int{1}})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&in, "%s\n", line)
	}
	status, out, errs := try(strings.NewReader(in.String()), "geoparse", "--gazetteer", smallGazetteer(t), "--format", "jsonl", "-")
	if status != 0 || errs != "" {
		t.Fatalf("status %d: %s", status, errs)
	}
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if len(lines) != len(contractTexts) {
		t.Fatalf("%d lines for %d articles", len(lines), len(contractTexts))
	}
	kabul := 0
	for i, line := range lines {
		var got struct {
			ID, Language string
			Focus        []map[string]any
			Ledger       geo.Ledger
			Toponyms     []toponym
		}
		dec := json.NewDecoder(strings.NewReader(line))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&got); err != nil {
			t.Fatalf("line %d: %v: %s", i, err, line)
		}
		if got.ID != fmt.Sprint("text ", i) || got.Language == "" || got.Focus == nil || got.Toponyms == nil || got.Ledger.Mentions != len(got.Toponyms) {
			t.Errorf("line %d: %s", i, line)
		}
		text, last := []rune(contractTexts[i]), 0
		for _, tp := range got.Toponyms {
			tp.check(t, text, last)
			last = *tp.End
			if strings.HasSuffix(tp.Place, "geonames:1138958") {
				kabul++
			}
		}
	}
	if kabul < 5 {
		t.Errorf("Kabul was found %d times", kabul)
	}
}

func (tp *toponym) check(t *testing.T, text []rune, last int) {
	t.Helper()
	if tp.Start == nil || tp.End == nil || tp.Phrase == nil || tp.Role == nil || tp.Outcome == nil || tp.Score == nil || tp.Candidates == nil || len(tp.Why) == 0 {
		t.Fatalf("a required member is absent: %+v", tp)
	}
	if *tp.Start < last || *tp.End <= *tp.Start || *tp.End > len(text) {
		t.Fatalf("span %d to %d after %d in %d code points", *tp.Start, *tp.End, last, len(text))
	}
	if got := string(text[*tp.Start:*tp.End]); got != *tp.Phrase {
		t.Errorf("span %d to %d is %q, not %q", *tp.Start, *tp.End, got, *tp.Phrase)
	}
	if (tp.Lat == nil) != (tp.Place == "") || (tp.Lon == nil) != (tp.Place == "") || (tp.Precision == "") != (tp.Place == "") {
		t.Errorf("place %q with latitude %v and precision %q", tp.Place, tp.Lat, tp.Precision)
	}
	if tp.Lat != nil && (math.Abs(*tp.Lat) > 90 || math.Abs(*tp.Lon) > 180) {
		t.Errorf("%q is at %g, %g", tp.Name, *tp.Lat, *tp.Lon)
	}
	if *tp.Score < 0 || *tp.Score > 1 {
		t.Errorf("%q has score %g", tp.Name, *tp.Score)
	}
	if (*tp.Outcome == string(geo.OutcomeApproximate)) != tp.Approximate {
		t.Errorf("%q: outcome %s, approximate %t", tp.Name, *tp.Outcome, tp.Approximate)
	}
}
