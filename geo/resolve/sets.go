package resolve

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"dateline/geo"
	"dateline/geo/eval"
)

// SetOptions say which corpora to read, for [ReadSets].
type SetOptions struct {
	// Rebellion is the folder of the War Of The Rebellion corpus, or empty.
	Rebellion string
	// Train are files of gold documents to learn from, Measure such that are
	// only measured.
	Train, Measure []string
	// FoundSpans takes the recogniser's mentions instead of gold's, but for War
	// Of The Rebellion.
	FoundSpans bool
}

// ReadSets reads corpora for training and cross-validation.
func ReadSets(ctx context.Context, r geo.Recognizer, o SetOptions) ([]Set, error) {
	var sets []Set
	for i, path := range append(append([]string(nil), o.Train...), o.Measure...) {
		f, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("opening gold documents: %w: %w", geo.ErrNotFound, err)
		}
		docs, err := eval.Read(f)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", path, err)
		}
		corpus := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		examples, err := Examples(ctx, r, docs, corpus, !o.FoundSpans)
		if err != nil {
			return nil, err
		}
		sets = append(sets, Set{Corpus: corpus, Docs: docs, Examples: examples, Trained: i < len(o.Train)})
	}
	if o.Rebellion == "" {
		return sets, nil
	}
	docs, err := ReadWarOfTheRebellion(o.Rebellion, "train")
	if err != nil {
		return nil, err
	}
	examples, err := Examples(ctx, r, docs, "wotr", true)
	if err != nil {
		return nil, err
	}
	return append(sets, Set{Corpus: "wotr", Docs: docs, Examples: examples, Trained: true}), nil
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
