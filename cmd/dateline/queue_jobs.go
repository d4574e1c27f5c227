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

// keepJobs is how long finished jobs are kept unless another time is given.
const keepJobs = 30 * 24 * time.Hour

// newJobCommand returns a verb that changes one job.
func newJobCommand(f *storeFlag, log *slog.Logger, verb, short string, do func(queue.Queue, context.Context, int64) error) *cobra.Command {
	cmd := &cobra.Command{
		Use:   verb + " ID",
		Short: short,
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return usagef("%q is not the number of a job; \"dateline queue\" lists them", args[0])
			}
			return withQueue(cmd, f, log, func(s *storage) error { return do(s.Queue, cmd.Context(), id) })
		},
	}
	f.register(cmd)
	return cmd
}

func newPruneCommand(f *storeFlag, log *slog.Logger) *cobra.Command {
	var olderThan time.Duration
	cmd := &cobra.Command{
		Use:   "prune",
		Short: "Delete finished jobs",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withQueue(cmd, f, log, func(s *storage) error {
				n, err := s.Queue.Prune(cmd.Context(), olderThan)
				fmt.Fprintf(cmd.OutOrStdout(), "deleted %d jobs\n", n)
				return err
			})
		},
	}
	f.register(cmd)
	cmd.Flags().DurationVar(&olderThan, "older-than", keepJobs, "delete those that finished longer ago than this")
	return cmd
}
