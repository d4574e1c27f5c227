package main

import (
	"path/filepath"
	"strconv"

	"dateline/data/model"
	"dateline/geo/train/recognizer"

	"github.com/spf13/cobra"
)

func newLanguagesCommand() *cobra.Command {
	var o recognizer.LanguageOptions
	var gaz gazetteerFlag
	var out string
	var folds int
	var transfer bool
	var files []string
	var weights map[string]string
	cmd := &cobra.Command{
		Use:   "languages [LANGUAGE…]",
		Short: "Train the recognizers of other languages than English",
		Long: `Languages trains the recognizers of the named languages, or of all that have a corpus,
and writes a file for each. A tenth of the documents of each corpus is not trained on:
the one that "dateline eval --held-out" measures. The same files and gazetteer give the
same models.

The corpora are token-level files such as fr-sequoia.tsv.gz, with a line
"token<TAB>label" for each token. A list of frequent words is a file such as fr.txt,
with a word per line, the most frequent first. A list of word classes is a file such as
fr.txt, with a line "word<TAB>class" for each word, the class a number from 1 to 255.
News with marked names is a file such as fr.train.txt.

With --folds or --transfer, nothing is written: the complete recognizer is measured on
documents that it was not trained on.`,
		Example: `  dateline-train languages --corpora corpora/ml --frequencies words
  dateline-train languages fr ru --corpora corpora/ml --frequencies words --classes classes
  dateline-train languages es --corpora corpora/ml --frequencies words --folds 10
  dateline-train languages es --corpora corpora/ml --frequencies words --transfer --eval es.test.txt`,
		RunE: func(cmd *cobra.Command, names []string) error {
			g, err := gaz.open()
			if err != nil {
				return err
			}
			defer g.Close()
			o.Gazetteer, o.Log, o.English, o.Languages = g, cmd.ErrOrStderr(), model.Recognizer, model.Language
			if o.Weights, err = corpusWeights(weights); err != nil {
				return err
			}
			if len(names) == 0 {
				names = recognizer.LanguageNames()
			}
			for _, name := range names {
				if folds > 0 || transfer {
					if err := measureLanguage(cmd, name, o, folds, files); err != nil {
						return err
					}
					continue
				}
				m, err := recognizer.TrainLanguage(cmd.Context(), name, o)
				if err != nil {
					return err
				}
				if err := writeModel(cmd, filepath.Join(out, name+".bin"), m); err != nil {
					return err
				}
			}
			return nil
		},
	}
	gaz.register(cmd)
	registerCorpora(cmd, &o)
	cmd.Flags().StringVar(&o.Classes, "classes", "", "read the classes of words that occur in the same contexts from this `FOLDER`")
	cmd.Flags().BoolVar(&o.Development, "development", false, "keep a second tenth of the documents out of training and measure on it")
	cmd.Flags().IntVar(&o.Tenth, "tenth", 0, "keep this tenth of the documents, 0 to 9, out of training and measure on it")
	cmd.Flags().StringVar(&o.News, "news", "geo/train/recognizer/news", "read the news with marked names from this `FOLDER`")
	cmd.Flags().StringToStringVar(&weights, "weight", nil, "train on the sentences of a corpus with another weight, as in es-xlime=0.5; with 0, not at all")
	cmd.Flags().IntVar(&folds, "folds", 0, "cross-validate with `N` folds of the documents, at most 10, instead of writing a model")
	cmd.Flags().BoolVar(&transfer, "transfer", false, "measure on each corpus after training on the others, instead of writing a model")
	cmd.Flags().StringArrayVar(&files, "eval", nil, "with --transfer, measure on this `FILE` too: a corpus, news or gold articles; may be repeated")
	cmd.Flags().StringVarP(&out, "output", "o", "data/model/languages", "write the models to this `FOLDER`")
	cmd.MarkFlagsMutuallyExclusive("folds", "transfer")
	return cmd
}

// corpusWeights returns the weights of corpora as numbers.
func corpusWeights(values map[string]string) (map[string]float32, error) {
	weights := map[string]float32{}
	for corpus, v := range values {
		w, err := strconv.ParseFloat(v, 32)
		if err != nil || w < 0 || w > 100 {
			return nil, usagef("the weight %q of the corpus %s is not a number from 0 to 100", v, corpus)
		}
		weights[corpus] = float32(w)
	}
	return weights, nil
}

// measureLanguage prints the scores of the complete recognizer of a language by cross-validation, or without folds by
// training without each corpus.
func measureLanguage(cmd *cobra.Command, name string, o recognizer.LanguageOptions, folds int, files []string) error {
	o.Log = nil
	if folds > 0 {
		scores, err := recognizer.CrossValidateLanguage(cmd.Context(), name, o, folds)
		if err != nil {
			return err
		}
		return recognizer.WriteFolds(cmd.OutOrStdout(), name, scores)
	}
	scores, err := recognizer.MeasureTransfer(cmd.Context(), name, o, files)
	if err != nil {
		return err
	}
	return recognizer.WriteScores(cmd.OutOrStdout(), name, scores)
}
