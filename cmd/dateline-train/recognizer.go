package main

import (
	"fmt"

	"dateline/data/model"
	"dateline/geo/eval"
	"dateline/geo/recognize"

	"github.com/spf13/cobra"
)

func newRecognizerCommand() *cobra.Command {
	var o recognize.TrainOptions
	var gaz gazetteerFlag
	var out, mentions string
	var measure []string
	var folds int
	cmd := &cobra.Command{
		Use:   "recognizer",
		Short: "Train the recognizer: the tagger and the mention classifier",
		Long: `Recognizer trains the tagger and the mention classifier. With --folds it
cross-validates the embedded model instead: the mention classifier and the roles are
trained on all folds of the gold articles but one, and evaluated on that one. --mentions
writes the predicted mentions, as input of "dateline eval --predicted" and "dateline-train
resolver --mentions".`,
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
				return crossValidateRecognizer(cmd, o, measure, folds, mentions)
			}
			m, err := recognize.Train(cmd.Context(), o)
			if err != nil {
				return err
			}
			return writeModel(cmd, out, m.Bytes())
		},
	}
	gaz.register(cmd)
	cmd.Flags().StringVar(&o.Corpora, "corpora", "corpora", "the `FOLDER` of the token-level corpora")
	cmd.Flags().StringArrayVar(&o.Gold, "gold", nil, "train on this `FILE` of gold articles; may be repeated")
	cmd.Flags().StringVar(&o.Names, "names", "data/model/recognizer-names.tsv.gz", "the `FILE` of personal names")
	cmd.Flags().IntVar(&folds, "folds", 0, "cross-validate with `N` folds instead of writing a model")
	cmd.Flags().StringArrayVar(&measure, "eval", nil, "with --folds, evaluate on this `FILE` of gold articles without training on it; may be repeated")
	cmd.Flags().StringVar(&mentions, "mentions", "", "with --folds, write the predicted mentions to this `FOLDER`, one file per gold file")
	cmd.Flags().StringVarP(&out, "output", "o", "data/model/recognizer.bin", "write the model to this `FILE`")
	return cmd
}

// crossValidateRecognizer prints the scores of the embedded model on articles that
// its mention classifier was not trained on, and writes the predicted mentions.
func crossValidateRecognizer(cmd *cobra.Command, o recognize.TrainOptions, measure []string, folds int, mentions string) error {
	m, err := recognize.LoadModel(model.Recognizer)
	if err != nil {
		return err
	}
	predicted := map[string][]eval.Document{} // by corpus
	scores, err := recognize.CrossValidate(cmd.Context(), m, o, measure, folds, func(f recognize.Found) error {
		predicted[f.Corpus] = append(predicted[f.Corpus], eval.Document{ID: f.Article, Toponyms: eval.FromMentions(f.Text, f.Recognition.Mentions)})
		return nil
	})
	if err != nil {
		return err
	}
	for _, s := range scores {
		fmt.Fprintf(cmd.OutOrStdout(), "%s: P %.4f  R %.4f  F1 %.4f  exact F1 %.4f  literal or associative %.4f of %d\n",
			s.Corpus, s.Precision, s.Recall, s.F1, s.ExactF1, s.Roles, s.RoleCount)
		if err := writePredictions(mentions, s.Corpus, predicted[s.Corpus]); err != nil {
			return err
		}
	}
	return nil
}
