package resolver

import (
	"context"
	"fmt"

	"dateline/geo"
	"dateline/geo/eval"
	"dateline/geo/gazetteer"
	"dateline/geo/resolve"
)

// CrossValidate returns predictions for documents that the model was not trained on: of
// each training corpus by folds over its documents, of the others with a model of all
// training corpora. The synthetic corpus is trained on and not evaluated. The
// predictions are by corpus, in the order given, and document id.
func CrossValidate(ctx context.Context, g *gazetteer.Gazetteer, corpora []Corpus, folds int, o Options) ([]map[string][]eval.Toponym, error) {
	predicted := make([]map[string][]eval.Toponym, len(corpora))
	for i := range predicted {
		predicted[i] = map[string][]eval.Toponym{}
	}
	for fold := range folds + 1 { // the last is for the corpora that are not trained on
		in, out := split(corpora, folds, fold)
		m, err := Train(ctx, g, in, o)
		if err != nil {
			return nil, err
		}
		for i := range corpora {
			if len(out[i]) == 0 {
				continue
			}
			p, err := Predict(ctx, resolve.New(m, g), corpora[i].Eval, o.History)
			if err != nil {
				return nil, err
			}
			for _, id := range out[i] {
				predicted[i][id] = p[id]
			}
		}
	}
	return predicted, nil
}

// split returns the training examples of a fold and the ids of the held-out documents
// by corpus.
func split(corpora []Corpus, folds, fold int) (in []Example, out [][]string) {
	out = make([][]string, len(corpora))
	for i := range corpora {
		c := &corpora[i]
		for k, e := range c.Examples {
			switch {
			case c.Name == SyntheticCorpus, c.Train && k%folds != fold:
				in = append(in, e)
			case c.Train && fold < folds || !c.Train && fold == folds:
				out[i] = append(out[i], e.Article.ID)
			}
		}
	}
	return in, out
}

// Predict resolves examples and returns the predictions by document id, as [eval.Score]
// takes them. With history they are revised as a batch.
func Predict(ctx context.Context, r *resolve.Resolver, examples []Example, history bool) (map[string][]eval.Toponym, error) {
	parsed := make([]*geo.Parsed, len(examples))
	for i := range examples {
		e := &examples[i]
		p := &geo.Parsed{Article: e.Article, Mentions: e.Recognition.Mentions}
		var err error
		if p.Resolutions, p.Focus, err = r.Resolve(ctx, &e.Article, e.Recognition); err != nil {
			return nil, err
		}
		parsed[i] = p
	}
	if history {
		if err := r.Revise(ctx, parsed, 1); err != nil {
			return nil, fmt.Errorf("predicting with history: %w", err)
		}
	}
	out := make(map[string][]eval.Toponym, len(parsed))
	for _, p := range parsed {
		out[p.Article.ID] = eval.FromParsed(p)
	}
	return out, nil
}
