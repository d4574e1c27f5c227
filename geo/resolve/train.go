package resolve

import (
	"context"
	"fmt"
	"math"

	"dateline/geo"
	"dateline/geo/gazetteer"

	"github.com/paulmach/orb"
)

// Truth is where a mention of an example lies by gold; the zero value says that
// gold does not know.
type Truth struct {
	Known bool
	Point orb.Point
	// ID is the place in the gazetteer's terms, or empty.
	ID geo.PlaceID
}

// Example is an article whose places are known: Truth[i] is that of
// Recognition.Mentions[i].
type Example struct {
	Corpus      string
	Article     geo.Article
	Recognition *geo.Recognition
	Truth       []Truth
}

// TrainOptions steer [Train]; the zero value takes the values that were found
// best.
type TrainOptions struct {
	// Steps is the number of full-batch steps of each pass.
	Steps int
	// L2 is the weight of the penalty on large weights.
	L2 float64
	// Folds is the number of folds over which the confidence's training scores
	// are made.
	Folds int
	// History trains the use of where publishers' other articles play, as a
	// first model sees it. It is left out for every second example, so that the
	// model does not lean on it.
	History bool
	// Without names features, or groups of them by the name's first part, that
	// are kept at zero; for ablations.
	Without []string
	// Weights are factors by corpus of what its size makes it weigh; where there is
	// none, 1, and 0.5 for [MadeCorpus].
	Weights map[string]float64
	// Version names the run.
	Version string
}

// hitKM is the distance within which a candidate is right: 100 miles, the field's
// convention.
const hitKM = 161

// Train fits a model to examples: for each pass a listwise softmax ranker, whose
// loss is the negative logarithm of the probability on right candidates, and
// then a logistic model of whether the answer is right, on scores of rankers
// that had not seen the article. It is deterministic.
func Train(ctx context.Context, g *gazetteer.Gazetteer, examples []Example, o TrainOptions) (*Model, error) {
	if len(examples) == 0 {
		return nil, geo.Errorf(geo.ErrInput, "training the resolver: no examples")
	}
	if o.Steps == 0 {
		o.Steps = 250
	}
	if o.L2 == 0 {
		o.L2 = 2e-4
	}
	if o.Folds == 0 {
		o.Folds = 4
	}
	t := &trainer{options: o, resolver: New(&Model{}, g), share: o.shares(examples)}
	all := make([]*Example, len(examples))
	for i := range examples {
		all[i] = &examples[i]
	}
	if o.History {
		if err := t.remember(ctx, all); err != nil {
			return nil, err
		}
	}
	var judged []judgement
	for fold := range o.Folds {
		var in, out []*Example
		for i, e := range all {
			if i%o.Folds == fold {
				out = append(out, e)
			} else {
				in = append(in, e)
			}
		}
		m, err := t.ranker(ctx, in)
		if err != nil {
			return nil, err
		}
		judged = t.judge(judged, m, out)
	}
	m, err := t.ranker(ctx, all)
	if err != nil {
		return nil, err
	}
	m.Version = o.Version
	m.Confidence = fitConfidence(judged)
	return m, nil
}

// remember trains a model without history and fills one from its answers.
func (t *trainer) remember(ctx context.Context, examples []*Example) error {
	m, err := t.ranker(ctx, examples)
	if err != nil {
		return err
	}
	m.Confidence[sLogit] = 1 // not calibrated yet
	h := newHistory(t.resolver.gaz)
	r := New(m, t.resolver.gaz)
	for _, e := range examples {
		p := &geo.Parsed{Article: e.Article, Mentions: e.Recognition.Mentions}
		if p.Resolutions, _, err = r.Resolve(ctx, &e.Article, e.Recognition); err != nil {
			return err
		}
		h.add(p)
	}
	h.settle()
	t.informed = t.resolver.with(withHistory(h))
	return nil
}

// trainer holds what the steps of a training share.
type trainer struct {
	options  TrainOptions
	share    map[string]float64 // see shares
	resolver *Resolver
	informed *Resolver // with history, or nil
}

