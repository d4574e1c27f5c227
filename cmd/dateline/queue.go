package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"text/tabwriter"
	"time"

	"dateline/server/importer"
	"dateline/server/queue"

	"github.com/spf13/cobra"
)

// keepJobs is how long jobs that are over are remembered where no time is given.
const keepJobs = 30 * 24 * time.Hour

func newQueueCommand(log *slog.Logger) *cobra.Command {
	var where storeFlag
	var l listing
	cmd := &cobra.Command{
		Use:   "queue",
		Short: "Show and change what waits in the store's queue",
		Long: `Queue lists the jobs of the store: what waits, what is being done, what is done
and what has failed, with the reason.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withDepot(cmd, &where, log, func(d *depot) error { return l.list(cmd, d) })
		},
	}
	where.register(cmd)
	list := &cobra.Command{Use: "list", Short: "List the jobs, the newest first", Args: cobra.NoArgs, RunE: cmd.RunE}
	where.register(list)
	for _, c := range []*cobra.Command{cmd, list} {
		c.Flags().StringVar(&l.format, "format", "text", "text or json")
		c.Flags().StringVar(&l.collection, "collection", "", "only jobs of this collection")
		c.Flags().StringVar(&l.state, "state", "", "only jobs in this state: waiting, running, retrying, done, failed or cancelled")
		c.Flags().IntVar(&l.limit, "limit", 20, "how many jobs to list")
	}
	cmd.AddCommand(list, oneJob(&where, log, "cancel", "Take a job out of the queue", queue.Queue.Cancel),
		oneJob(&where, log, "retry", "Let a job run now, also one that failed or was cancelled", queue.Queue.Retry), newPruneCommand(&where, log))
	return cmd
}

// withDepot opens the store for as long as do takes.
func withDepot(cmd *cobra.Command, where *storeFlag, log *slog.Logger, do func(*depot) error) error {
	d, err := openDepot(cmd.Context(), where, log)
	if err != nil {
		return err
	}
	defer d.Close()
	return do(d)
}

// listing says which jobs to list, and how.
type listing struct {
	format, collection, state string
	limit                     int
}

// jobLine is a job as it is written.
type jobLine struct {
	ID         int64       `json:"id"`
	Kind       queue.Kind  `json:"kind"`
	State      queue.State `json:"state"`
	Collection string      `json:"collection"`
	Name       string      `json:"name"`
	Attempts   int         `json:"attempts"`
	Created    time.Time   `json:"created"`
	RunAt      time.Time   `json:"run_at"`
	Finished   *time.Time  `json:"finished,omitempty"`
	Worker     string      `json:"worker,omitempty"`
	Reason     string      `json:"reason,omitempty"`
}

func (l *listing) list(cmd *cobra.Command, d *depot) error {
	f := queue.Filter{Group: l.collection, Limit: l.limit}
	if l.state != "" {
		f.States = []queue.State{queue.State(l.state)}
	}
	jobs, err := d.Queue.Jobs(cmd.Context(), f)
	if err != nil {
		return err
	}
	counts, err := d.Queue.Counts(cmd.Context(), l.collection)
	if err != nil {
		return err
	}
	lines := make([]jobLine, len(jobs))
	for i := range jobs {
		j := &jobs[i]
		lines[i] = jobLine{
			ID: j.ID, Kind: j.Kind, State: j.State, Collection: j.Group, Name: importer.JobName(j), Attempts: j.Attempt, Created: j.Created, RunAt: j.RunAt, Worker: j.Worker,
		}
		if !j.Finished.IsZero() {
			lines[i].Finished = &j.Finished
		}
		if n := len(j.Errors); n > 0 && j.State != queue.Done {
			lines[i].Reason = j.Errors[n-1].Error
		}
	}
	switch l.format {
	case "json":
		e := json.NewEncoder(cmd.OutOrStdout())
		e.SetIndent("", "  ")
		return e.Encode(map[string]any{"counts": counts, "jobs": lines})
	case "text":
		return writeJobs(cmd.OutOrStdout(), counts, lines)
	}
	return usagef("--format %q: give text or json", l.format)
}

func writeJobs(out io.Writer, counts map[queue.Kind]map[queue.State]int, lines []jobLine) error {
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	fmt.Fprint(w, "KIND")
	for _, s := range queue.States {
		fmt.Fprintf(w, "\t%s", s)
	}
	fmt.Fprintln(w)
	for _, k := range []queue.Kind{importer.KindFetch, importer.KindPoll, importer.KindRead, importer.KindParse, importer.KindIndex} {
		fmt.Fprint(w, k)
		for _, s := range queue.States {
			fmt.Fprintf(w, "\t%d", counts[k][s])
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w)
	for _, l := range lines {
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\n", l.ID, l.Kind, l.State, l.Collection, l.Name, l.Reason)
	}
	return w.Flush()
}
