package main

import (
	"context"
	"iter"
	"path/filepath"
	"runtime"

	"dateline/geo"
	"dateline/geo/eval"

	"github.com/spf13/cobra"
)

func newEvalCommand() *cobra.Command {
	var predicted, gazetteerFile string
	var maxErrors, workers int
	var history bool
	cmd := &cobra.Command{
		Use:   "eval GOLD…",
		Short: "Measure the geoparser against gold annotations",
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
			predict := func([]eval.Document) (map[string][]eval.Toponym, error) {
				docs, err := eval.ReadFile(predicted)
				return eval.ByID(docs), err
			}
			if predicted == "" {
				p, err := openParser(gazetteerFile)
				if err != nil {
					return err
				}
				defer p.Close()
				parser := eval.Parser(p)
				if !history {
					parser = eachAlone{p}
				}
				predict = func(gold []eval.Document) (map[string][]eval.Toponym, error) {
					return eval.Parse(cmd.Context(), parser, gold, workers)
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
	registerGazetteer(cmd, &gazetteerFile)
	historyFlag(cmd, &history)
	cmd.Flags().IntVar(&maxErrors, "errors", 20, "print the `N` most frequent errors")
	renamed(cmd, "faults", "errors")
	cmd.Flags().IntVar(&workers, "workers", runtime.GOMAXPROCS(0), "parse `N` articles at a time")
	return cmd
}

// eachAlone is a parser that ignores the history of publishers.
type eachAlone struct{ *parser }

// ParseBatch parses each article by itself.
func (p eachAlone) ParseBatch(ctx context.Context, articles iter.Seq2[*geo.Article, error], workers int) iter.Seq2[*geo.Parsed, error] {
	return p.ParseAll(ctx, articles, workers)
}
