package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"dateline/data/model"
	"dateline/geo/eval"
	"dateline/geo/geoparser"
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
	var gazetteerFile, out, mentions string
	var measure []string
	var folds int
	cmd := &cobra.Command{
		Use:   "recognizer",
		Short: "Train what finds mentions",
		Long: `Recognizer trains the tagger and its second pass. The same files give the same
model. With --folds it measures the model built in by cross-validation instead:
its second pass and roles are learnt anew on all folds of the gold articles but
one. The mentions found in the articles left out can be kept with --mentions, for
"dateline eval --predicted" and "dateline train resolver --mentions".`,
		Example: `  dateline train recognizer --corpora corpora --gold trnews.jsonl
  dateline train recognizer --folds 5 --gold trnews.jsonl --measure lgl.jsonl --mentions found`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			g, err := openGazetteer(gazetteerFile)
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
	cmd.Flags().StringVar(&o.Corpora, "corpora", "corpora", "the `FOLDER` of token-level corpora")
	cmd.Flags().StringArrayVar(&o.Gold, "gold", nil, "a `FILE` of gold articles to learn from; may be repeated")
	cmd.Flags().StringVar(&o.Names, "names", "data/model/recognizer-names.tsv.gz", "the `FILE` of persons' names")
	cmd.Flags().StringVar(&gazetteerFile, "gazetteer", "", "use this gazetteer `FILE` instead of the one built in")
	cmd.Flags().IntVar(&folds, "folds", 0, "cross-validate over `N` folds and write no model")
	cmd.Flags().StringArrayVar(&measure, "measure", nil, "with --folds, a `FILE` of gold articles that is only measured; may be repeated")
	cmd.Flags().StringVar(&mentions, "mentions", "", "with --folds, a `FOLDER` for the mentions found, a file for each of gold")
	cmd.Flags().StringVarP(&out, "output", "o", "data/model/recognizer.bin", "where the model goes")
	return cmd
}

// crossValidateRecognizer prints how well the model built in does on articles that
// its second pass has not learnt from, and writes what it finds there.
func crossValidateRecognizer(cmd *cobra.Command, o recognize.TrainOptions, measure []string, folds int, mentions string) error {
	m, err := recognize.LoadModel(model.Recognizer)
	if err != nil {
		return err
	}
	found := map[string][]eval.Document{} // by corpus
	scores, err := recognize.CrossValidate(cmd.Context(), m, o, measure, folds, func(f recognize.Found) error {
		found[f.Corpus] = append(found[f.Corpus], eval.Document{ID: f.Article, Toponyms: eval.Found(f.Text, f.Recognition.Mentions)})
		return nil
	})
	if err != nil {
		return err
	}
	for _, s := range scores {
		fmt.Fprintf(cmd.OutOrStdout(), "%s: P %.4f  R %.4f  F1 %.4f  exact F1 %.4f  literal or associative %.4f of %d\n",
			s.Corpus, s.Precision, s.Recall, s.F1, s.ExactF1, s.Roles, s.RoleCount)
		if err := writePredictions(mentions, s.Corpus, found[s.Corpus]); err != nil {
			return err
		}
	}
	return nil
}

// writePredictions writes what was predicted for a corpus into a folder, unless
// that is empty.
func writePredictions(folder, corpus string, docs []eval.Document) error {
	if folder == "" {
		return nil
	}
	var b bytes.Buffer
	if err := eval.Write(&b, docs); err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("writing predictions: %w", err)
	}
	if err := os.WriteFile(filepath.Join(folder, corpus+".jsonl"), b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("writing predictions: %w", err)
	}
	return nil
}