// begin starts the work on an example, with the publisher's history for every
// second one.
func (t *trainer) begin(i int, e *Example) *work {
	r := t.resolver
	if i%2 == 0 && t.informed != nil {
		r = t.informed
	}
	w := r.begin(&e.Article, e.Recognition)
	w.gather()
	w.prepare()
	return w
}

// ranker trains the passes one after the other.
func (t *trainer) ranker(ctx context.Context, examples []*Example) (*Model, error) {
	m := &Model{}
	for pass := range passes {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("training the resolver: %w", err)
		}
		var set rankSet
		for i, e := range examples {
			w := t.begin(i, e)
			for earlier := range pass {
				w.pass(m, earlier)
			}
			w.present(pass, pass == passes-1)
			for gi := range w.groups {
				set.add(w, gi, e)
			}
			t.resolver.end(w)
		}
		set.fit(&m.Passes[pass], t.options, pass)
	}
	return m, nil
}

// target is how right a candidate is for a group: the share of the group's known
// mentions that it is right for. Where one candidate is the very place, others
// nearby count half.
func (w *work) targets(gi int, e *Example) (targets []float32, known int) {
	g := &w.groups[gi]
	targets = make([]float32, g.to-g.from)
	for i, of := range w.of {
		if of != gi || !e.Truth[i].Known {
			continue
		}
		known++
		truth := &e.Truth[i]
		exact := w.exact(g, truth)
		at := vectorOf(truth.Point[0], truth.Point[1])
		for j := g.from; j < g.to; j++ {
			switch {
			case w.cands[j].ref == exact && w.cands[j].level != levelNearby:
				targets[j-g.from]++
			case exact == noRef && covers(w.gaz, w.cands[j].ref, truth.Point):
				targets[j-g.from]++
			case w.cands[j].at.km(at) <= hitKM && exact != noRef:
				targets[j-g.from] += .5
			case w.cands[j].at.km(at) <= hitKM:
				targets[j-g.from]++
			}
		}
	}
	for i := range targets {
		targets[i] /= float32(max(1, known))
	}
	return targets, known
}

// exact is the candidate that is the very place of gold, or NoRef.
func (w *work) exact(g *group, truth *Truth) gazetteer.Ref {
	if truth.ID == "" {
		return noRef
	}
	ref, ok := w.gaz.ByID(truth.ID)
	if !ok {
		return noRef
	}
	for _, c := range w.cands[g.from:g.to] {
		if c.ref == ref && c.level != levelNearby {
			return ref
		}
	}
	return noRef
}

// expected are the weights that training begins with and is drawn back to: what
// the text says in so many words should decide, also where the corpora have
// little of it because other features say the same.
var expected = [features]float64{
	fQualified: 4, fQualifiedElsewhere: -3, fWithinComma: 4, fWithinElsewhere: -3, fWithin: 2, fKindAgrees: 1, fKindDiffers: -1, fOffset: 1,
	fSaidAgrees: 1.5, fSaidDiffers: -1.5, fTwinAdmin1: -2, fTwinAdmin2: -1.5, fTwinTown: 1, fDatelineArea: -2,
	fHistoryNear: 4, fHistoryHome: 5, fNearbyNamed: -1,
}

// favourable are features that can only speak for a place: where the corpora weigh
// one against, others say its part twice.
var favourable = [...]feature{fHistoryCountry, fHistoryAdmin1, fHistoryNear, fHistoryHome, fPublisherCountry, fPublisherNear, fPublisherAdmin1, fSaidAgrees, fSentenceAdmin1}

// firm are features whose expected weights the corpora may hardly change: where a
// town and a province share their name they have little but New York and Quebec,
// and the volumes of the War of the Rebellion play in theatres, not in a
// newspaper's county.
var firm = [...]feature{fHistoryNear, fHistoryHome, fSaidAgrees, fSaidDiffers, fTwinAdmin1, fTwinAdmin2, fTwinTown, fDatelineArea}

// firmness is how much harder firm features are drawn to their expected weights.
const firmness = 50

// rankSet is the training data of one pass.
type rankSet struct {
	rows    []row
	targets []float32
	lists   []rankList
}

type rankList struct {
	corpus   string
	from, to int
	weight   float64
}

