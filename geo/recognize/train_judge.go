package recognize

import (
	"math"
	"math/rand/v2"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

// example is one decision to learn: features and answer.
type example struct {
	features []uint32
	yes      bool
	// offset is added to the sum of the weights.
	offset float32
}

// fitLogistic fits a logistic classifier over size hashed weights by AdaGrad.
func fitLogistic(examples []example, size, epochs int, decay float32, seed uint64) []float32 {
	w, q := make([]float32, size), make([]float32, size)
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	rng := rand.New(rand.NewPCG(seed, 4))
	for e := range epochs {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		rate := float32(0.12) / (1 + 0.25*float32(e))
		for _, i := range order {
			ex := &examples[i]
			sum := ex.offset
			for _, f := range ex.features {
				sum += w[f]
			}
			d := -sigmoid(sum)
			if ex.yes {
				d++
			}
			for _, f := range ex.features {
				g := d - decay*w[f]
				q[f] += g * g
				w[f] += rate * g / (0.5 + float32(math.Sqrt(float64(q[f]))))
			}
		}
	}
	return w
}

// teacher teaches the second pass and the roles from gold articles.
type teacher struct {
	model   *Model
	swapper *swapper // nil: no twins
	lessons []lesson
}

// lesson is one gold article, seen by the first pass.
type lesson struct {
	gold *goldArticle
	work *work
	// judge holds an example for each candidate but those that overlap only
	// ignored mentions; of holds their indexes.
	judge []example
	of    []int
	role  []example
	// twins are the same article with other places in it.
	twins []lesson
}

// all calls f with the lesson and its twins.
func (l *lesson) all(f func(*lesson)) {
	f(l)
	for i := range l.twins {
		f(&l.twins[i])
	}
}

// swapTwins is how many times a gold article is learnt from with other places.
const swapTwins = 1

// look lets the first pass see an article, and twins of it, and makes examples of
// them.
func (t *teacher) look(gold *goldArticle, gaz *gazetteer.Gazetteer) {
	l := t.lessonOf(gold, gaz)
	if t.swapper != nil {
		for range swapTwins {
			twin := t.swapper.swapArticle(gold)
			l.twins = append(l.twins, t.lessonOf(&twin, gaz))
		}
	}
	t.lessons = append(t.lessons, l)
}

func (t *teacher) lessonOf(gold *goldArticle, gaz *gazetteer.Gazetteer) lesson {
	w := &work{namer: namer{gaz: gaz}}
	w.read(t.model, gold.text)
	w.hide(gold.hidden)
	w.see(t.model)
	w.propose()
	w.count()
	l := lesson{gold: gold, work: w}
	best := w.match(gold.mentions)
	yes, skip := make([]bool, len(w.candidates)), make([]bool, len(w.candidates))
	for j, g := range gold.mentions {
		if g.ignore {
			for i := range w.candidates {
				skip[i] = skip[i] || w.span(&w.candidates[i]).Overlaps(g.Span)
			}
		} else if best[j] >= 0 {
			yes[best[j]] = true
			if g.role != "" {
				w.features = w.roleFeatures(w.features[:0], &w.candidates[best[j]])
				l.role = append(l.role, newExample(w.features, roleSize, g.role == geo.RoleAssociative))
			}
		}
	}
	for i := range w.candidates {
		if skip[i] && !yes[i] {
			continue
		}
		w.features = w.judgeFeatures(w.features[:0], &w.candidates[i])
		l.judge = append(l.judge, newExample(w.features, judgeSize, yes[i]))
		l.of = append(l.of, i)
	}
	return l
}

// match returns for each gold mention the candidate that fits it best, or -1.
func (w *work) match(gold []goldMention) []int {
	best := make([]int, len(gold))
	for j, g := range gold {
		fit := 0.0
		best[j] = -1
		for i := range w.candidates {
			s := w.span(&w.candidates[i])
			if !s.Overlaps(g.Span) {
				continue
			}
			shared := min(s.End, g.End) - max(s.Start, g.Start)
			if u := float64(shared) / float64(s.Len()+g.Len()-shared); u > fit {
				fit, best[j] = u, i
			}
		}
	}
	return best
}

func newExample(features []feature, size int, yes bool) example {
	ex := example{features: make([]uint32, len(features)), yes: yes}
	for k, h := range features {
		ex.features[k] = uint32(h >> 32 & uint64(size-1))
	}
	return ex
}

// teach fits the model's classifiers to the lessons that use selects by index.
// The second look is taught on articles that the first has not learnt from.
func (t *teacher) teach(use func(int) bool) {
	var second []example
	for part := range secondParts {
		judge := t.fitJudge(func(i int) bool { return use(i) && i%secondParts != part })
		for i := range t.lessons {
			if use(i) && i%secondParts == part {
				t.lessons[i].all(func(l *lesson) { second = l.look(second, judge) })
			}
		}
	}
	t.model.second = fitLogistic(second, secondSize, judgeEpochs, judgeDecay, 1)
	t.model.judge = t.fitJudge(use)
	var role []example
	for i := range t.lessons {
		if use(i) {
			t.lessons[i].all(func(l *lesson) { role = append(role, l.role...) })
		}
	}
	t.model.role = make([]float32, roleSize)
	for run := range roleRuns {
		for f, w := range fitLogistic(role, roleSize, roleEpochs, roleDecay, uint64(run+1)) {
			t.model.role[f] += w / roleRuns
		}
	}
}

func (t *teacher) fitJudge(use func(int) bool) []float32 {
	var judge []example
	for i := range t.lessons {
		if use(i) {
			t.lessons[i].all(func(l *lesson) { judge = append(judge, l.judge...) })
		}
	}
	return fitLogistic(judge, judgeSize, judgeEpochs, judgeDecay, 1)
}

// look appends to dst the examples of the second look, as the first judges.
func (l *lesson) look(dst []example, judge []float32) []example {
	w := l.work
	w.count()
	for i := range w.candidates {
		w.features = w.judgeFeatures(w.features[:0], &w.candidates[i])
		w.candidates[i].alone = weigh(judge, w.features)
	}
	w.gather()
	for k, i := range l.of {
		c := &w.candidates[i]
		w.features = w.secondFeatures(w.features[:0], c)
		ex := newExample(w.features, secondSize, l.judge[k].yes)
		ex.offset = c.alone
		dst = append(dst, ex)
	}
	return dst
}
