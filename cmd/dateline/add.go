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

// statusInterval is the time between two queries for the status of an import.
const statusInterval = time.Second

func newAddCommand(log *slog.Logger) *cobra.Command {
	a := addition{log: log}
	cmd := &cobra.Command{
		Use:   "add INPUT...",
		Short: "Add articles to a collection",
		Long: `Add reads articles, stores them in a collection and finds their places; "dateline
serve" shows them. INPUT is a file, a folder, a URL, or "-" for standard input.
The URL of a feed, or a list of feeds (OPML), is checked for new articles from
now on by "dateline serve" and "dateline work".

Articles that the collection already has are not added twice. If add is
interrupted or killed, run the same command again to resume. With --no-wait it
only queues the articles, for "dateline work" on this machine or, with
PostgreSQL, on others.`,
		Example: `  dateline add reports/ --collection border --title "Border talks"
  dateline add https://news.example/feed.xml --collection news
  dateline add archive.jsonl --store postgres://dateline@db.example/dateline --no-wait`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && !a.reparse {
				return usagef("requires at least 1 INPUT")
			}
			return a.run(cmd, args)
		},
	}
	a.in.register(cmd)
	a.store.register(cmd)
	cmd.Flags().StringVar(&a.collection, "collection", "articles", "`NAME` of the collection, which is created if it doesn't exist")
	cmd.Flags().StringVar(&a.title, "title", "", "title of the collection")
	cmd.Flags().BoolVar(&a.noWait, "no-wait", false, "queue the articles and don't wait until their places are found")
	cmd.Flags().BoolVar(&a.reparse, "reparse", false, "parse again all articles of the store that were parsed with another gazetteer or\nother models, or not at all")
	return cmd
}

// addition is one run of the verb.
type addition struct {
	log               *slog.Logger
	in                inputFlags
	store             storeFlag
	collection, title string
	noWait, reparse   bool
}

func (a *addition) run(cmd *cobra.Command, args []string) error {
	ctx := cmd.Context()
	app, err := openApp(ctx, &a.store, &a.in, a.log)
	if err != nil {
		return err
	}
	defer app.Close()
	if err := app.Store.CheckWritable(); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	worked := make(chan error, 1)
	if a.noWait {
		worked <- nil
	} else {
		go func() {
			err := app.Importer.Work(ctx, a.in.workers)
			if err != nil {
				cancel() // or the jobs would be waited for forever
			}
			worked <- err
		}()
	}
	err = a.add(ctx, cmd, app, args)
	cancel()
	return errors.Join(<-worked, err)
}

// add imports the inputs, waits for their jobs and prints a summary.
func (a *addition) add(ctx context.Context, cmd *cobra.Command, app *app, args []string) error {
	started := time.Now()
	request := &importer.AddRequest{Collection: a.collection, Inputs: args, Stdin: cmd.InOrStdin(), Workers: a.in.workers}
	p := &progress{started: started, inputs: &request.Progress, placed: app.Importer.PlacedMentions}
	request.Failed = p.fail
	group := a.collection
	if len(args) == 0 {
		group, p.reparse = importer.ReparseGroup, true
	} else if err := a.createCollection(ctx, app); err != nil {
		return err
	}
	before, err := app.Importer.Status(ctx, group)
	if err != nil {
		return err
	}
	p.before = before
	stop := p.show(cmd.ErrOrStderr())
	err = a.importInputs(ctx, app, request, group, p)
	stop()
	failed := app.Importer.FailedSince(context.WithoutCancel(ctx), group, started, func(name, reason string) { p.fail(fmt.Errorf("%s: %s", name, reason)) })
	return p.summarize(cmd.OutOrStdout(), cmd.ErrOrStderr(), errors.Join(err, failed))
}

// importInputs queues the inputs and, unless told otherwise, waits for their jobs.
func (a *addition) importInputs(ctx context.Context, app *app, request *importer.AddRequest, group string, p *progress) error {
	if a.reparse {
		if _, err := app.Importer.Reparse(ctx); err != nil {
			return err
		}
	}
	read := make(chan error, 1)
	go func() { read <- app.Importer.AddInputs(ctx, request) }()
	if a.noWait {
		if err := <-read; err != nil {
			return err
		}
		status, err := app.Importer.Status(ctx, group)
		p.update(status)
		return err
	}
	if err := watch(ctx, app, group, p, read); err != nil {
		return err
	}
	pending, err := app.Importer.Wait(ctx, group, p.update)
	p.postponed = pending
	return err
}

func (a *addition) createCollection(ctx context.Context, app *app) error {
	exists, err := app.Store.HasCollection(ctx, a.collection)
	if err != nil {
		return err
	}
	title := a.title
	if !exists && title == "" {
		title = a.collection
	}
	return app.Importer.PutCollection(ctx, a.collection, title)
}

// watch updates the progress until the inputs are read.
func watch(ctx context.Context, app *app, group string, p *progress, read <-chan error) error {
	tick := time.NewTicker(statusInterval)
	defer tick.Stop()
	for {
		select {
		case err := <-read:
			return err
		case <-tick.C:
		}
		status, err := app.Importer.Status(ctx, group)
		if err == nil {
			p.update(status)
		} else if ctx.Err() == nil {
			return fmt.Errorf("querying the status of the import: %w", err)
		}
	}
}
