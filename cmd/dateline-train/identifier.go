package main

import (
	"dateline/geo/train/recognizer"

	"github.com/spf13/cobra"
)

func newIdentifierCommand() *cobra.Command {
	var o recognizer.LanguageOptions
	var out string
	cmd := &cobra.Command{
		Use:   "identifier",
		Short: "Make the word lists by which languages are identified",
		Long: `Identifier makes the file by which the language of a text is identified, of the lists of
frequent words, such as fr.txt with a word per line, the most frequent first. The words of
a language without a list are counted in its corpora.`,
		Example: `  dateline-train identifier --corpora corpora/ml --frequencies words`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			b, err := recognizer.TrainIdentifier(o)
			if err != nil {
				return err
			}
			return writeModel(cmd, out, b)
		},
	}
	registerCorpora(cmd, &o)
	cmd.Flags().StringVarP(&out, "output", "o", "geo/internal/langid/words.bin", "write the lists to this `FILE`")
	return cmd
}

// registerCorpora registers the flags of the folders of corpora and word lists.
func registerCorpora(cmd *cobra.Command, o *recognizer.LanguageOptions) {
	cmd.Flags().StringVar(&o.Corpora, "corpora", "corpora/ml", "the `FOLDER` of the token-level corpora")
	cmd.Flags().StringVar(&o.Frequencies, "frequencies", "frequencies", "the `FOLDER` of the lists of frequent words")
}
