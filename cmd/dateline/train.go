package main

import (
	"fmt"
	"os"
	"path/filepath"

	"dateline/data/model"
	"dateline/geo/recognize"
	"dateline/geo/resolve"

	"github.com/spf13/cobra"
)

func newTrainCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "train",
		Short: "Make the models",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newTrainRecognizerCommand(), newTrainResolverCommand())
	return cmd
}

func newTrainRecognizerCommand() *cobra.Command {
	var o recognize.TrainOptions
	var gazetteerFile, out string
	cmd := &cobra.Command{
		Use:     "recognizer",
		Short:   "Train what finds mentions",
		Long:    "Recognizer trains the tagger and its second pass. The same files give the same model.",
		Example: "  dateline train recognizer --corpora corpora --gold gold.jsonl",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			g, err := openGazetteer(gazetteerFile)
			if err != nil {
				return err
			}
			defer g.Close()
			o.Gazetteer, o.Log = g, cmd.ErrOrStderr()
			m, err := recognize.Train(cmd.Context(), o)
			if err != nil {
				return err
			}
			return writeModel(cmd, out, m.Bytes())
		},
	}
	cmd.Flags().StringVar(&o.Corpora, "corpora", "corpora", "the `FOLDER` of token-level corpora")
	cmd.Flags().StringArrayVar(&o.Gold, "gold", nil, "a `FILE` of gold articles to learn from; may be repeated")
	cmd.Flags().StringVar(&o.Names, "names", "data/model/recognizer-names.tsv.gz", "the `FILE` of persons' names")
	cmd.Flags().StringVar(&gazetteerFile, "gazetteer", "", "use this gazetteer `FILE` instead of the one built in")
	cmd.Flags().StringVarP(&out, "output", "o", "data/model/recognizer.bin", "where the model goes")
	return cmd
}

func newTrainResolverCommand() *cobra.Command {
	var s resolve.SetOptions
	var o resolve.TrainOptions
	var gazetteerFile, out string
	var folds, faults int
	cmd := &cobra.Command{
		Use:   "resolver",
		Short: "Train what decides which place a mention means",
		Long: `Resolver trains the ranker and its confidence. The same files give the same
model. With --folds it measures by cross-validation instead: each corpus learnt
from by folds over its documents, those of --measure by a model of all the others.`,
		Example: `  dateline train resolver --rebellion corpora --gold trnews.jsonl
  dateline train resolver --rebellion corpora --gold trnews.jsonl --measure lgl.jsonl --folds 5 --without fame`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			g, err := openGazetteer(gazetteerFile)
			if err != nil {
				return err
			}
			defer g.Close()
			tagger, err := recognize.LoadModel(model.Recognizer)
			if err != nil {
				return err
			}
			sets, err := resolve.ReadSets(cmd.Context(), recognize.New(tagger, g), s)
			if err != nil {
				return err
			}
			if folds == 0 {
				m, err := resolve.Train(cmd.Context(), g, resolve.TrainedOn(sets), o)
				if err != nil {
					return err
				}
				return writeModel(cmd, out, m.Encode())
			}
			results, err := resolve.CrossValidate(cmd.Context(), g, sets, folds, o)
			if err != nil {
				return err
			}
			for i, r := range results {
				if err := r.Report(cmd.OutOrStdout(), sets[i].Corpus, faults); err != nil {
					return err
				}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&s.Rebellion, "rebellion", "", "the `FOLDER` of the War Of The Rebellion corpus")
	cmd.Flags().StringArrayVar(&s.Train, "gold", nil, "a `FILE` of gold articles to learn from; may be repeated")
	cmd.Flags().StringArrayVar(&s.Measure, "measure", nil, "with --folds, a `FILE` of gold articles that is only measured; may be repeated")
	cmd.Flags().BoolVar(&s.FoundSpans, "found", false, "take the mentions that the recogniser finds instead of gold's")
	cmd.Flags().IntVar(&folds, "folds", 0, "cross-validate over `N` folds and write no model")
	cmd.Flags().IntVar(&faults, "faults", 0, "with --folds, print the `N` most frequent faults")
	cmd.Flags().StringSliceVar(&o.Without, "without", nil, "leave `FEATURES` out, by name or the first part of it")
	cmd.Flags().BoolVar(&o.History, "history", true, "learn to use where a publisher's other articles play")
	cmd.Flags().StringVar(&o.Version, "model-version", "1", "the `NAME` of this training run")
	cmd.Flags().StringVar(&gazetteerFile, "gazetteer", "", "use this gazetteer `FILE` instead of the one built in")
	cmd.Flags().StringVarP(&out, "output", "o", "data/model/resolver.tsv", "where the model goes")
	return cmd
}

// writeModel writes a model beside its place and then moves it there.
func writeModel(cmd *cobra.Command, path string, b []byte) error {
	beside := path + ".new"
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("writing a model: %w", err)
	}
	if err := os.WriteFile(beside, b, 0o644); err != nil {
		return fmt.Errorf("writing a model: %w", err)
	}
	if err := os.Rename(beside, path); err != nil {
		return fmt.Errorf("writing a model: %w", err)
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s: %d bytes\n", path, len(b))
	return nil
}
