package selection_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/server/selection"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

func oneOf[T any](all []T) *rapid.Generator[[]T] { return rapid.SliceOfN(rapid.SampledFrom(all), 0, 3) }

// random generates selections.
var random = rapid.Custom(func(t *rapid.T) selection.Selection {
	text := rapid.SliceOfN(rapid.StringMatching(`[a-zA-Zé&=,+%# ]{1,8}x`), 0, 2)
	s := selection.Selection{
		Words:    rapid.StringMatching(`([a-z"*]{1,6} ){0,3}`).Draw(t, "words"),
		Articles: text.Draw(t, "articles"), Publishers: text.Draw(t, "publishers"), Feeds: text.Draw(t, "feeds"),
		Languages: oneOf([]string{"en", "de", "fr"}).Draw(t, "languages"),
		Places:    oneOf([]geo.PlaceID{"geonames:1", "geo:34.5281,69.1723"}).Draw(t, "places"),
		Within:    oneOf([]geo.PlaceID{"geonames:2"}).Draw(t, "within"),
		Countries: oneOf([]string{"AF", "PK"}).Draw(t, "countries"),
		Kinds:     oneOf(geo.Kinds()).Draw(t, "kinds"),
		Precisions: oneOf([]geo.Precision{geo.PrecisionSite, geo.PrecisionSettlement, geo.PrecisionArea, geo.PrecisionCountry}).
			Draw(t, "precisions"),
		Confidences: oneOf([]geo.Confidence{geo.ConfidenceCertain, geo.ConfidenceLikely}).Draw(t, "confidences"),
		Outcomes:    oneOf(geo.Outcomes()).Draw(t, "outcomes"),
		Roles:       oneOf(selection.Roles()).Draw(t, "roles"),
		From:        rapid.SampledFrom([]string{"", "2021-09-06"}).Draw(t, "from"),
		To:          rapid.SampledFrom([]string{"", "2022-02-28"}).Draw(t, "to"),
		Spoken:      rapid.Bool().Draw(t, "spoken"),
		States:      oneOf(selection.States()).Draw(t, "states"),
		Copies:      rapid.SampledFrom([]selection.Copies{selection.CopiesAll, selection.CopiesOne}).Draw(t, "copies"),
		Picked:      rapid.Bool().Draw(t, "picked"),
		All:         rapid.Bool().Draw(t, "all"),
	}
	if rapid.Bool().Draw(t, "box") {
		s.Box = &orb.Bound{Min: orb.Point{170.25, -10}, Max: orb.Point{-170, 0.000001}}
	}
	if rapid.Bool().Draw(t, "polygon") {
		s.Polygon = orb.Ring{{0, 0}, {1, 0}, {1, -1.5}, {0, 0}}
	}
	return s
})

// The text form is parsed to the same selection, without notices.
func TestTextFormRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := random.Draw(t, "selection")
		again, notices := selection.ParseQuery("?" + s.String())
		if len(notices) > 0 {
			t.Fatalf("%q has the notices %v", s.String(), notices)
		}
		if again.String() != s.String() {
			t.Fatalf("%q is parsed as %q", s.String(), again.String())
		}
		values, notices := selection.Parse(s.Query())
		if len(notices) > 0 || values.String() != s.String() {
			t.Fatalf("%q has the values %v", s.String(), s.Query())
		}
		if c := s.Canonical(); c.String() != s.String() || !slices.Equal(c.SelectedRoles(), again.SelectedRoles()) {
			t.Fatalf("%q has the canonical selection %q", s.String(), c.String())
		}
	})
}

// Any query is parsed without a panic, and its canonical form is stable.
func TestParseAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := url.Values{}
		for _, k := range selection.Keys() {
			if rapid.Bool().Draw(t, k.Key) {
				q.Add(k.Key, rapid.String().Draw(t, "value"))
			}
		}
		s, _ := selection.Parse(q)
		if again, notices := selection.ParseQuery(s.String()); len(notices) > 0 || again.String() != s.String() {
			t.Fatalf("%q is parsed as %q, notices %v", s.String(), again.String(), notices)
		}
	})
}

func TestCanonicalForm(t *testing.T) {
	for query, want := range map[string]string{
		"":                         "",
		"country=sd":               "country=SD",
		"country=SS&country=SD,SS": "country=SD,SS",
		"role=coordinates,literal": "",
		"role=all":                 "role=all",
		"role=literal,associative,dateline,boilerplate,coordinates": "role=all",
		"role=dateline":                 "role=dateline",
		"q=+dam++%22on+fire%22":         "q=dam+%22on+fire%22",
		"spoken=1":                      "",
		"spoken=1&from=2026-10-01":      "from=2026-10-01&spoken=1",
		"bbox=170,-10,-170,0.50":        "bbox=170,-10,-170,0.5",
		"polygon=0,0,1,0,1,1":           "polygon=0,0,1,0,1,1",
		"polygon=0,0,1,0,1,1,0,0":       "polygon=0,0,1,0,1,1",
		"precision=country,site":        "precision=site,country",
		"publisher=B,+Co&publisher=A":   "publisher=A&publisher=B,+Co",
		"place=geo:34.5,69&copies=one":  "place=geo:34.5,69&copies=one",
		"to=2026-01-02&from=2026-01-01": "from=2026-01-01&to=2026-01-02",
		"picked=0&country=":             "",
	} {
		s, notices := selection.ParseQuery(query)
		if len(notices) > 0 || s.String() != want {
			t.Errorf("%q is %q, want %q; notices %v", query, s.String(), want, notices)
		}
	}
}

