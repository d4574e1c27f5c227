package main

import (
	"path/filepath"

	"dateline/data/model"
	"dateline/geo/train/recognizer"

	"github.com/spf13/cobra"
)

func newLanguagesCommand() *cobra.Command {
	var o recognizer.LanguageOptions
	var gaz gazetteerFlag
	var out string
	cmd := &cobra.Command{
		Use:   "languages [LANGUAGE…]",
		Short: "Train the recognizers of other languages than English",
		Long: `Languages trains the recognizers of the named languages, or of all that have a corpus,
and writes a file for each. A tenth of the documents of each corpus is not trained on:
the one that "dateline eval --held-out" measures. The same files and gazetteer give the
same models.

The corpora are token-level files such as fr-sequoia.tsv.gz, with a line
"token<TAB>label" for each token. A list of frequent words is a file such as fr.txt,
with a word per line, the most frequent first.`,
		Example: `  dateline-train languages --corpora corpora/ml --frequencies words
  dateline-train languages es fr --corpora corpora/ml --frequencies words`,
		RunE: func(cmd *cobra.Command, names []string) error {
			g, err := gaz.open()
			if err != nil {
				return err
			}
			defer g.Close()
			o.Gazetteer, o.Log, o.English = g, cmd.ErrOrStderr(), model.Recognizer
			if len(names) == 0 {
				names = recognizer.LanguageNames()
			}
			for _, name := range names {
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
	cmd.Flags().BoolVar(&o.Development, "development", false, "keep a second tenth of the documents out of training and measure on it")
	cmd.Flags().IntVar(&o.Tenth, "tenth", 0, "keep this tenth of the documents, 0 to 9, out of training and measure on it")
	cmd.Flags().StringVarP(&out, "output", "o", "data/model/languages", "write the models to this `FOLDER`")
	return cmd
}
