package resolve

import (
	"context"
	"path/filepath"

	"dateline/geo"
	"dateline/geo/eval"
	"dateline/geo/gazetteer"
)

// SetOptions say which corpora to read, for [ReadSets].
type SetOptions struct {
	// Rebellion is the folder of the War Of The Rebellion corpus, or empty.
	Rebellion string
	// Train are files of gold documents to learn from, Measure such that are
	// only measured.
	Train, Measure []string
	// Made is the number of [MadeReports] to learn from too.
	Made int
	// FoundSpans measures on the recogniser's mentions instead of gold's, but
	// for War Of The Rebellion.
	FoundSpans bool
	// Mentions is a folder of mentions found, a file for each corpus, that stand
	// in for what the recogniser finds: those of recognisers that had not learnt
	// from the articles. They are measured on as with FoundSpans.
	Mentions string
	// Annotate are a parser's steps between recognition and resolution.
	Annotate []func(*geo.Article, *geo.Recognition)
}

// Recognizer finds the mentions of an article.
type Recognizer interface {
	Recognize(ctx context.Context, a *geo.Article) (*geo.Recognition, error)
}

// ReadSets reads corpora for training and cross-validation.
func ReadSets(ctx context.Context, r Recognizer, g *gazetteer.Gazetteer, o SetOptions) ([]Set, error) {
	var sets []Set
	if o.Made > 0 {
		s := Set{Corpus: MadeCorpus, Docs: MadeReports(g, o.Made), Trained: true}
		var err error
		if s.Examples, err = Examples(ctx, r, s.Docs, s.Corpus, true, o.Annotate); err != nil {
			return nil, err
		}
		sets = append(sets, s)
	}
	for i, path := range append(append([]string(nil), o.Train...), o.Measure...) {
		docs, err := eval.ReadFile(path)
		if err != nil {
			return nil, err
		}
		s := Set{Corpus: eval.CorpusName(path), Docs: docs, Trained: i < len(o.Train)}
		from := r
		if o.Mentions != "" {
			said, err := eval.ReadFile(filepath.Join(o.Mentions, s.Corpus+".jsonl"))
			if err != nil {
				return nil, err
			}
			from = told{r, eval.ByID(said)}
		}
		if s.Examples, err = Examples(ctx, from, docs, s.Corpus, true, o.Annotate); err != nil {
			return nil, err
		}
		s.Measured = s.Examples
		if o.FoundSpans || o.Mentions != "" {
			if s.Measured, err = Examples(ctx, from, docs, s.Corpus, false, o.Annotate); err != nil {
				return nil, err
			}
		}
		sets = append(sets, s)
	}
	if o.Rebellion == "" {
		return sets, nil
	}
	docs, err := ReadWarOfTheRebellion(o.Rebellion, "train")
	if err != nil {
		return nil, err
	}
	examples, err := Examples(ctx, r, docs, "wotr", true, o.Annotate)
	if err != nil {
		return nil, err
	}
	return append(sets, Set{Corpus: "wotr", Docs: docs, Examples: examples, Measured: examples, Trained: true}), nil
}

// told is a recogniser whose mentions are replaced by what was found before, by
// document.
type told struct {
	Recognizer
	said map[string][]eval.Toponym
}

// Recognize implements [Recognizer].
func (t told) Recognize(ctx context.Context, a *geo.Article) (*geo.Recognition, error) {
	rec, err := t.Recognizer.Recognize(ctx, a)
	if err != nil {
		return nil, err
	}
	said, ok := t.said[a.ID]
	if !ok {
		return nil, geo.Errorf(geo.ErrNotFound, "looking for the mentions of %q", a.ID)
	}
	d := eval.Document{Text: a.Text, Toponyms: said}
	rec.Mentions = rec.Mentions[:0]
	for i, span := range d.Spans() {
		s := &said[i]
		rec.Mentions = append(rec.Mentions, geo.Mention{
			Span: span, Phrase: span.Text(a.Text), Role: s.Role, Association: s.Association, Recognized: s.Recognized, Passage: sentenceOf(rec, span),
		})
	}
	return rec, nil
}

// TrainedOn gathers the examples of the sets that are for training.
func TrainedOn(sets []Set) []Example {
	var in []Example
	for _, s := range sets {
		if s.Trained {
			in = append(in, s.Examples...)
		}
	}
	return in
}
