package eval

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"dateline/geo"
)

// Report writes the scores of a corpus as a table for people: recognition,
// resolution, end to end, by kind of place, role and outcome, calibration, and the
// most frequent errors (at most maxErrors lines).
func (r *Result) Report(w io.Writer, corpus string, maxErrors int) error {
	s := &r.Scores
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "%s: %d documents, %d toponyms\n", corpus, s.Documents, s.Gold())
	fmt.Fprintf(t, "recognition\tP %.4f\tR %.4f\tF1 %.4f\texact F1 %.4f\n", s.Recognized.Precision(), s.Recognized.Recall(), s.Recognized.F1(), s.Exact.F1())
	fmt.Fprintf(t, "resolution\tacc161 %.4f\tmedian %.1f km\tmean %.0f km\tAUC %.4f\tof %d\n", s.Accuracy(), s.MedianKM(), s.MeanKM(), s.AUC(), len(s.ErrorsKM))
	fmt.Fprintf(t, "end to end\tP %.4f\tR %.4f\tF1 %.4f\n", s.EndToEnd.Precision(), s.EndToEnd.Recall(), s.EndToEnd.F1())
	if s.Associative > 0 {
		fmt.Fprintf(t, "associative without gold, not counted\t%d\n", s.Associative)
	}
	r.reportClasses(t, "kind", kindOf)
	r.reportClasses(t, "role", func(m *Match) string { return string(m.Gold.Role) })
	r.reportClasses(t, "outcome", func(m *Match) string {
		if m.Predicted == nil {
			return "not recognized"
		}
		return string(m.Predicted.Outcome)
	})
	if correct, total := r.Roles(); total > 0 {
		fmt.Fprintf(t, "literal or associative\taccuracy %.4f\tof %d\n", ratio(correct, total), total)
	}
	r.reportCalibration(t)
	r.reportMismatches(t, maxErrors)
	return t.Flush()
}

// kindOf returns the kind of the gold place by its GeoNames feature code, "" if gold
// has none.
func kindOf(m *Match) string {
	f := m.Gold.Feature
	switch {
	case f == "":
		return ""
	case strings.HasPrefix(f, "PPLX"):
		return "quarter"
	case strings.HasPrefix(f, "PPL"):
		return "settlement"
	case strings.HasPrefix(f, "PCL"):
		return "country"
	case f == "ADM1":
		return "admin1"
	case strings.HasPrefix(f, "ADM"):
		return "admin2 and below"
	case f == "CONT" || f == "RGN":
		return "continent or region"
	}
	return "other"
}

// reportClasses writes for each class of gold toponyms the fraction recognized, and
// the fraction within [HitKM] of those recognized that have coordinates.
func (r *Result) reportClasses(w io.Writer, title string, class func(*Match) string) {
	type counts struct{ all, recognized, located, correct int }
	byClass := map[string]*counts{}
	for i := range r.Matches {
		m := &r.Matches[i]
		name := class(m)
		if name == "" {
			continue
		}
		c := byClass[name]
		if c == nil {
			c = &counts{}
			byClass[name] = c
		}
		c.all++
		if m.Predicted == nil {
			continue
		}
		c.recognized++
		if m.Gold.HasPoint() {
			c.located++
		}
		if m.Correct() {
			c.correct++
		}
	}
	for _, name := range sortedKeys(byClass) {
		c := byClass[name]
		fmt.Fprintf(w, "%s\t%s\t%d\trecognized %.3f\tacc161 %.3f\n", title, name, c.all, ratio(c.recognized, c.all), ratio(c.correct, c.located))
	}
}

func (r *Result) reportCalibration(w io.Writer) {
	c := r.Calibration()
	for _, b := range c.Bins() {
		fmt.Fprintf(w, "probability\t%.2f–%.2f\t%d\tpredicted %.3f\tcorrect %.3f\n", b.From, b.To, b.N, b.Mean, b.Correct)
	}
	fmt.Fprintf(w, "calibration error\t%.4f\n", c.Error())
	correct, certain := 0, 0
	for i := range r.Matches {
		m := &r.Matches[i]
		if m.Predicted != nil && m.Gold.HasPoint() && m.Predicted.Confidence == geo.ConfidenceCertain {
			certain++
			if m.Correct() {
				correct++
			}
		}
	}
	fmt.Fprintf(w, "certain\t%d\tcorrect %.4f\n", certain, ratio(correct, certain))
}

// reportMismatches writes the most frequent mismatches, at most limit lines.
func (r *Result) reportMismatches(w io.Writer, limit int) {
	counts := map[string]int{}
	for _, m := range r.Mismatches {
		line := fmt.Sprintf("%s\t%s", m.Kind, m.Phrase)
		switch {
		case m.Kind == MismatchFar && m.Predicted.HasPoint():
			line += fmt.Sprintf("\t%.0f km\t%s, %s (%s)", m.KM, m.Predicted.Name, m.Predicted.Country, m.Predicted.Outcome)
		case m.Kind == MismatchFar:
			line += "\tno place\t" + string(m.Predicted.Outcome)
		}
		counts[line]++
	}
	lines := sortedKeys(counts)
	slices.SortStableFunc(lines, func(a, b string) int { return cmp.Compare(counts[b], counts[a]) })
	for _, line := range lines[:min(limit, len(lines))] {
		fmt.Fprintf(w, "error\t%d\t%s\n", counts[line], line)
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
