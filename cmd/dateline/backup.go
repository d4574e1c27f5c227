package main

import (
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"
)

func newBackupCommand(log *slog.Logger) *cobra.Command {
	var f storeFlag
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Back up the store to a file",
		Long: `Backup writes a snapshot of the store to a file; others may read and write the
store meanwhile. The file is a store itself: "dateline serve --store FILE" shows
it.`,
		Example: `  dateline backup dateline-backup.db`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withStorage(cmd, &f, log, func(s *storage) error {
				if err := s.Store.Backup(cmd.Context(), args[0]); err != nil {
					return err
				}
				fmt.Fprintf(cmd.OutOrStdout(), "wrote %s\n", args[0])
				return nil
			})
		},
	}
	f.register(cmd)
	return cmd
}
