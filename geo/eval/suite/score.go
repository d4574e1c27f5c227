package suite

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/geometry"
)

// Status is the outcome of a target.
type Status uint8

// The statuses.
const (
	// Right: the place itself, or a settlement or area within 30 km of it; a country
	// must be the country. A span that names no place is right when nothing is placed.
	Right Status = iota
	// Open: found, and left without a place or ambiguous.
	Open
	// Wrong: another place.
	Wrong
	// Missed: not found.
	Missed
)

// nearKM is the distance in kilometers within which another settlement or area counts
// as the place meant: a city and the district around it.
const nearKM = 30

// cityState is the share of a country's people that live in the city of its name where
// the two count as one place.
const cityState = .6

// Result is the status of one target.
type Result struct {
	Case   *Case
	Target *Target
	Status Status
	// Certain marks a wrong answer that was called certain.
	Certain bool
	// Answer is the resolution that decided, or nil.
	Answer  *geo.Resolution
	Mention *geo.Mention
}

// Compare compares a parsed case with its targets and returns one result for each target.
func Compare(g *gazetteer.Gazetteer, c *Case, parsed *geo.Parsed) []Result {
	points := geo.NewCodePoints(parsed.Article.Text)
	results := make([]Result, 0, len(c.Targets))
	for i := range c.Targets {
		t := &c.Targets[i]
		r := Result{Case: c, Target: t, Status: Missed}
		if t.Place == gazetteer.NoRef {
			r.Status = Right
		}
		for k := range parsed.Mentions {
			m := &parsed.Mentions[k]
			start, end := points.At(m.Start), points.At(m.End)
			if start >= t.End || end <= t.Start {
				continue
			}
			v, certain := compare(g, t, m, &parsed.Resolutions[k], start <= t.Start && end >= t.End)
			if r.Mention == nil || worse(t, v, r.Status) {
				r.Status, r.Certain, r.Answer, r.Mention = v, certain, &parsed.Resolutions[k], m
			}
		}
		if t.Anchor && r.Status == Right && r.Mention.Relation == nil {
			r.Status = Open
		}
		results = append(results, r)
	}
	return results
}

// worse reports whether a second mention over the same target decides: the worst answer
// for a name that is no place, otherwise the best.
func worse(t *Target, v, than Status) bool {
	if t.Place == gazetteer.NoRef {
		return v > Right && v < Missed && v > than
	}
	return v < than
}

func compare(g *gazetteer.Gazetteer, t *Target, m *geo.Mention, r *geo.Resolution, whole bool) (Status, bool) {
	certain := r.Confidence == geo.ConfidenceCertain
	firm := r.Place != nil && r.Outcome != geo.OutcomeAmbiguous
	if t.Place == gazetteer.NoRef {
		if t.Not != gazetteer.NoRef { // a water that is called like an area
			if firm && same(g, t.Not, r.Place) {
				return Wrong, certain
			}
			return Right, false
		}
		switch {
		case m.Role == geo.RoleAssociative || m.Role == geo.RoleCoordinates || !firm: // a grid reference is a place, its letters are none
			return Right, false
		case r.Outcome == geo.OutcomeApproximate: // in or near a place, never a pin
			return Open, false
		}
		return Wrong, certain
	}
	switch {
	case !firm:
		return Open, false
	case same(g, t.Place, r.Place) && r.Outcome != geo.OutcomeApproximate:
		return Right, false
	case r.Outcome == geo.OutcomeApproximate && same(g, t.Place, r.Place):
		return Open, false
	case !whole && m.Role == geo.RoleAssociative:
		return Missed, false
	}
	return Wrong, certain
}

// same reports whether an answer is the place meant.
func same(g *gazetteer.Gazetteer, want gazetteer.Ref, p *geo.Place) bool {
	r := g.Record(want)
	if g.ID(want) == p.ID {
		return true
	}
	switch r.Kind {
	case geo.KindCountry: // Singapore the city is Singapore the country
		return p.Kind == geo.KindSettlement && p.Country == r.Country && float64(p.Population) >= cityState*float64(r.Population)
	case geo.KindAdmin1:
		return false
	}
	if p.Kind == geo.KindCountry {
		return r.Country == p.Country && float64(r.Population) >= cityState*float64(p.Population)
	}
	return geometry.Distance(r.Point, p.Point) <= nearKM
}