func newTrainResolverCommand() *cobra.Command {
	var s resolve.SetOptions
	var o resolve.TrainOptions
	var gazetteerFile, out, predictions string
	var weights map[string]string
	var folds, faults int
	cmd := &cobra.Command{
		Use:   "resolver",
		Short: "Train what decides which place a mention means",
		Long: `Resolver trains the ranker and its confidence. The same files give the same
model. With --folds it measures by cross-validation instead: each corpus learnt
from by folds over its documents, those of --measure by a model of all the others;
with --mentions, on what "dateline train recognizer --folds" found in them, which
makes the measure one of the whole geoparser on articles that it has not learnt from.`,
		Example: `  dateline train resolver --rebellion corpora --gold trnews.jsonl
  dateline train resolver --rebellion corpora --gold trnews.jsonl --measure lgl.jsonl --folds 5 --without fame`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			g, err := openGazetteer(gazetteerFile)
			if err != nil {
				return err
			}
			defer g.Close()
			if o.Weights, err = parseWeights(weights); err != nil {
				return err
			}
			tagger, err := recognize.LoadModel(model.Recognizer)
			if err != nil {
				return err
			}
			s.Annotate = geoparser.Annotate()
			sets, err := resolve.ReadSets(cmd.Context(), recognize.New(tagger, g), g, s)
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
			predicted, err := resolve.CrossValidate(cmd.Context(), g, sets, folds, o)
			if err != nil {
				return err
			}
			for i, found := range predicted {
				if sets[i].Corpus == resolve.MadeCorpus {
					continue
				}
				if err := reportSet(cmd, &sets[i], found, predictions, faults); err != nil {
					return err
				}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&s.Rebellion, "rebellion", "", "the `FOLDER` of the War Of The Rebellion corpus")
	cmd.Flags().StringArrayVar(&s.Train, "gold", nil, "a `FILE` of gold articles to learn from; may be repeated")
	cmd.Flags().StringArrayVar(&s.Measure, "measure", nil, "with --folds, a `FILE` of gold articles that is only measured; may be repeated")
	cmd.Flags().BoolVar(&s.FoundSpans, "found", false, "with --folds, measure on the mentions that the recogniser finds instead of gold's")
	cmd.Flags().StringVar(&s.Mentions, "mentions", "", "with --folds, measure on the mentions in this `FOLDER`, a file for each of gold")
	cmd.Flags().IntVar(&s.Made, "made", 400, "learn from `N` reports of world news too, which are made up")
	cmd.Flags().StringVar(&predictions, "predictions", "", "with --folds, a `FOLDER` for what was predicted, a file for each of gold")
	cmd.Flags().IntVar(&folds, "folds", 0, "cross-validate over `N` folds and write no model")
	cmd.Flags().IntVar(&faults, "faults", 0, "with --folds, print the `N` most frequent faults")
	cmd.Flags().StringSliceVar(&o.Without, "without", nil, "leave `FEATURES` out, by name or the first part of it")
	cmd.Flags().BoolVar(&o.History, "history", true, "learn to use where a publisher's other articles play")
	cmd.Flags().StringToStringVar(&weights, "weight", map[string]string{}, "give a `CORPUS=FACTOR` more or less weight than others of its size")
	cmd.Flags().StringVar(&o.Version, "model-version", "1", "the `NAME` of this training run")
	cmd.Flags().StringVar(&gazetteerFile, "gazetteer", "", "use this gazetteer `FILE` instead of the one built in")
	cmd.Flags().StringVarP(&out, "output", "o", "data/model/resolver.tsv", "where the model goes")
	return cmd
}

// parseWeights reads the values of --weight.
func parseWeights(said map[string]string) (map[string]float64, error) {
	weights := make(map[string]float64, len(said))
	for corpus, s := range said {
		x, err := strconv.ParseFloat(s, 64)
		if err != nil || x < 0 {
			return nil, usagef("--weight %s=%s: give a number from 0", corpus, s)
		}
		weights[corpus] = x
	}
	return weights, nil
}

// reportSet prints the scores of a corpus and writes what was predicted for it.
func reportSet(cmd *cobra.Command, s *resolve.Set, predicted map[string][]eval.Toponym, folder string, faults int) error {
	docs := make([]eval.Document, len(s.Docs))
	for i := range s.Docs {
		docs[i] = eval.Document{ID: s.Docs[i].ID, Toponyms: predicted[s.Docs[i].ID]}
	}
	if err := writePredictions(folder, s.Corpus, docs); err != nil {
		return err
	}
	return eval.Score(s.Docs, predicted).Report(cmd.OutOrStdout(), s.Corpus, faults)
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
