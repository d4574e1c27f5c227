package main

import (
	"path/filepath"
	"runtime"

	"dateline/geo/eval"

	"github.com/spf13/cobra"
)

func newEvalCommand() *cobra.Command {
	var predicted, gazetteerFile string
	var maxErrors, workers int
	cmd := &cobra.Command{
		Use:   "eval GOLD…",
		Short: "Measure the geoparser against gold",
		Long: `Eval parses the articles of gold files and prints the scores of recognition,
resolution and both end to end, by kind of place and role, the calibration of the
probabilities, and the most frequent errors.

A gold file contains one JSON object per line: {"id", "text", "toponyms": [{"start",
"end", "lat"?, "lon"?, "ignore"?}]} with offsets in Unicode code points.`,
		Example: `  dateline eval gold.jsonl --errors 40
  dateline eval gold.jsonl --predicted other-geoparser.jsonl`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if predicted != "" && len(args) > 1 {
				return usagef("--predicted goes with one gold file")
			}
			predict := func(gold []eval.Document) (map[string][]eval.Toponym, error) {
				docs, err := eval.ReadFile(predicted)
				return eval.ByID(docs), err
			}
			if predicted == "" {
				e, err := openEngine(gazetteerFile)
				if err != nil {
					return err
				}
				defer e.Close()
				predict = func(gold []eval.Document) (map[string][]eval.Toponym, error) {
					return eval.Parse(cmd.Context(), e.Parser, gold, workers)
				}
			}
			for _, path := range args {
				gold, err := eval.ReadFile(path)
				if err != nil {
					return err
				}
				found, err := predict(gold)
				if err != nil {
					return err
				}
				if err := eval.Score(gold, found).Report(cmd.OutOrStdout(), filepath.Base(path), maxErrors); err != nil {
					return err
				}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&predicted, "predicted", "", "score the predictions in this `FILE` instead of parsing")
	cmd.Flags().StringVar(&gazetteerFile, "gazetteer", "", "use this gazetteer `FILE` instead of the one built in")
	cmd.Flags().IntVar(&maxErrors, "errors", 20, "print the `N` most frequent errors")
	cmd.Flags().IntVar(&maxErrors, "faults", 20, "renamed to --errors")
	_ = cmd.Flags().MarkHidden("faults") // kept for one release
	cmd.Flags().IntVar(&workers, "workers", runtime.GOMAXPROCS(0), "parse `N` articles at a time")
	return cmd
}
