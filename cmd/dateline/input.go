package main

import (
	"fmt"
	"iter"
	"runtime"
	"strings"

	"dateline/geo"
	"dateline/geo/article"
	"dateline/geo/fetch"
	"dateline/geo/fetch/safehttp"
	"dateline/geo/geocode"
	"dateline/geo/geoparser"

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
	cmd.Flags().Var(&checkedList{all: &f.allow, check: safehttp.CheckAllowed}, "allow-address", "fetch from this private `NETWORK`, address or host too; may be repeated")
	cmd.Flags().Var(&checkedList{all: &f.geocoders, check: geocode.CheckChoice}, "geocoder", geocoderUsage())
	cmd.Flags().IntVar(&f.workers, "workers", runtime.GOMAXPROCS(0), "articles to parse at a time; the output is the same for any number")
}

// geocoderUsage is what the help says of --geocoder.
func geocoderUsage() string {
	var free, keyed []string
	for _, d := range geocode.Providers() {
		if d.Keyed {
			keyed = append(keyed, d.Name)
		} else {
			free = append(free, d.Name)
		}
	}
	key := geocode.KeyVariable("name")
	return "ask this online geocoder about names that the gazetteer lacks, as `NAME` or\n" +
		"NAME@ADDRESS of your own; may be repeated: the next is asked what the one before\n" +
		"does not know. Such names are sent to it with a country, and results depend on its\n" +
		"answers, which are kept in the user's cache folder. There are " + strings.Join(free, " and ") + "\n" +
		"and, with a key in $" + key + " or the file that $" + key + "_FILE names,\n" +
		strings.Join(keyed[:len(keyed)/2], ", ") + ",\n" + strings.Join(keyed[len(keyed)/2:], ", ")
}

// checkedList is a flag that may be repeated, or given several values with commas
// between them, each of which is checked.
type checkedList struct {
	all   *[]string
	check func(string) error
}

// Set adds values.
func (l *checkedList) Set(values string) error {
	for value := range strings.SplitSeq(values, ",") {
		value = strings.TrimSpace(value)
		if err := l.check(value); err != nil {
			return err
		}
		*l.all = append(*l.all, value)
	}
	return nil
}

// String returns the values with commas between them.
func (l *checkedList) String() string {
	if l.all == nil {
		return ""
	}
	return strings.Join(*l.all, ",")
}

// Type names the kind of value in the help where the usage does not.
func (l *checkedList) Type() string { return "strings" }

// articles parses the inputs and yields the articles in order. An input that
// fails is named on standard error and left out; when any did, the error of
// failed says so at the end.
func (f *inputFlags) articles(cmd *cobra.Command, p *geoparser.Parser, args []string) (all iter.Seq[*geo.Parsed], failed func() error) {
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
		for parsed, err := range p.ParseBatch(cmd.Context(), read, f.workers) {
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
