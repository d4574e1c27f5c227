package recognizer

import (
	"context"

	"dateline/geo"
	"dateline/geo/eval"
	"dateline/geo/internal/tagger"
	"dateline/geo/recognize"
)

// Prediction has the predicted mentions of the gold documents of a corpus, by classifiers that were
// not trained on them.
type Prediction struct {
	Corpus          string
	Gold, Predicted []eval.Document
}

// CrossValidate predicts the mentions of the gold files: the classifiers are trained on all folds but
// one of the files of o.Gold and predict that one; they are trained on all of o.Gold to predict the
// held-out files. The CRF is that of the given model file, which is not trained again.
func CrossValidate(ctx context.Context, model []byte, o Options, heldOut []string, folds int) ([]Prediction, error) {
	m, err := tagger.Decode(model)
	if err != nil {
		return nil, err
	}
	gold, err := readGold(o.Gold)
	if err != nil {
		return nil, err
	}
	trained := len(gold)
	rest, err := readGold(heldOut)
	if err != nil {
		return nil, err
	}
	gold = append(gold, rest...)
	t := &mentionTrainer{model: m, gaz: o.Gazetteer}
	for i := range trained {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		t.add(&gold[i])
	}
	t.addSynthetic(o.Synthetic)
	found := make([][]eval.Toponym, len(gold))
	for fold := range folds + 1 { // the last one is that of the held-out files
		t.fit(func(i int) bool { return i >= trained || i%folds != fold })
		predict, err := predictor(ctx, m, o)
		if err != nil {
			return nil, err
		}
		for i := range gold {
			if i < trained && i%folds != fold || i >= trained && fold < folds {
				continue
			}
			if found[i], err = predict(&gold[i]); err != nil {
				return nil, err
			}
		}
	}
	return byCorpus(gold, found), nil
}

// predictor returns a function that predicts the mentions of a gold article with model m.
func predictor(ctx context.Context, m *tagger.Model, o Options) (func(*goldArticle) ([]eval.Toponym, error), error) {
	model, err := recognize.LoadModel(m.Encode())
	if err != nil {
		return nil, err
	}
	r := recognize.New(model, o.Gazetteer)
	return func(gold *goldArticle) ([]eval.Toponym, error) {
		a := geo.Article{Text: gold.Text, Language: "en"}
		rec, err := r.Recognize(ctx, &a)
		if err != nil {
			return nil, err
		}
		return eval.FromMentions(a.Text, rec.Mentions), nil
	}, nil
}

// byCorpus groups the predictions by corpus, in the order of the gold articles.
func byCorpus(gold []goldArticle, found [][]eval.Toponym) (out []Prediction) {
	for i := range gold {
		if i == 0 || gold[i].corpus != gold[i-1].corpus {
			out = append(out, Prediction{Corpus: gold[i].corpus})
		}
		p := &out[len(out)-1]
		p.Gold = append(p.Gold, gold[i].Document)
		p.Predicted = append(p.Predicted, eval.Document{ID: gold[i].ID, Toponyms: found[i]})
	}
	return out
}
