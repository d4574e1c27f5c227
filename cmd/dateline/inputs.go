package main

import (
	"context"
	"fmt"
	"iter"

	"dateline/geo"
	"dateline/geo/article"
	"dateline/geo/fetch"

	"github.com/spf13/cobra"
)

// inputs reads the inputs of one command line. An input that fails is reported on
// standard error, and the others are done.
type inputs struct {
	cmd          *cobra.Command
	done, failed int
}

// read yields the articles of the inputs in order.
func (in *inputs) read(allow, args []string) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		fetcher, err := fetch.New(fetch.Options{Allow: allow})
		if err != nil {
			yield(nil, err)
			return
		}
		pdfs := newPDFReader()
		defer pdfs.Close()
		notice := func(message string) { fmt.Fprintf(in.cmd.ErrOrStderr(), "dateline: %s\n", message) }
		o := article.Options{PDF: pdfs, Fetch: fetcher.Open, Notice: notice}
		article.ReadInputs(in.cmd.Context(), args, in.cmd.InOrStdin(), o)(yield)
	}
}

// parse yields the parsed articles of the inputs in order, each as soon as it is done
// or, with history, as soon as its batch is done.
func (in *inputs) parse(f *inputFlags, p *parser, history bool, args []string) iter.Seq[*geo.Parsed] {
	parse := p.ParseAll
	if history {
		parse = p.ParseBatch
	}
	return succeeded(in, parse(in.cmd.Context(), in.read(f.allow, args), f.workers))
}

// succeeded yields the results that are no errors, counts all and reports the errors.
func succeeded[T any](in *inputs, results iter.Seq2[T, error]) iter.Seq[T] {
	return func(yield func(T) bool) {
		for result, err := range results {
			if err != nil {
				if in.cmd.Context().Err() == nil {
					in.failed++
					fmt.Fprintf(in.cmd.ErrOrStderr(), "dateline: %v\n", err)
				}
				continue
			}
			in.done++
			if !yield(result) {
				return
			}
		}
	}
}

// err returns the error of the command line at its end: the context's, or one that
// counts the inputs that failed.
func (in *inputs) err(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if in.failed > 0 {
		return fmt.Errorf("%d of %d inputs failed; see the reasons above", in.failed, in.failed+in.done)
	}
	return nil
}
