package main

import (
	"fmt"
	"iter"
	"runtime"

	"dateline/geo"
	"dateline/geo/article"
	"dateline/geo/article/fetch"

	"github.com/spf13/cobra"
)

// inputFlags are the flags of every verb that parses articles.
type inputFlags struct {
	gazetteer string
	workers   int
	allow     []string
	geocoders []string
}

func (f *inputFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.gazetteer, "gazetteer", "", "use this gazetteer `FILE` instead of the one built in")
	cmd.Flags().StringSliceVar(&f.allow, "allow-address", nil, "fetch from this private `NETWORK` or host too; may be repeated")
	cmd.Flags().StringSliceVar(&f.geocoders, "geocoder", nil, "ask this online geocoder about names that the gazetteer lacks, as `NAME` or NAME@ADDRESS; may be repeated.\n"+
		"Names and countries are sent to it, and results depend on its answers")
	cmd.Flags().IntVar(&f.workers, "workers", runtime.GOMAXPROCS(0), "articles to parse at a time; the output is the same for any number")
}

// articles parses the inputs and yields the articles in order. An input that
// fails is named on standard error and left out; when any did, the error of
// failed says so at the end.
func (f *inputFlags) articles(cmd *cobra.Command, p *geo.Parser, args []string) (all iter.Seq[*geo.Parsed], failed func() error) {
	done, bad := 0, 0
	all = func(yield func(*geo.Parsed) bool) {
		pdf := article.NewPDF()
		defer pdf.Close()
		fetcher, err := fetch.New(fetch.Options{Allow: f.allow})
		if err != nil {
			bad++
			fmt.Fprintf(cmd.ErrOrStderr(), "dateline: %v\n", err)
			return
		}
		read := article.Inputs(cmd.Context(), args, cmd.InOrStdin(), article.Options{PDF: pdf, Fetch: fetcher.Open})
		for parsed, err := range p.ParseTogether(cmd.Context(), read, f.workers) {
			if err != nil {
				bad++
				fmt.Fprintf(cmd.ErrOrStderr(), "dateline: %v\n", err)
				continue
			}
			done++
			if !yield(parsed) {
				return
			}
		}
	}
	failed = func() error {
		if err := cmd.Context().Err(); err != nil {
			return err
		}
		if bad > 0 {
			return fmt.Errorf("%d of %d inputs failed; the reasons are above", bad, bad+done)
		}
		return nil
	}
	return all, failed
}
