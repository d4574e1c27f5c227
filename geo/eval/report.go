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

// Report writes a corpus's scores as a table for people: recognition,
// resolution, end to end, then by kind of place and role, how far the
// probabilities can be believed, and the most frequent faults.
func (r *Result) Report(w io.Writer, corpus string, faults int) error {
	s := &r.Scores
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "%s: %d documents, %d toponyms\n", corpus, s.Documents, s.Gold())
	fmt.Fprintf(t, "recognition\tP %.4f\tR %.4f\tF1 %.4f\texact F1 %.4f\n", s.Recognised.Precision(), s.Recognised.Recall(), s.Recognised.F1(), s.Exact.F1())
	fmt.Fprintf(t, "resolution\tacc161 %.4f\tmedian %.1f km\tmean %.0f km\tAUC %.4f\tof %d\n", s.Accuracy(), s.MedianKM(), s.MeanKM(), s.AUC(), len(s.Errors))
	fmt.Fprintf(t, "end to end\tP %.4f\tR %.4f\tF1 %.4f\n", s.EndToEnd.Precision(), s.EndToEnd.Recall(), s.EndToEnd.F1())
	r.reportShares(t, "kind", kindOf)
	r.reportShares(t, "role", func(m *Match) string { return string(m.Gold.Role) })
	r.reportShares(t, "outcome", func(m *Match) string {
		if m.Predicted == nil {
			return "not found"
		}
		return string(m.Predicted.Outcome)
	})
	r.reportRoles(t)
	r.reportCalibration(t)
	r.reportFaults(t, faults)
	return t.Flush()
}

// kinds names the kinds of place by GeoNames feature code.
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

// reportShares writes, for each class of gold toponyms, how many were found and
// how many of those with coordinates lie within [HitKM].
func (r *Result) reportShares(w io.Writer, title string, class func(*Match) string) {
	type tally struct{ all, found, located, right int }
	tallies := map[string]*tally{}
	for i := range r.Matches {
		m := &r.Matches[i]
		c := class(m)
		if c == "" {
			continue
		}
		t := tallies[c]
		if t == nil {
			t = &tally{}
			tallies[c] = t
		}
		t.all++
		if m.Predicted == nil {
			continue
		}
		t.found++
		if m.Gold.HasPoint() {
			t.located++
			if m.KM <= HitKM {
				t.right++
			}
		}
	}
	for _, c := range sortedKeys(tallies) {
		t := tallies[c]
		fmt.Fprintf(w, "%s\t%s\t%d\tfound %.3f\tacc161 %.3f\n", title, c, t.all, ratio(t.found, t.all), ratio(t.right, t.located))
	}
}

// reportRoles writes how often a literal mention was told from an associative
// one, where gold says which it is.
func (r *Result) reportRoles(w io.Writer) {
	right, all := 0, 0
	for _, m := range r.Matches {
		if m.Predicted == nil || m.Gold.Role == "" {
			continue
		}
		all++
		if (m.Gold.Role == geo.RoleAssociative) == (m.Predicted.Role == geo.RoleAssociative) {
			right++
		}
	}
	if all > 0 {
		fmt.Fprintf(w, "literal or associative\taccuracy %.4f\tof %d\n", ratio(right, all), all)
	}
}

// Calibration compares the probabilities of the predictions that have a place
// with whether they lie within [HitKM].
func (r *Result) Calibration() *Calibration {
	c := &Calibration{}
	for _, m := range r.Matches {
		if m.Predicted != nil && m.Predicted.HasPoint() && m.Gold.HasPoint() {
			c.Add(m.Predicted.Score, m.KM <= HitKM)
		}
	}
	return c
}

func (r *Result) reportCalibration(w io.Writer) {
	c := r.Calibration()
	for _, b := range c.Bins() {
		fmt.Fprintf(w, "probability\t%.2f–%.2f\t%d\tstated %.3f\tright %.3f\n", b.From, b.To, b.N, b.Mean, b.Right)
	}
	fmt.Fprintf(w, "calibration error\t%.4f\n", c.Error())
	right, certain := 0, 0
	for _, m := range r.Matches {
		if m.Predicted != nil && m.Gold.HasPoint() && m.Predicted.Confidence == geo.ConfidenceCertain {
			certain++
			if m.KM <= HitKM {
				right++
			}
		}
	}
	fmt.Fprintf(w, "called certain\t%d\tright %.4f\n", certain, ratio(right, certain))
}

// reportFaults writes the most frequent faults.
func (r *Result) reportFaults(w io.Writer, most int) {
	counts := map[string]int{}
	for _, f := range r.Faults {
		line := fmt.Sprintf("%s\t%s", f.Kind, f.Phrase)
		switch {
		case f.Kind == FaultFar && f.Predicted.HasPoint():
			line += fmt.Sprintf("\t%.0f km\t%s, %s (%s)", f.KM, f.Predicted.Name, f.Predicted.Country, f.Predicted.Outcome)
		case f.Kind == FaultFar:
			line += "\tno place\t" + string(f.Predicted.Outcome)
		}
		counts[line]++
	}
	lines := sortedKeys(counts)
	slices.SortStableFunc(lines, func(a, b string) int { return cmp.Compare(counts[b], counts[a]) })
	for _, line := range lines[:min(most, len(lines))] {
		fmt.Fprintf(w, "fault\t%d\t%s\n", counts[line], line)
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
