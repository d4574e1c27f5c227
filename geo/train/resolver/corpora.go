package resolver

import (
	"context"
	"path/filepath"

	"dateline/geo"
	"dateline/geo/eval"
	"dateline/geo/eval/suite"
	"dateline/geo/gazetteer"
)

// SyntheticCorpus is the name of the corpus of synthetic sentences, the training half of
// the behavioral suite (package suite).
const SyntheticCorpus = "synthetic"

// Corpus is a corpus with its examples, one for each document.
type Corpus struct {
	Name string
	Docs []eval.Document
	// Examples are for training, Eval for evaluation: the same documents in the same
	// order, which may have other mentions.
	Examples, Eval []Example
	// Train is set if models may be trained on the corpus.
	Train bool
}

// CorpusOptions are the options of [LoadCorpora].
type CorpusOptions struct {
	// WOTR is the folder of the War of the Rebellion corpus, or "".
	WOTR string
	// Train are gold files to train on, Eval those that are evaluated only.
	Train, Eval []string
	// Synthetic is the number of synthetic sentences of each kind to train on.
	Synthetic int
	// PredictedSpans evaluates on the recognizer's mentions instead of gold's, except
	// for WOTR.
	PredictedSpans bool
	// Mentions is a folder with predicted mentions, a file for each corpus, that
	// replace the recognizer's, or "". It implies PredictedSpans. The mentions should
	// be of recognizers that were not trained on the articles.
	Mentions string
	// Annotate are the steps of the parser between recognition and resolution.
	Annotate []Annotator
}

// LoadCorpora loads corpora for training and cross-validation.
func LoadCorpora(ctx context.Context, r Recognizer, g *gazetteer.Gazetteer, o CorpusOptions) ([]Corpus, error) {
	var corpora []Corpus
	if o.Synthetic > 0 {
		c := Corpus{Name: SyntheticCorpus, Docs: suite.Documents(g, suite.Generate(g, suite.Train, o.Synthetic)), Train: true}
		var err error
		if c.Examples, err = Examples(ctx, r, c.Docs, c.Name, true, o.Annotate); err != nil {
			return nil, err
		}
		corpora = append(corpora, c)
	}
	for i, path := range append(append([]string(nil), o.Train...), o.Eval...) {
		c, err := loadGold(ctx, r, path, &o)
		if err != nil {
			return nil, err
		}
		c.Train = i < len(o.Train)
		corpora = append(corpora, c)
	}
	if o.WOTR == "" {
		return corpora, nil
	}
	docs, err := ReadWOTR(o.WOTR, "train")
	if err != nil {
		return nil, err
	}
	examples, err := Examples(ctx, r, docs, "wotr", true, o.Annotate)
	if err != nil {
		return nil, err
	}
	return append(corpora, Corpus{Name: "wotr", Docs: docs, Examples: examples, Eval: examples, Train: true}), nil
}

// loadGold loads the corpus in a gold file.
func loadGold(ctx context.Context, r Recognizer, path string, o *CorpusOptions) (Corpus, error) {
	docs, err := eval.ReadFile(path)
	if err != nil {
		return Corpus{}, err
	}
	c := Corpus{Name: eval.CorpusName(path), Docs: docs}
	if o.Mentions != "" {
		predicted, err := eval.ReadFile(filepath.Join(o.Mentions, c.Name+".jsonl"))
		if err != nil {
			return Corpus{}, err
		}
		r = precomputedRecognizer{r, eval.ByID(predicted)}
	}
	if c.Examples, err = Examples(ctx, r, docs, c.Name, true, o.Annotate); err != nil {
		return Corpus{}, err
	}
	c.Eval = c.Examples
	if o.PredictedSpans || o.Mentions != "" {
		if c.Eval, err = Examples(ctx, r, docs, c.Name, false, o.Annotate); err != nil {
			return Corpus{}, err
		}
	}
	return c, nil
}

// TrainingExamples returns the examples of the corpora that models may be trained on.
func TrainingExamples(corpora []Corpus) []Example {
	var in []Example
	for _, c := range corpora {
		if c.Train {
			in = append(in, c.Examples...)
		}
	}
	return in
}

// precomputedRecognizer is a recognizer whose mentions are replaced by predicted ones,
// by document id.
type precomputedRecognizer struct {
	Recognizer
	predicted map[string][]eval.Toponym
}

// Recognize implements [Recognizer].
func (p precomputedRecognizer) Recognize(ctx context.Context, a *geo.Article) (*geo.Recognition, error) {
	rec, err := p.Recognizer.Recognize(ctx, a)
	if err != nil {
		return nil, err
	}
	toponyms, ok := p.predicted[a.ID]
	if !ok {
		return nil, geo.Errorf(geo.ErrNotFound, "the predicted mentions contain no document %q", a.ID)
	}
	d := eval.Document{Text: a.Text, Toponyms: toponyms}
	rec.Mentions = rec.Mentions[:0]
	for i, span := range d.Spans() {
		t := &toponyms[i]
		rec.Mentions = append(rec.Mentions, geo.Mention{
			Span: span, Phrase: span.Text(a.Text), Role: t.Role, Association: t.Association, Recognized: t.Recognized, Passage: sentenceOf(rec, span),
		})
	}
	return rec, nil
}
