package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"dateline/server/importer"

	"github.com/spf13/cobra"
)

func newAddCommand(log *slog.Logger) *cobra.Command {
	a := adding{log: log}
	cmd := &cobra.Command{
		Use:   "add INPUT...",
		Short: "Take articles into a collection of the store",
		Long: `Add reads articles into a collection, finds their places and keeps them in the
store, where "dateline serve" shows them. INPUT is a file, a folder, an address,
or "-" for standard input; the address of a feed, or a list of feeds (OPML), is
followed from then on by "dateline serve" and "dateline work".

What is there already is not added twice. If add is ended, by whatever, the same
command goes on where it ended; with --no-wait it only queues the articles, for
"dateline work" here or, where the store is PostgreSQL, on other machines.`,
		Example: `  dateline add reports/ --collection border --title "Border talks"
  dateline add https://news.example/feed.xml --collection news
  dateline add archive.jsonl.d/ --store postgres://dateline@db.example/dateline --no-wait`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && !a.reparse {
				return usagef("requires at least 1 INPUT")
			}
			return a.run(cmd, args)
		},
	}
	a.in.register(cmd)
	a.store.register(cmd)
	cmd.Flags().StringVar(&a.collection, "collection", "articles", "`NAME` of the collection, which is made if it is not there")
	cmd.Flags().StringVar(&a.title, "title", "", "title of the collection")
	cmd.Flags().BoolVar(&a.noWait, "no-wait", false, "queue the articles and leave finding their places to others")
	cmd.Flags().BoolVar(&a.reparse, "reparse", false, "find the places anew of all articles of the store that were parsed with another\ngazetteer or other models, or not at all")
	return cmd
}

// adding is one run of the verb.
type adding struct {
	log               *slog.Logger
	in                inputFlags
	store             storeFlag
	collection, title string
	noWait, reparse   bool
}

func (a *adding) run(cmd *cobra.Command, args []string) error {
	ctx := cmd.Context()
	w, err := openWorkshop(ctx, &a.store, &a.in, a.log)
	if err != nil {
		return err
	}
	defer w.Close()
	ctx, end := context.WithCancel(ctx)
	defer end()
	worked := make(chan error, 1)
	if a.noWait {
		worked <- nil
	} else {
		go func() {
			err := w.Importer.Work(ctx, a.in.workers)
			if err != nil {
				end() // nothing would come to an end
			}
			worked <- err
		}()
	}
	err = a.add(ctx, cmd, w, args)
	end()
	return errors.Join(<-worked, err)
}

// add takes the inputs in and waits for what is to be done with them.
func (a *adding) add(ctx context.Context, cmd *cobra.Command, w *workshop, args []string) error {
	began := time.Now()
	from := &importer.AddRequest{Collection: a.collection, Inputs: args, Stdin: cmd.InOrStdin(), Workers: a.in.workers}
	r := &report{began: began, progress: &from.Progress, placed: w.Importer.PlacedMentions}
	from.Failed = r.fail
	group := a.collection
	if len(args) == 0 {
		group, r.reparsing = importer.ReparseGroup, true
	} else if err := a.makeCollection(ctx, w); err != nil {
		return err
	}
	before, err := w.Importer.Status(ctx, group)
	if err != nil {
		return err
	}
	r.before = before
	stop := r.show(cmd.ErrOrStderr())
	err = a.takeIn(ctx, w, from, group, r)
	stop()
	if told := w.Importer.FailedSince(context.WithoutCancel(ctx), group, began, r.failJob); told != nil {
		err = errors.Join(err, told)
	}
	return r.conclude(cmd.OutOrStdout(), cmd.ErrOrStderr(), err)
}

// takeIn queues all there is and waits for it.
func (a *adding) takeIn(ctx context.Context, w *workshop, from *importer.AddRequest, group string, r *report) error {
	if a.reparse {
		if _, err := w.Importer.Reparse(ctx); err != nil {
			return err
		}
	}
	reading := make(chan error, 1)
	go func() { reading <- w.Importer.AddInputs(ctx, from) }()
	watch := func() error { return w.watch(ctx, group, r, reading) }
	if a.noWait {
		watch = func() error { return <-reading }
	}
	if err := watch(); err != nil {
		return err
	}
	if a.noWait {
		s, err := w.Importer.Status(ctx, group)
		r.note(s)
		return err
	}
	left, err := w.Importer.Wait(ctx, group, r.note)
	r.left = left
	return err
}

func (a *adding) makeCollection(ctx context.Context, w *workshop) error {
	there, err := w.Store.HasCollection(ctx, a.collection)
	if err != nil {
		return err
	}
	title := a.title
	if !there && title == "" {
		title = a.collection
	}
	return w.Importer.PutCollection(ctx, a.collection, title)
}

// watch tells how far the jobs are until the inputs are read.
func (w *workshop) watch(ctx context.Context, group string, r *report, reading <-chan error) error {
	for {
		select {
		case err := <-reading:
			return err
		case <-time.After(time.Second):
		}
		s, err := w.Importer.Status(ctx, group)
		if err == nil {
			r.note(s)
		} else if ctx.Err() == nil {
			return fmt.Errorf("asking how far the articles are: %w", err)
		}
	}
}
