package main

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"
)

func newWorkCommand(log *slog.Logger) *cobra.Command {
	var (
		in      inputFlags
		f       storeFlag
		reparse bool
		history bool
	)
	cmd := &cobra.Command{
		Use:   "work",
		Short: "Process queued jobs",
		Long: `Work fetches, reads and parses what is queued in the store, and checks feeds, until
it is interrupted; unfinished jobs are then released. Several workers may share a
store, with PostgreSQL also from several machines. If one is killed, another on the
same machine takes over its jobs at once, and one elsewhere after a minute.`,
		Example: `  dateline work --store postgres://dateline@db.example/dateline --workers 4`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			app, err := openApp(cmd.Context(), &f, &in, history, log)
			if err != nil {
				return err
			}
			defer app.Close()
			if err := app.Store.CheckWritable(); err != nil {
				return err
			}
			if reparse {
				n, err := app.Importer.Reparse(cmd.Context())
				if err != nil {
					return err
				}
				fmt.Fprintf(cmd.OutOrStdout(), "queued %d articles to parse again\n", n)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "processing the queue of %s with %d workers\n", app.Store.Name(), in.workers)
			err = app.whileChecked(cmd.Context(), func(ctx context.Context) error { return app.Importer.Work(ctx, in.workers) })
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "stopped; %d mentions were placed\n", app.Importer.PlacedMentions())
			return nil
		},
	}
	in.register(cmd)
	f.register(cmd)
	historyFlag(cmd, &history)
	cmd.Flags().BoolVar(&reparse, "reparse", false, "first queue all articles that were parsed with another gazetteer or other models")
	return cmd
}