func (s *rankSet) add(w *work, gi int, e *Example) {
	g := &w.groups[gi]
	targets, known := w.targets(gi, e)
	right, wrong := false, false
	for _, t := range targets {
		right, wrong = right || t > 0, wrong || t < 1
	}
	if !right || !wrong {
		return
	}
	from := len(s.rows)
	s.rows = append(s.rows, w.rows[g.from:g.to]...)
	s.targets = append(s.targets, targets...)
	s.lists = append(s.lists, rankList{e.Corpus, from, len(s.rows), math.Sqrt(float64(known))})
}

// fit finds the weights by Adam (Kingma and Ba 2015) on the whole set.
func (s *rankSet) fit(weights *row, o TrainOptions, pass int) {
	total := s.balance(o.weight)
	frozen := frozenFeatures(o.Without, pass)
	var gradient, first, second [features]float64
	x := expected
	for f := range features {
		if frozen[f] {
			x[f] = 0
		}
	}
	var scores []float64
	for step := 1; step <= o.Steps; step++ {
		for f := range features {
			gradient[f] = 2 * o.L2 * (x[f] - expected[f])
			weights[f] = float32(x[f])
		}
		for _, f := range firm {
			gradient[f] *= firmness
		}
		for _, l := range s.lists {
			scores = s.descend(l, weights, scores, &gradient, total)
		}
		rate := .08 * (1 - .9*float64(step)/float64(o.Steps))
		for f := range features {
			if frozen[f] {
				continue
			}
			first[f] = .9*first[f] + .1*gradient[f]
			second[f] = .999*second[f] + .001*gradient[f]*gradient[f]
			a := first[f] / (1 - math.Pow(.9, float64(step)))
			b := second[f] / (1 - math.Pow(.999, float64(step)))
			x[f] -= rate * a / (math.Sqrt(b) + 1e-8)
		}
		for _, f := range favourable {
			x[f] = max(0, x[f])
		}
	}
	for f := range features {
		weights[f] = float32(x[f])
	}
}

// weight is the factor of a corpus.
func (o *TrainOptions) weight(corpus string) float64 {
	if x, ok := o.Weights[corpus]; ok {
		return x
	}
	if corpus == MadeCorpus {
		return .5
	}
	return 1
}

// balance weighs each corpus by the root of its size, so that a large one does
// not drown the others, times its factor, and returns the sum of the weights.
func (s *rankSet) balance(factor func(corpus string) float64) (total float64) {
	sums := map[string]float64{}
	for _, l := range s.lists {
		sums[l.corpus] += l.weight
	}
	for i := range s.lists {
		l := &s.lists[i]
		l.weight *= factor(l.corpus) / math.Sqrt(sums[l.corpus])
		total += l.weight
	}
	return total
}

// descend adds one list's gradient.
func (s *rankSet) descend(l rankList, weights *row, p []float64, gradient *[features]float64, total float64) []float64 {
	p = p[:0]
	most := math.Inf(-1)
	for i := l.from; i < l.to; i++ {
		p = append(p, float64(dot(weights, &s.rows[i])))
		most = math.Max(most, p[i-l.from])
	}
	var sum, right float64
	for i := range p {
		p[i] = math.Exp(p[i] - most)
		sum += p[i]
		right += p[i] * float64(s.targets[l.from+i])
	}
	for i := range p {
		d := p[i]/sum - p[i]*float64(s.targets[l.from+i])/math.Max(right, 1e-12)
		d *= l.weight / total
		if d > -1e-9 && d < 1e-9 {
			continue
		}
		r := &s.rows[l.from+i]
		for f := range r {
			gradient[f] += d * float64(r[f])
		}
	}
	return p
}

// frozenFeatures are those that a pass does not see or that an ablation leaves
// out.
func frozenFeatures(without []string, pass int) (frozen [features]bool) {
	for f := range features {
		frozen[f] = pass == 0 && f >= firstContext
		for _, name := range without {
			n := featureNames[f]
			if n == name || len(n) > len(name) && n[:len(name)] == name && n[len(name)] == '.' {
				frozen[f] = true
			}
		}
	}
	return frozen
}
