package recognizer

import (
	"fmt"
	"io"
	"math"
	"path/filepath"

	"dateline/geo/eval"
)

// WriteScores writes a line for each score.
func WriteScores(w io.Writer, language string, scores []LanguageScore) error {
	for _, s := range scores {
		if err := writeCounts(w, language, s.Trained, s.Corpus, s.Result.Scores.Recognized, s.Result.Scores.Exact); err != nil {
			return err
		}
		if right, total := s.Result.Roles(); total > 0 {
			if _, err := fmt.Fprintf(w, "  right roles %d of %d\n", right, total); err != nil {
				return err
			}
		}
	}
	return nil
}

// WriteFolds writes the sum of the scores of the folds for each corpus and for all, and the mean and the standard
// deviation of the F1 of the folds.
func WriteFolds(w io.Writer, language string, scores []LanguageScore) error {
	var corpora, folds []string
	counts, exact := map[string]*eval.Counts{}, map[string]*eval.Counts{}
	add := func(name string, names *[]string, r *eval.Result) {
		if counts[name] == nil {
			counts[name], exact[name] = &eval.Counts{}, &eval.Counts{}
			*names = append(*names, name)
		}
		counts[name].Add(r.Scores.Recognized)
		exact[name].Add(r.Scores.Exact)
	}
	const all = "all documents"
	var total []string
	for _, s := range scores {
		add(s.Corpus, &corpora, s.Result)
		add(s.Trained, &folds, s.Result)
		add(all, &total, s.Result)
	}
	for _, name := range append(corpora, total...) {
		if err := writeCounts(w, language, "folds", name, *counts[name], *exact[name]); err != nil {
			return err
		}
	}
	var sum, squares float64
	for _, name := range folds {
		f1 := counts[name].F1()
		sum += f1
		squares += f1 * f1
	}
	n := float64(max(len(folds), 1))
	mean := sum / n
	_, err := fmt.Fprintf(w, "%s: mean F1 of %d folds %.3f, standard deviation %.3f\n", language, len(folds), mean, math.Sqrt(max(0, squares/n-mean*mean)))
	return err
}

// writeCounts writes a line with the scores of a corpus.
func writeCounts(w io.Writer, language, trained, corpus string, c, exact eval.Counts) error {
	_, err := fmt.Fprintf(w, "%s %s, %s: %d places, P %.3f R %.3f F1 %.3f exact F1 %.3f\n",
		language, trained, filepath.Base(corpus), c.TP+c.FN, c.Precision(), c.Recall(), c.F1(), exact.F1())
	return err
}
