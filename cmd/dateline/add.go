package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"dateline/server/importer"

	"github.com/spf13/cobra"
)

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
	historyFlag(cmd, &a.history)
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
	history           bool
}

func (a *addition) run(cmd *cobra.Command, args []string) error {
	ctx := cmd.Context()
	app, err := openApp(ctx, &a.store, &a.in, a.history, a.log)
	if err != nil {
		return err
	}
	defer app.Close()
	if err := app.Store.CheckWritable(); err != nil {
		return err
	}
	return app.whileChecked(ctx, func(ctx context.Context) error { return a.work(ctx, cmd, app, args) })
}

// work imports the inputs and works on their jobs.
func (a *addition) work(ctx context.Context, cmd *cobra.Command, app *app, args []string) error {
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
	err := a.add(ctx, cmd, app, args)
	cancel()
	return errors.Join(<-worked, err)
}

// add imports the inputs and prints a summary.
func (a *addition) add(ctx context.Context, cmd *cobra.Command, app *app, args []string) error {
	request := &importer.AddRequest{
		Collection: a.collection, Inputs: args, Stdin: cmd.InOrStdin(), Workers: a.in.workers, Reparse: a.reparse, NoWait: a.noWait,
	}
	p := &progress{started: time.Now(), inputs: &request.Progress, placed: app.Importer.PlacedMentions, reparse: len(args) == 0, errs: cmd.ErrOrStderr()}
	request.Failed, request.Noticed, request.Updated = p.fail, p.notice, p.update
	if len(args) > 0 {
		if err := a.createCollection(ctx, app); err != nil {
			return err
		}
	}
	stop := p.show()
	err := app.Importer.Add(ctx, request)
	stop()
	return p.summarize(cmd.OutOrStdout(), err)
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
