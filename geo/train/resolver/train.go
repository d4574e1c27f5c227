package resolver

import (
	"context"
	"fmt"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/rank"
	"dateline/geo/internal/rank/history"
	"dateline/geo/resolve"
)

// Options are the options of [Train]. The zero value has the hyperparameters of the
// default model.
type Options struct {
	// Steps is the number of full-batch gradient steps of each pass.
	Steps int
	// L2 is the weight of the L2 penalty.
	L2 float64
	// Folds is the number of folds over which the calibration's training examples
	// are computed.
	Folds int
	// History trains the features of the publisher's other articles, as resolved by
	// a first model. They are left out of every second example, so that the model
	// also works without them.
	History bool
	// Ablate contains names of features, or the first part of several names, whose
	// weights are kept at zero.
	Ablate []string
	// CorpusWeights are factors of the corpora's weights. The default is 1, and 0.5
	// for SyntheticCorpus.
	CorpusWeights map[string]float64
	// Version is the name of the training run.
	Version string
}

// withDefaults returns the options with the default hyperparameters.
func (o Options) withDefaults() Options {
	if o.Steps == 0 {
		o.Steps = 250
	}
	if o.L2 == 0 {
		o.L2 = 2e-4
	}
	if o.Folds == 0 {
		o.Folds = 4
	}
	return o
}

// corpusWeight returns the factor of a corpus.
func (o *Options) corpusWeight(corpus string) float64 {
	if x, ok := o.CorpusWeights[corpus]; ok {
		return x
	}
	if corpus == SyntheticCorpus {
		return .5
	}
	return 1
}

// Train fits a model: for each pass a listwise softmax ranker, whose loss is the
// negative log probability of correct candidates, and then a logistic calibration, on
// the answers of rankers that were not trained on the article. It is deterministic.
func Train(ctx context.Context, g *gazetteer.Gazetteer, examples []Example, o Options) (*resolve.Model, error) {
	if len(examples) == 0 {
		return nil, geo.Errorf(geo.ErrInput, "there are no examples to train the resolver on")
	}
	t := &trainer{options: o.withDefaults(), analyzer: rank.NewAnalyzer(g)}
	all := make([]*Example, len(examples))
	for i := range examples {
		all[i] = &examples[i]
	}
	if o.History {
		if err := t.buildHistory(ctx, all); err != nil {
			return nil, err
		}
	}
	weights := calibrationWeights(examples, &t.options)
	var answers []answer
	for fold := range t.options.Folds {
		var in, out []*Example
		for i, e := range all {
			if i%t.options.Folds == fold {
				out = append(out, e)
			} else {
				in = append(in, e)
			}
		}
		m, err := t.trainRanker(ctx, in)
		if err != nil {
			return nil, err
		}
		answers = t.scoreHeldOut(answers, m, out, weights)
	}
	m, err := t.trainRanker(ctx, all)
	if err != nil {
		return nil, err
	}
	m.Version = o.Version
	if m.Calibration, err = fitCalibration(answers); err != nil {
		return nil, err
	}
	return m, nil
}

// trainer is the state shared by the steps of a training run.
type trainer struct {
	options  Options
	analyzer *rank.Analyzer
	history  *history.History // nil without history
}

// buildHistory trains a model without history and builds the history from its answers.
func (t *trainer) buildHistory(ctx context.Context, examples []*Example) error {
	m, err := t.trainRanker(ctx, examples)
	if err != nil {
		return err
	}
	m.SetUncalibrated()
	h := history.New(t.analyzer.Gazetteer())
	r := resolve.New(m, t.analyzer.Gazetteer())
	for _, e := range examples {
		p := &geo.Parsed{Article: e.Article, Mentions: e.Recognition.Mentions}
		if p.Resolutions, _, err = r.Resolve(ctx, &e.Article, e.Recognition); err != nil {
			return err
		}
		h.Add(p)
	}
	h.Finalize()
	t.history = h
	return nil
}

// analyze analyzes example number i, with the publisher's history if i is even.
func (t *trainer) analyze(i int, e *Example) *rank.Document {
	if i%2 == 0 {
		return t.analyzer.Analyze(&e.Article, e.Recognition, t.history)
	}
	return t.analyzer.Analyze(&e.Article, e.Recognition, nil)
}

// trainRanker trains the passes one after the other.
func (t *trainer) trainRanker(ctx context.Context, examples []*Example) (*resolve.Model, error) {
	m := &resolve.Model{}
	for pass := range m.Passes {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("training the resolver: %w", err)
		}
		var set rankingSet
		for i, e := range examples {
			d := t.analyze(i, e)
			for earlier := range pass {
				d.RunPass(m, earlier)
			}
			d.PreparePass(pass)
			for gi := range d.Clusters {
				set.add(d, gi, e)
			}
			t.analyzer.Release(d)
		}
		set.fit(&m.Passes[pass], &t.options, pass)
	}
	return m, nil
}
