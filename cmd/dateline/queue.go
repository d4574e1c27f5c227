package main

import (
	"log/slog"

	"dateline/server/queue"

	"github.com/spf13/cobra"
)

func newQueueCommand(log *slog.Logger) *cobra.Command {
	var f storeFlag
	var o listOptions
	cmd := &cobra.Command{
		Use:   "queue",
		Short: "List and change the jobs of the store",
		Long: `Queue lists the jobs of the store, the newest first, with their states and the
reasons of those that failed.`,
		Example: `  dateline queue --state failed
  dateline queue retry 42`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withQueue(cmd, &f, log, func(s *storage) error { return o.list(cmd, s) })
		},
	}
	list := &cobra.Command{Use: "list", Short: "List the jobs, the newest first", Args: cobra.NoArgs, RunE: cmd.RunE}
	for _, c := range []*cobra.Command{cmd, list} {
		f.register(c)
		c.Flags().StringVar(&o.format, "format", "text", "text or json")
		c.Flags().StringVar(&o.collection, "collection", "", "only jobs of this collection")
		c.Flags().StringVar(&o.state, "state", "", "only jobs in this state: waiting, running, retrying, done, failed or cancelled")
		c.Flags().IntVar(&o.limit, "limit", 20, "list at most `N` jobs")
	}
	cmd.AddCommand(list, newJobCommand(&f, log, "cancel", "Cancel a job", queue.Queue.Cancel),
		newJobCommand(&f, log, "retry", "Run a job now, even one that failed or was cancelled", queue.Queue.Retry), newPruneCommand(&f, log))
	return cmd
}
