package main

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"dateline/server/queue"

	"github.com/spf13/cobra"
)

// oneJob is a verb that does something to one job.
func oneJob(where *storeFlag, log *slog.Logger, verb, short string, do func(queue.Queue, context.Context, int64) error) *cobra.Command {
	cmd := &cobra.Command{
		Use:   verb + " ID",
		Short: short,
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return usagef("%q is not the number of a job; \"dateline queue\" lists them", args[0])
			}
			return withDepot(cmd, where, log, func(d *depot) error { return do(d.Queue, cmd.Context(), id) })
		},
	}
	where.register(cmd)
	return cmd
}

func newPruneCommand(where *storeFlag, log *slog.Logger) *cobra.Command {
	var olderThan time.Duration
	cmd := &cobra.Command{
		Use:   "prune",
		Short: "Forget jobs that are over",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withDepot(cmd, where, log, func(d *depot) error {
				n, err := d.Queue.Prune(cmd.Context(), olderThan)
				fmt.Fprintf(cmd.OutOrStdout(), "forgot %d jobs\n", n)
				return err
			})
		},
	}
	where.register(cmd)
	cmd.Flags().DurationVar(&olderThan, "older-than", keepJobs, "how long ago they ended")
	return cmd
}
