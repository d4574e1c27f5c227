package main

import (
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"
)

func newRestoreCommand(log *slog.Logger) *cobra.Command {
	var f storeFlag
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Restore a backup into an empty store",
		Long: `Restore copies a backup into the store, which must be empty and may be in another
kind of database than the one that was backed up. Articles that were not parsed
yet are parsed by "dateline add --reparse".`,
		Example: `  dateline restore dateline-backup.db --store postgres://dateline@db.example/dateline`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withQueue(cmd, &f, log, func(s *storage) error {
				if err := s.Store.Restore(cmd.Context(), args[0]); err != nil {
					return err
				}
				r, err := s.Store.Check(cmd.Context())
				if err != nil {
					return err
				}
				fmt.Fprintf(cmd.OutOrStdout(), "restored %d collections with %d articles, %d of them not parsed yet\n", r.Collections, r.Articles, r.Unparsed)
				return nil
			})
		},
	}
	f.register(cmd)
	return cmd
}
