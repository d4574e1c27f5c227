package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"dateline/geo"
	"dateline/geo/eval"

	"github.com/spf13/cobra"
)

func newEvalCommand() *cobra.Command {
	var predicted, gazetteerFile string
	var faults, workers int
	cmd := &cobra.Command{
		Use:   "eval GOLD…",
		Short: "Measure the geoparser against gold",
		Long: `Eval parses the articles of gold files and prints how well their mentions are
recognised, how well those are resolved, both end to end, by kind of place and
role, how far the stated probabilities can be believed, and the worst faults.

A gold file holds one JSON object a line: {"id", "text", "toponyms": [{"start",
"end", "lat"?, "lon"?, "ignore"?}]} with offsets in Unicode code points.`,
		Example: `  dateline eval gold.jsonl --faults 40
  dateline eval gold.jsonl --predicted other-geoparser.jsonl`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if predicted != "" && len(args) > 1 {
				return usagef("--predicted goes with one gold file")
			}
			predict := func(gold []eval.Document) (map[string][]eval.Toponym, error) {
				docs, err := readGold(predicted)
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
				gold, err := readGold(path)
				if err != nil {
					return err
				}
				found, err := predict(gold)
				if err != nil {
					return err
				}
				if err := eval.Score(gold, found).Report(cmd.OutOrStdout(), filepath.Base(path), faults); err != nil {
					return err
				}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&predicted, "predicted", "", "score this `FILE` of predictions instead of parsing")
	cmd.Flags().StringVar(&gazetteerFile, "gazetteer", "", "use this gazetteer `FILE` instead of the one built in")
	cmd.Flags().IntVar(&faults, "faults", 20, "print the `N` most frequent faults")
	cmd.Flags().IntVar(&workers, "workers", runtime.GOMAXPROCS(0), "parse `N` articles at a time")
	return cmd
}

func readGold(path string) ([]eval.Document, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, geo.Errorf(geo.ErrNotFound, "opening documents: %w", err)
	}
	defer f.Close()
	docs, err := eval.Read(f)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	return docs, nil
}
