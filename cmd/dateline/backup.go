package main

import (
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"
)

func newBackupCommand(log *slog.Logger) *cobra.Command {
	var where storeFlag
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Write the whole store into a file",
		Long: `Backup writes the store, as it is at one moment, into a file, while others go on
reading and writing. The file is a store itself: "dateline serve --store FILE"
shows it.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withDepot(cmd, &where, log, func(d *depot) error {
				if err := d.Store.Backup(cmd.Context(), args[0]); err != nil {
					return err
				}
				fmt.Fprintf(cmd.OutOrStdout(), "wrote %s\n", args[0])
				return nil
			})
		},
	}
	where.register(cmd)
	return cmd
}

func newRestoreCommand(log *slog.Logger) *cobra.Command {
	var where storeFlag
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Fill an empty store from a backup",
		Long: `Restore puts what a backup holds into the store, which must be empty; it may lie
in another kind of database than the one that was backed up. What waited to be
parsed is parsed after "dateline add --reparse".`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withDepot(cmd, &where, log, func(d *depot) error {
				if err := d.Store.Restore(cmd.Context(), args[0]); err != nil {
					return err
				}
				r, err := d.Store.Check(cmd.Context())
				if err != nil {
					return err
				}
				fmt.Fprintf(cmd.OutOrStdout(), "restored %d collections with %d articles, of which %d are still to be parsed\n", r.Collections, r.Articles, r.Unparsed)
				return nil
			})
		},
	}
	where.register(cmd)
	return cmd
}
