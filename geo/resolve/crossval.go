package resolve

import (
	"context"
	"fmt"

	"dateline/geo"
	"dateline/geo/eval"
	"dateline/geo/gazetteer"
)

// Set is a corpus with its examples, one for each document.
type Set struct {
	Corpus string
	Docs   []eval.Document
	// Examples are learnt from; what is measured are Measured, of the same
	// documents in the same order.
	Examples, Measured []Example
	// Trained says that models may learn from it; other sets are only measured.
	Trained bool
}

// CrossValidate measures models on documents that they were not trained on: each
// trained set by folds over its documents, the others by a model of all trained
// sets. What was made up is learnt from and not measured. It returns the predictions of each set by document, in the order of the
// sets.
func CrossValidate(ctx context.Context, g *gazetteer.Gazetteer, sets []Set, folds int, o TrainOptions) ([]map[string][]eval.Toponym, error) {
	predicted := make([]map[string][]eval.Toponym, len(sets))
	for i := range predicted {
		predicted[i] = map[string][]eval.Toponym{}
	}
	for fold := range folds + 1 { // the last is for the sets not trained on
		var in []Example
		out := make([]map[string]bool, len(sets)) // the documents that are measured
		for i := range sets {
			s := &sets[i]
			out[i] = map[string]bool{}
			for k, e := range s.Examples {
				switch {
				case s.Corpus == MadeCorpus:
					in = append(in, e)
				case s.Trained && k%folds != fold:
					in = append(in, e)
				case s.Trained && fold < folds || !s.Trained && fold == folds:
					out[i][e.Article.ID] = true
				}
			}
		}
		m, err := Train(ctx, g, in, o)
		if err != nil {
			return nil, err
		}
		for i := range sets {
			if len(out[i]) == 0 {
				continue
			}
			p, err := Predict(ctx, New(m, g), sets[i].Measured, o.History)
			if err != nil {
				return nil, err
			}
			for id := range out[i] {
				predicted[i][id] = p[id]
			}
		}
	}
	return predicted, nil
}

// Predict resolves examples as [eval.Score] takes them; with history, a second
// time in the light of the publishers' other articles among them.
func Predict(ctx context.Context, r *Resolver, examples []Example, history bool) (map[string][]eval.Toponym, error) {
	parsed := make([]*geo.Parsed, len(examples))
	for i := range examples {
		e := &examples[i]
		p := &geo.Parsed{Article: e.Article, Mentions: e.Recognition.Mentions}
		var err error
		if p.Resolutions, p.Focus, err = r.Resolve(ctx, &e.Article, e.Recognition); err != nil {
			return nil, fmt.Errorf("resolving %s: %w", e.Article.ID, err)
		}
		parsed[i] = p
	}
	if history {
		if err := r.Revise(ctx, parsed, 1); err != nil {
			return nil, err
		}
	}
	out := make(map[string][]eval.Toponym, len(parsed))
	for _, p := range parsed {
		out[p.Article.ID] = eval.FromParsed(p)
	}
	return out, nil
}
