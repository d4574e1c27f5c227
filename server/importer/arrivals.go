package importer

import (
	"context"

	"dateline/server"
	"dateline/server/queue"
)

// arrivalKinds are the kinds of jobs that a reader is shown.
var arrivalKinds = []queue.Kind{KindFetch, KindRead, KindParse}

// maxArrivals is how many arrivals are listed.
const maxArrivals = 100

// stateOf is what a reader is told of a job's state.
var stateOf = map[queue.State]server.ArrivalState{
	queue.Waiting: server.ArrivalWaiting, queue.Retrying: server.ArrivalWaiting, queue.Running: server.ArrivalWorking,
	queue.Done: server.ArrivalDone, queue.Failed: server.ArrivalFailed, queue.Cancelled: server.ArrivalCancelled,
}

// Arrivals tells what is on its way into a collection. Addresses and documents that
// are done are left out: what came of them is an arrival of its own.
func (in *Intake) Arrivals(ctx context.Context, collection string, state server.ArrivalState) (server.Arrivals, error) {
	out := server.Arrivals{Counts: map[server.ArrivalState]int{}}
	counts, err := in.Queue.Counts(ctx, collection)
	if err != nil {
		return out, err
	}
	for _, kind := range arrivalKinds {
		for s, n := range counts[kind] {
			if shown(kind, s) {
				out.Counts[stateOf[s]] += n
			}
		}
	}
	jobs, err := in.recent(ctx, collection, state)
	if err != nil {
		return out, err
	}
	return out, in.describe(ctx, collection, jobs, &out)
}

// shown reports whether a job of this kind and state is an arrival.
func shown(kind queue.Kind, s queue.State) bool { return kind == KindParse || s != queue.Done }

// recent lists the newest jobs that are arrivals in a state, or in any.
func (in *Intake) recent(ctx context.Context, collection string, state server.ArrivalState) ([]queue.Job, error) {
	var states []queue.State
	for _, s := range queue.States {
		if state != "" && stateOf[s] == state {
			states = append(states, s)
		}
	}
	var found []queue.Job
	f := queue.Filter{Group: collection, Kinds: arrivalKinds, States: states, Limit: maxArrivals}
	for len(found) < maxArrivals {
		jobs, err := in.Queue.Jobs(ctx, f)
		if err != nil {
			return nil, err
		}
		for i := range jobs {
			if shown(jobs[i].Kind, jobs[i].State) && len(found) < maxArrivals {
				found = append(found, jobs[i])
			}
		}
		if len(jobs) < f.Limit {
			break
		}
		f.Before = jobs[len(jobs)-1].ID
	}
	return found, nil
}

// describe adds jobs to the arrivals in the words of a reader.
func (in *Intake) describe(ctx context.Context, collection string, jobs []queue.Job, out *server.Arrivals) error {
	keys := make([]string, len(jobs))
	var parsed []string
	for i := range jobs {
		j := &jobs[i]
		a := server.Arrival{ID: j.ID, State: stateOf[j.State], Queued: j.Created}
		a.Step, a.Name, keys[i] = describeJob(j)
		if j.State == queue.Waiting || j.State == queue.Retrying {
			a.Next = j.RunAt
		}
		if n := len(j.Errors); n > 0 && (j.State == queue.Failed || j.State == queue.Retrying) {
			a.Reason = j.Errors[n-1].Error
		}
		if j.State == queue.Done {
			parsed = append(parsed, keys[i])
		}
		out.Recent = append(out.Recent, a)
	}
	ids, err := in.Store.IDs(ctx, collection, parsed)
	if err != nil {
		return err
	}
	for i := range out.Recent {
		if out.Recent[i].State == server.ArrivalDone {
			out.Recent[i].Article = ids[keys[i]]
		}
	}
	return nil
}

// describeJob says what a job works on, and the key of its article.
func describeJob(j *queue.Job) (step server.ArrivalStep, name, article string) {
	switch j.Kind {
	case KindFetch:
		p, _ := payload[fetchJob](j) // what cannot be read has no name
		return server.StepFetch, p.URL, ""
	case KindRead:
		p, _ := payload[readJob](j)
		return server.StepRead, p.Name, ""
	}
	p, _ := payload[parseJob](j)
	return server.StepParse, p.Name, p.Article
}

// NameOf says what a job works on, in a few words.
func NameOf(j *queue.Job) string {
	switch j.Kind {
	case KindPoll:
		p, _ := payload[pollJob](j) // what cannot be read has no name
		return p.URL
	case KindIndex:
		p, _ := payload[indexJob](j)
		return p.Subject
	}
	_, name, _ := describeJob(j)
	return name
}
