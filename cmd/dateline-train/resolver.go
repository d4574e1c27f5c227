package main

import (
	"strconv"

	"dateline/data/model"
	"dateline/geo/eval"
	"dateline/geo/geoparser"
	"dateline/geo/recognize"
	"dateline/geo/train/resolver"

	"github.com/spf13/cobra"
)

func newResolverCommand() *cobra.Command {
	var s resolver.CorpusOptions
	var o resolver.Options
	var gaz gazetteerFlag
	var out, predictions string
	var weights map[string]string
	var folds, maxErrors int
	cmd := &cobra.Command{
		Use:   "resolver",
		Short: "Train the resolver: the ranker and its calibration",
		Long: `Resolver trains the ranker and its calibration. With --folds it cross-validates
instead: each training corpus by folds over its documents, those of --eval with a model
of all training corpora. With --mentions it evaluates on the mentions that
"dateline-train recognizer --folds" predicted, which measures the whole geoparser on
articles that it was not trained on.`,
		Example: `  dateline-train resolver --wotr corpora --gold trnews.jsonl
  dateline-train resolver --wotr corpora --gold trnews.jsonl --eval lgl.jsonl --folds 5 --ablate fame`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			if o.CorpusWeights, err = parseWeights(weights); err != nil {
				return err
			}
			g, err := gaz.open()
			if err != nil {
				return err
			}
			defer g.Close()
			tagger, err := recognize.LoadModel(model.Recognizer)
			if err != nil {
				return err
			}
			s.Annotate = geoparser.Annotate()
			corpora, err := resolver.LoadCorpora(cmd.Context(), recognize.New(tagger, g), g, s)
			if err != nil {
				return err
			}
			if folds == 0 {
				m, err := resolver.Train(cmd.Context(), g, resolver.TrainingExamples(corpora), o)
				if err != nil {
					return err
				}
				return writeModel(cmd, out, m.Encode())
			}
			predicted, err := resolver.CrossValidate(cmd.Context(), g, corpora, folds, o)
			if err != nil {
				return err
			}
			for i := range corpora {
				if corpora[i].Name == resolver.SyntheticCorpus {
					continue
				}
				if err := reportCorpus(cmd, &corpora[i], predicted[i], predictions, maxErrors); err != nil {
					return err
				}
			}
			return nil
		},
	}
	gaz.register(cmd)
	cmd.Flags().StringVar(&s.WOTR, "wotr", "", "train on the War Of The Rebellion corpus in this `FOLDER`")
	cmd.Flags().StringArrayVar(&s.Train, "gold", nil, "train on this `FILE` of gold articles; may be repeated")
	cmd.Flags().IntVar(&s.Synthetic, "synthetic", 120, "train on `N` sentences of each kind of the behavioral suite")
	cmd.Flags().StringArrayVar(&s.Eval, "eval", nil, "with --folds, evaluate on this `FILE` of gold articles without training on it; may be repeated")
	cmd.Flags().BoolVar(&s.PredictedSpans, "predicted-spans", false, "with --folds, evaluate on the recognizer's mentions instead of gold's")
	cmd.Flags().StringVar(&s.Mentions, "mentions", "", "with --folds, evaluate on the mentions in this `FOLDER`, one file per gold file")
	cmd.Flags().StringVar(&predictions, "predictions", "", "with --folds, write the predictions to this `FOLDER`, one file per gold file")
	cmd.Flags().IntVar(&folds, "folds", 0, "cross-validate with `N` folds instead of writing a model")
	cmd.Flags().IntVar(&maxErrors, "errors", 0, "with --folds, print the `N` most frequent errors")
	cmd.Flags().StringSliceVar(&o.Ablate, "ablate", nil, "leave out these `FEATURES`, by name or by the first part of the name")
	cmd.Flags().BoolVar(&o.History, "history", true, "train the features of the publisher's other articles")
	cmd.Flags().StringToStringVar(&weights, "corpus-weight", map[string]string{}, "multiply a corpus's weight: `CORPUS=FACTOR`")
	cmd.Flags().StringVar(&o.Version, "model-version", "1", "the `NAME` of this training run")
	cmd.Flags().StringVarP(&out, "output", "o", "data/model/resolver.tsv", "write the model to this `FILE`")
	return cmd
}

// parseWeights parses the values of --corpus-weight.
func parseWeights(values map[string]string) (map[string]float64, error) {
	weights := make(map[string]float64, len(values))
	for corpus, s := range values {
		x, err := strconv.ParseFloat(s, 64)
		if err != nil || x < 0 {
			return nil, usagef("--corpus-weight %s=%s: the factor must be a number of at least 0", corpus, s)
		}
		weights[corpus] = x
	}
	return weights, nil
}

// reportCorpus prints the scores of a corpus and writes its predictions.
func reportCorpus(cmd *cobra.Command, c *resolver.Corpus, predicted map[string][]eval.Toponym, folder string, maxErrors int) error {
	docs := make([]eval.Document, len(c.Docs))
	for i := range c.Docs {
		docs[i] = eval.Document{ID: c.Docs[i].ID, Toponyms: predicted[c.Docs[i].ID]}
	}
	if err := writePredictions(folder, c.Name, docs); err != nil {
		return err
	}
	return eval.Score(c.Docs, predicted).Report(cmd.OutOrStdout(), c.Name, maxErrors)
}
