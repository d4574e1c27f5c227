package main

import (
	"context"
	"iter"
	"path/filepath"
	"strconv"

	"dateline/geo"
	"dateline/geo/eval"
	"dateline/geo/eval/conll"
	"dateline/geo/eval/suite"

	"github.com/spf13/cobra"
)

func newEvalCommand() *cobra.Command {
	var predicted, gazetteerFile string
	var maxErrors, workers, suiteCases int
	var history, heldOut bool
	cmd := &cobra.Command{
		Use:   "eval [--suite] [GOLD…]",
		Short: "Measure the geoparser against gold annotations",
		Long: `Eval parses the articles of gold files and prints the scores of recognition,
resolution and both end to end, by kind of place and role, the calibration of the
probabilities, and the most frequent errors.

A gold file contains one JSON object per line: {"id", "text", "toponyms": [{"start",
"end", "lat"?, "lon"?, "ignore"?}]} with offsets in Unicode code points. A file whose name
ends with .tsv or .tsv.gz is a token-level corpus instead, with a line "token<TAB>label"
for each token; it has no coordinates, and buildings and peoples do not count. With
--held-out only the tenth of its documents is measured that no model is trained on.

--suite runs the behavioral tests: sentences generated out of the gazetteer, whose
right reading is known, by kind of difficulty. It prints per kind the share that is
right, left open, wrong and missed, and with --errors some of each that are not right.`,
		Example: `  dateline eval --suite
  dateline eval gold.jsonl --errors 40
  dateline eval --held-out corpora/ml/fr-*.tsv.gz
  dateline eval gold.jsonl --predicted other-geoparser.jsonl`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if suiteCases > 0 {
				if err := runSuite(cmd, gazetteerFile, suiteCases, maxErrors); err != nil || len(args) == 0 {
					return err
				}
			}
			if len(args) == 0 {
				return usagef("name a gold file, or use --suite")
			}
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
				gold, err := readGold(path, heldOut)
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
	cmd.Flags().BoolVar(&heldOut, "held-out", false, "measure token-level corpora on the tenth that is not trained on")
	registerGazetteer(cmd, &gazetteerFile)
	historyFlag(cmd, &history)
	cmd.Flags().IntVar(&suiteCases, "suite", 0, "run the behavioral tests, with at most `N` sentences of each kind")
	cmd.Flags().Lookup("suite").NoOptDefVal = strconv.Itoa(suite.DefaultCases)
	cmd.Flags().IntVar(&maxErrors, "errors", 20, "print the `N` most frequent errors")
	renamed(cmd, "faults", "errors")
	registerWorkers(cmd, &workers)
	return cmd
}

// readGold reads a gold file or a token-level corpus, of which heldOut selects the held-out tenth.
func readGold(path string, heldOut bool) ([]eval.Document, error) {
	if conll.IsCorpus(path) {
		return eval.ReadCorpus(path, heldOut)
	}
	return eval.ReadFile(path)
}

// eachAlone is a parser that ignores the history of publishers.
type eachAlone struct{ *parser }

// ParseBatch parses each article by itself.
func (p eachAlone) ParseBatch(ctx context.Context, articles iter.Seq2[*geo.Article, error], workers int) iter.Seq2[*geo.Parsed, error] {
	return p.ParseAll(ctx, articles, workers)
}

// runSuite prints the results of the behavioral tests.
func runSuite(cmd *cobra.Command, gazetteerFile string, cases, failures int) error {
	p, err := openParser(gazetteerFile)
	if err != nil {
		return err
	}
	defer p.Close()
	for _, generated := range [][]suite.Case{suite.Generate(p.Gazetteer, suite.Measure, cases), suite.GenerateLanguages(p.Gazetteer)} {
		report, err := suite.Run(cmd.Context(), p.Parser, p.Gazetteer, generated)
		if err != nil {
			return err
		}
		if err := report.Write(cmd.OutOrStdout()); err != nil {
			return err
		}
		if !cmd.Flags().Changed("errors") {
			continue
		}
		if err := report.WriteFailures(cmd.OutOrStdout(), p.Gazetteer, failures); err != nil {
			return err
		}
	}
	return nil
}
