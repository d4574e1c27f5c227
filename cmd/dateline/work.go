package main

import (
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"
)

func newWorkCommand(log *slog.Logger) *cobra.Command {
	var (
		in      inputFlags
		where   storeFlag
		reparse bool
	)
	cmd := &cobra.Command{
		Use:   "work",
		Short: "Work on what waits in the store's queue",
		Long: `Work fetches, reads and parses what was queued, and polls feeds, until it is
told to end by an interrupt; what it has begun then is given back. Several may
work on one store: on PostgreSQL also on several machines. One that is killed
loses nothing: another takes over after a minute.`,
		Example: `  dateline work --store postgres://dateline@db.example/dateline --workers 4`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			w, err := openWorkshop(cmd.Context(), &where, &in, log)
			if err != nil {
				return err
			}
			defer w.Close()
			if reparse {
				n, err := w.Importer.Reparse(cmd.Context())
				if err != nil {
					return err
				}
				fmt.Fprintf(cmd.OutOrStdout(), "queued %d articles to be parsed again\n", n)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "working on %s with %d workers\n", w.Store.Name(), in.workers)
			if err := w.Importer.Work(cmd.Context(), in.workers); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "stopped; %d mentions were placed\n", w.Importer.PlacedMentions())
			return nil
		},
	}
	in.register(cmd)
	where.register(cmd)
	cmd.Flags().BoolVar(&reparse, "reparse", false, "first queue all articles that were parsed with another gazetteer or other models")
	return cmd
}