// Count is the number of targets by status.
type Count struct {
	Targets, Right, Open, Wrong, Missed, Certain int
}

// Add counts a result.
func (c *Count) Add(r *Result) {
	c.Targets++
	switch r.Status {
	case Right:
		c.Right++
	case Open:
		c.Open++
	case Wrong:
		c.Wrong++
		if r.Certain {
			c.Certain++
		}
	case Missed:
		c.Missed++
	}
}

// Parser finds and resolves the places of an article.
type Parser interface {
	Parse(ctx context.Context, a geo.Article) (*geo.Parsed, error)
}

// Run parses the cases, each as an article of its own, and returns the report.
func Run(ctx context.Context, p Parser, g *gazetteer.Gazetteer, cases []Case) (*Report, error) {
	r := &Report{}
	for i := range cases {
		c := &cases[i]
		parsed, err := p.Parse(ctx, geo.Article{Text: c.Text})
		if err != nil {
			return nil, fmt.Errorf("parsing case %s: %w", c.ID, err)
		}
		r.Add(c, Compare(g, c, parsed))
	}
	return r, nil
}

// Report is the counts of a run by kind of case.
type Report struct {
	Kinds map[string]*Count
	All   Count
	Cases int
	// Failed are the results that are not right, in the order of the cases.
	Failed []Result
}

// Add counts the results of a case.
func (r *Report) Add(c *Case, results []Result) {
	if r.Kinds == nil {
		r.Kinds = map[string]*Count{}
	}
	r.Cases++
	k := r.Kinds[c.Kind]
	if k == nil {
		k = &Count{}
		r.Kinds[c.Kind] = k
	}
	for i := range results {
		k.Add(&results[i])
		r.All.Add(&results[i])
		if results[i].Status != Right {
			r.Failed = append(r.Failed, results[i])
		}
	}
}

// Write prints the report as a table: per kind the share right, left open, wrong,
// missed, and wrong though called certain, in percent.
func (r *Report) Write(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "kind\ttargets\tright\topen\twrong\tmissed\tcertain and wrong\t")
	line := func(name string, c *Count) {
		percent := func(n int) float64 { return 100 * float64(n) / float64(max(1, c.Targets)) }
		fmt.Fprintf(t, "%s\t%d\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t\n", name, c.Targets, percent(c.Right), percent(c.Open), percent(c.Wrong), percent(c.Missed), percent(c.Certain))
	}
	for _, kind := range Kinds() {
		if c := r.Kinds[kind]; c != nil {
			line(kind, c)
		}
	}
	kinds := Kinds()
	for _, kind := range slices.Sorted(maps.Keys(r.Kinds)) {
		if !slices.Contains(kinds, kind) { // those of GenerateLanguages
			line(kind, r.Kinds[kind])
		}
	}
	line("all", &r.All)
	return t.Flush()
}

var statusNames = [...]string{Right: "right", Open: "open", Wrong: "wrong", Missed: "missed"}

// String returns the word of a status.
func (s Status) String() string { return statusNames[s] }

// WriteFailures prints at most n failed results of each kind: what was expected, what
// was answered, and the text.
func (r *Report) WriteFailures(w io.Writer, g *gazetteer.Gazetteer, n int) error {
	shown := map[string]int{}
	for i := range r.Failed {
		f := &r.Failed[i]
		if shown[f.Case.Kind] == n {
			continue
		}
		shown[f.Case.Kind]++
		want := "no place"
		if f.Target.Place != gazetteer.NoRef {
			want = g.Name(f.Target.Place) + ", " + g.Record(f.Target.Place).Country
		}
		answer := "not found"
		if f.Answer != nil {
			answer = fmt.Sprintf("%s %s", f.Answer.Outcome, f.Answer.Confidence)
			if p := f.Answer.Place; p != nil {
				answer = fmt.Sprintf("%s, %s (%s), %s", p.Name, p.Country, p.Kind, answer)
			}
		}
		if _, err := fmt.Fprintf(w, "%s %s: %q is %s; answered %s: %q\n", f.Case.ID, f.Status, f.Target.Phrase, want, answer, f.Case.Text); err != nil {
			return err
		}
	}
	return nil
}
