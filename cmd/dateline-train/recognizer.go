package main

import (
	"fmt"

	"dateline/data/model"
	"dateline/geo/eval"
	"dateline/geo/train/recognizer"

	"github.com/spf13/cobra"
)

func newRecognizerCommand() *cobra.Command {
	var o recognizer.Options
	var gaz gazetteerFlag
	var out, mentions string
	var heldOut []string
	var folds int
	var classifiers bool
	cmd := &cobra.Command{
		Use:   "recognizer",
		Short: "Train the recognizer: the tagger and the classifiers of mentions and roles",
		Long: `Recognizer trains the tagger and the classifiers of mentions and roles. The same
files and gazetteer give the same model. With --folds it cross-validates the embedded
model instead: the classifiers are trained on all folds of the gold articles but one,
and evaluated on that one. --mentions writes the predicted mentions, as input of
"dateline eval --predicted" and "dateline-train resolver --mentions".`,
		Example: `  dateline-train recognizer --corpora corpora --gold trnews.jsonl
  dateline-train recognizer --folds 5 --gold trnews.jsonl --eval lgl.jsonl --mentions predicted`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			g, err := gaz.open()
			if err != nil {
				return err
			}
			defer g.Close()
			o.Gazetteer, o.Log = g, cmd.ErrOrStderr()
			if folds > 0 {
				return crossValidateRecognizer(cmd, o, heldOut, folds, mentions)
			}
			if classifiers {
				o.Base = model.Recognizer
			}
			m, err := recognizer.Train(cmd.Context(), o)
			if err != nil {
				return err
			}
			return writeModel(cmd, out, m)
		},
	}
	gaz.register(cmd)
	cmd.Flags().StringVar(&o.Corpora, "corpora", "corpora", "the `FOLDER` of the token-level corpora")
	cmd.Flags().StringArrayVar(&o.CorpusFiles, "corpus", nil, "train on this token-level corpus `FILE` instead of those of --corpora; may be repeated")
	cmd.Flags().StringArrayVar(&o.Gold, "gold", nil, "train on this `FILE` of gold articles; may be repeated")
	cmd.Flags().StringVar(&o.Names, "names", "data/model/recognizer-names.tsv.gz", "the `FILE` of personal names, or \"\" for none")
	cmd.Flags().IntVar(&o.Synthetic, "synthetic", 25, "train the classifiers on `N` sentences of each kind of the behavioral suite too")
	cmd.Flags().BoolVar(&classifiers, "classifiers", false, "train the classifiers alone and keep the rest of the embedded model")
	cmd.Flags().IntVar(&folds, "folds", 0, "cross-validate with `N` folds instead of writing a model")
	cmd.Flags().StringArrayVar(&heldOut, "eval", nil, "with --folds, evaluate on this `FILE` of gold articles without training on it; may be repeated")
	cmd.Flags().StringVar(&mentions, "mentions", "", "with --folds, write the predicted mentions to this `FOLDER`, one file per gold file")
	cmd.Flags().StringVarP(&out, "output", "o", "data/model/recognizer.bin", "write the model to this `FILE`")
	return cmd
}

// crossValidateRecognizer prints the scores of the embedded model on articles that its classifiers
// were not trained on, and writes the predicted mentions.
func crossValidateRecognizer(cmd *cobra.Command, o recognizer.Options, heldOut []string, folds int, mentions string) error {
	predictions, err := recognizer.CrossValidate(cmd.Context(), model.Recognizer, o, heldOut, folds)
	if err != nil {
		return err
	}
	for _, p := range predictions {
		r := eval.Score(p.Gold, eval.ByID(p.Predicted))
		recognized, exact := r.Scores.Recognized, r.Scores.Exact
		correct, roles := r.Roles()
		fmt.Fprintf(cmd.OutOrStdout(), "%s: P %.4f  R %.4f  F1 %.4f  exact F1 %.4f  literal or associative %.4f of %d\n",
			p.Corpus, recognized.Precision(), recognized.Recall(), recognized.F1(), exact.F1(), float64(correct)/float64(max(roles, 1)), roles)
		if err := writePredictions(mentions, p.Corpus, p.Predicted); err != nil {
			return err
		}
	}
	return nil
}
