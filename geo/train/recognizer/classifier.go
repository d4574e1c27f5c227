package recognizer

import (
	"math"
	"math/rand/v2"

	"dateline/geo"
	"dateline/geo/eval/suite"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/tagger"
)

// example is a training example of a binary classifier: the indexes of the features' weights and the
// class.
type example struct {
	features []uint32
	positive bool
	// offset is added to the sum of the weights.
	offset float32
}

func newExample(features []tagger.Feature, size int, positive bool) example {
	ex := example{features: make([]uint32, len(features)), positive: positive}
	for k, f := range features {
		ex.features[k] = tagger.WeightIndex(f, size)
	}
	return ex
}

// fitLogistic fits the given number of weights of a logistic classifier by AdaGrad. The seed determines
// the order of the examples.
func fitLogistic(examples []example, size, epochs int, decay float32, seed uint64) []float32 {
	w, squares := make([]float32, size), make([]float32, size)
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
			residual := -1 / (1 + exp(-sum))
			if ex.positive {
				residual++
			}
			for _, f := range ex.features {
				g := residual - decay*w[f]
				squares[f] += g * g
				w[f] += rate * g / (0.5 + float32(math.Sqrt(float64(squares[f]))))
			}
		}
	}
	return w
}

// mentionTrainer trains the mention, context and role classifiers of a model on gold articles.
type mentionTrainer struct {
	model    *tagger.Model
	gaz      *gazetteer.Gazetteer
	articles []trainingDocument
}

// trainingDocument is a text with its candidates as training examples.
type trainingDocument struct {
	doc *tagger.Document
	// mention has an example for each candidate, except those that overlap only ignored mentions;
	// candidates are their indexes.
	mention    []example
	candidates []int
	role       []example
}

// add adds a gold article.
func (t *mentionTrainer) add(gold *goldArticle) {
	t.articles = append(t.articles, t.prepare(newArticle(gold)))
}

// addSynthetic adds the training half of the behavioral suite, n sentences of each kind. Its places
// are drawn from the whole gazetteer, and it has names of persons, ships and firms that resemble places.
func (t *mentionTrainer) addSynthetic(n int) {
	if n == 0 {
		return
	}
	docs := suite.Articles(t.gaz, suite.Generate(t.gaz, suite.Train, n))
	for i := range docs {
		a := newArticle(&goldArticle{docs[i], "synthetic"})
		if i%hiddenCases == 0 {
			for _, m := range a.mentions {
				if !m.ignore {
					a.hidden = append(a.hidden, m.Span)
				}
			}
		}
		t.articles = append(t.articles, t.prepare(a))
	}
}

// hiddenCases is the number of synthetic sentences of which one has its places hidden from the features
// of the gazetteer, like villages that no gazetteer contains.
const hiddenCases = 10

// prepare runs the CRF on a text and makes the examples of its candidates.
func (t *mentionTrainer) prepare(a *article) trainingDocument {
	d := tagger.NewDocument(t.gaz)
	d.Read(t.model, a.text)
	hideNames(&d.Extractor, a.hidden)
	d.Propose(t.model)
	d.CountPhrases()
	out := trainingDocument{doc: d}
	best := bestCandidates(d, a.mentions)
	positive, ignored := make([]bool, len(d.Candidates)), make([]bool, len(d.Candidates))
	var features []tagger.Feature
	for j, m := range a.mentions {
		switch {
		case m.ignore:
			for i := range d.Candidates {
				ignored[i] = ignored[i] || d.Span(&d.Candidates[i]).Overlaps(m.Span)
			}
		case best[j] >= 0:
			positive[best[j]] = true
			if m.role != "" {
				features = d.RoleFeatures(features[:0], &d.Candidates[best[j]])
				out.role = append(out.role, newExample(features, tagger.RoleWeights, m.role == geo.RoleAssociative))
			}
		}
	}
	for i := range d.Candidates {
		if ignored[i] && !positive[i] {
			continue
		}
		features = d.MentionFeatures(features[:0], &d.Candidates[i])
		out.mention = append(out.mention, newExample(features, tagger.MentionWeights, positive[i]))
		out.candidates = append(out.candidates, i)
	}
	return out
}

// bestCandidates returns for each gold mention the index of the candidate with the largest Jaccard index
// of their spans, or -1.
func bestCandidates(d *tagger.Document, gold []goldMention) []int {
	best := make([]int, len(gold))
	for j, m := range gold {
		top := 0.0
		best[j] = -1
		for i := range d.Candidates {
			s := d.Span(&d.Candidates[i])
			if !s.Overlaps(m.Span) {
				continue
			}
			shared := min(s.End, m.End) - max(s.Start, m.Start)
			if jaccard := float64(shared) / float64(s.Len()+m.Len()-shared); jaccard > top {
				top, best[j] = jaccard, i
			}
		}
	}
	return best
}

// fit fits the classifiers to the articles that use selects by index. The context classifier is fitted
// to the scores of mention classifiers that were not trained on the same articles.
func (t *mentionTrainer) fit(use func(int) bool) {
	var context []example
	for fold := range contextFolds {
		weights := t.fitMention(func(i int) bool { return use(i) && i%contextFolds != fold })
		for i := range t.articles {
			if use(i) && i%contextFolds == fold {
				context = t.articles[i].appendContext(context, weights)
			}
		}
	}
	t.model.Context = fitLogistic(context, tagger.ContextWeights, mentionEpochs, mentionDecay, 1)
	t.model.Mention = t.fitMention(use)
	t.model.Role = t.fitRole(use)
}

// fitMention returns the weights of a mention classifier for the selected articles.
func (t *mentionTrainer) fitMention(use func(int) bool) []float32 {
	var examples []example
	for i := range t.articles {
		if use(i) {
			examples = append(examples, t.articles[i].mention...)
		}
	}
	return fitMean(examples, tagger.MentionWeights, mentionEpochs, mentionDecay, mentionRuns)
}

// fitRole returns the mean weights of role classifiers for the selected articles.
func (t *mentionTrainer) fitRole(use func(int) bool) []float32 {
	var examples []example
	for i := range t.articles {
		if use(i) {
			examples = append(examples, t.articles[i].role...)
		}
	}
	return fitMean(examples, tagger.RoleWeights, roleEpochs, roleDecay, roleRuns)
}

// fitMean returns the mean weights of classifiers with different orders of examples, whose errors are
// smaller than those of one.
func fitMean(examples []example, size, epochs int, decay float32, runs int) []float32 {
	mean := make([]float32, size)
	for run := range runs {
		for f, w := range fitLogistic(examples, size, epochs, decay, uint64(run+1)) {
			mean[f] += w / float32(runs)
		}
	}
	return mean
}

// appendContext appends to dst the examples of the context classifier, with the scores of a mention
// classifier as offsets.
func (d *trainingDocument) appendContext(dst []example, weights []float32) []example {
	d.doc.ScoreCandidates(weights)
	var features []tagger.Feature
	for k, i := range d.candidates {
		c := &d.doc.Candidates[i]
		features = d.doc.ContextFeatures(features[:0], c)
		ex := newExample(features, tagger.ContextWeights, d.mention[k].positive)
		ex.offset = c.Score()
		dst = append(dst, ex)
	}
	return dst
}
