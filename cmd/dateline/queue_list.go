package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"dateline/server/importer"
	"dateline/server/queue"

	"github.com/spf13/cobra"
)

// listOptions select jobs and their format.
type listOptions struct {
	format, collection, state string
	limit                     int
}

// jobLine is a job in the output.
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

func (o *listOptions) list(cmd *cobra.Command, s *storage) error {
	f := queue.Filter{Group: o.collection, Limit: o.limit}
	if o.state != "" {
		f.States = []queue.State{queue.State(o.state)}
	}
	jobs, err := s.Queue.Jobs(cmd.Context(), f)
	if err != nil {
		return err
	}
	counts, err := s.Queue.Counts(cmd.Context(), o.collection, "")
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
	switch o.format {
	case "json":
		e := json.NewEncoder(cmd.OutOrStdout())
		e.SetIndent("", "  ")
		return e.Encode(map[string]any{"counts": counts, "jobs": lines})
	case "text":
		return writeJobs(&printable{cmd.OutOrStdout()}, counts, lines)
	}
	return usagef("--format %q: give text or json", o.format)
}

func writeJobs(out io.Writer, counts map[queue.Kind]map[queue.State]int, lines []jobLine) error {
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	fmt.Fprint(w, "KIND")
	for _, s := range queue.States {
		fmt.Fprintf(w, "\t%s", s)
	}
	fmt.Fprintln(w)
	for _, k := range importer.Kinds() {
		fmt.Fprint(w, k)
		for _, s := range queue.States {
			fmt.Fprintf(w, "\t%d", counts[k][s])
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w)
	for _, l := range lines {
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\n", l.ID, l.Kind, l.State, l.Collection, oneLine(l.Name), oneLine(l.Reason))
	}
	return w.Flush()
}
