package answer

import (
	"cmp"
	"context"
	"slices"

	"dateline/geo"
	"dateline/server/selection"
	"dateline/server/store/columns"
)

// Facet returns the values of a key of the selection with the number of mentions of each, without the
// condition of this key, in descending order. Keys are publisher, lang, feed, country, kind, precision, confidence,
// outcome, role and state; other keys have no facet.
func (r *Result) Facet(ctx context.Context, key string) ([]Value, error) {
	var out []Value
	add := func(value, label string, n int) {
		if n > 0 && value != "" {
			out = append(out, Value{Value: value, Label: label, Mentions: n})
		}
	}
	addCodes := func(kind CodeKind, counts map[uint32]int) error {
		for code, n := range counts {
			text, label, err := r.answers.codeName(ctx, kind, code)
			if err != nil {
				return err
			}
			add(text, label, n)
		}
		return nil
	}
	var err error
	s := r.scan
	switch key {
	case "publisher":
		err = addCodes(PublisherCode, s.Publishers)
	case "lang":
		err = addCodes(LanguageCode, s.Languages)
	case "feed":
		err = addCodes(FeedCode, s.Feeds)
	case "country":
		err = addCodes(CountryCode, s.Countries)
	case "kind":
		for kind, n := range s.Kinds {
			add(geo.Kind(kind).String(), geo.Kind(kind).Label(), n)
		}
	case "precision":
		for p, n := range s.Precisions {
			value := selection.PrecisionValue(p)
			add(value, selection.ValueLabel(key, value, "en"), n)
		}
	case "confidence":
		for i, v := range []geo.Confidence{geo.ConfidenceCertain, geo.ConfidenceLikely, geo.ConfidenceAmbiguous} {
			add(string(v), selection.ValueLabel(key, string(v), "en"), s.Confidences[i+1])
		}
	case "outcome":
		for i, v := range geo.Outcomes() {
			add(string(v), selection.ValueLabel(key, string(v), "en"), s.Outcomes[i])
		}
	case "role":
		for i, v := range selection.Roles() {
			add(string(v), selection.ValueLabel(key, string(v), "en"), s.Roles[i])
		}
	case "state":
		for i, v := range selection.States() {
			add(string(v), selection.ValueLabel(key, string(v), "en"), s.States[i])
		}
	}
	slices.SortFunc(out, func(a, b Value) int {
		return cmp.Or(cmp.Compare(b.Mentions, a.Mentions), cmp.Compare(a.Value, b.Value))
	})
	return out, err
}

// FacetKeys returns the keys that have a facet, in canonical order.
func FacetKeys() []string {
	return []string{"publisher", "lang", "feed", "country", "kind", "precision", "confidence", "outcome", "role", "state"}
}

// Days returns the number of mentions by day of publication, without the condition on these days.
func (r *Result) Days() []DayCount { return dayCounts(r.scan.Days) }

// SpokenDays returns the number of mentions by the first day that their passages speak of, without the
// condition on these days.
func (r *Result) SpokenDays() []DayCount { return dayCounts(r.scan.SpokenDays) }

func dayCounts(days []columns.DayCount) []DayCount {
	out := make([]DayCount, len(days))
	for i, d := range days {
		out[i] = DayCount{columns.FormatDay(d.Day), int(d.Mentions)}
	}
	return out
}