func TestNotices(t *testing.T) {
	for query, want := range map[string]selection.Notice{
		"colour=red":                    {Key: "colour", Value: "red", Reason: selection.ReasonUnknownKey},
		"country=Sudan":                 {Key: "country", Value: "Sudan", Reason: selection.ReasonMalformed},
		"kind=town":                     {Key: "kind", Value: "town", Reason: selection.ReasonMalformed},
		"from=2026-13-01":               {Key: "from", Value: "2026-13-01", Reason: selection.ReasonMalformed},
		"from=2026-02-01&to=2026-01-01": {Key: "to", Value: "2026-01-01", Reason: selection.ReasonMalformed},
		"bbox=1,2,3":                    {Key: "bbox", Value: "1,2,3", Reason: selection.ReasonMalformed},
		"bbox=1,2,3,NaN":                {Key: "bbox", Value: "1,2,3,NaN", Reason: selection.ReasonMalformed},
		"polygon=1,2,3,4":               {Key: "polygon", Value: "1,2,3,4", Reason: selection.ReasonMalformed},
		"picked=maybe":                  {Key: "picked", Value: "maybe", Reason: selection.ReasonMalformed},
		"publisher=a%00":                {Key: "publisher", Value: "a\x00", Reason: selection.ReasonMalformed},
		"q=" + strings.Repeat("a", 401): {Key: "q", Value: strings.Repeat("a", 401), Reason: selection.ReasonTooLong},
	} {
		s, notices := selection.ParseQuery(query)
		if !slices.Equal(notices, []selection.Notice{want}) {
			t.Errorf("%q has the notices %v", query, notices)
		}
		if strings.HasPrefix(query, "country") && len(s.Countries) > 0 {
			t.Errorf("%q selects %v", query, s.Countries)
		}
	}
	if _, notices := selection.Parse(url.Values{"page": {"2"}, "show": {"place"}}, "page", "show"); len(notices) > 0 {
		t.Errorf("keys of the caller have notices: %v", notices)
	}
}

func TestDescribe(t *testing.T) {
	s, _ := selection.ParseQuery("q=dam&country=SD,SS&confidence=certain&from=2026-10-01&role=all&picked=1&copies=one&precision=country")
	names := func(key, value string) string {
		if key == "country" && value == "SD" {
			return "Sudan"
		}
		return ""
	}
	if got, want := s.Describe("en", names), "“dam”, country: Sudan or SS, precision: country or region, confidence: certain, role: all, from 1 October 2026, one of each text, picked"; got != want {
		t.Errorf("described as %q", got)
	}
	if got, want := s.Describe("fr", nil), "“dam”, pays: SD ou SS, précision: pays ou région, confiance: certain, rôle: tous, du 2026-10-01, un seul exemplaire de chaque texte, choisis"; got != want {
		t.Errorf("described as %q", got)
	}
	if s := (selection.Selection{}); s.Describe("en", nil) != "" || !s.IsZero() {
		t.Error("the default selection is described")
	}
}

// The table has words in both languages and every value that the types have.
func TestKeys(t *testing.T) {
	want := map[string]int{
		"kind": len(geo.Kinds()), "precision": 4, "confidence": 3, "outcome": len(geo.Outcomes()), "role": len(selection.Roles()),
		"state": len(selection.States()), "copies": 1,
	}
	for _, k := range selection.Keys() {
		if k.Words["en"] == "" || k.Words["fr"] == "" || len(k.Values) != want[k.Key] {
			t.Errorf("key %q: words %v, %d values", k.Key, k.Words, len(k.Values))
		}
		for _, v := range k.Values {
			if v.Words["en"] == "" || v.Words["fr"] == "" {
				t.Errorf("value %q of %q: words %v", v.Value, k.Key, v.Words)
			}
			if _, notices := selection.ParseQuery(k.Key + "=" + v.Value); len(notices) > 0 {
				t.Errorf("%s=%s: %v", k.Key, v.Value, notices)
			}
		}
	}
	if selection.KeyLabel("lang", "xx") != "language" || selection.ValueLabel("kind", "sea", "fr") != "mer" || selection.ValueLabel("lang", "en", "en") != "en" {
		t.Error("labels")
	}
}
