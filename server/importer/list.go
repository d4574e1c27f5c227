package importer

import (
	"context"

	"dateline/server/queue"
)

// importKinds are the kinds of jobs that a reader is shown.
var importKinds = []queue.Kind{KindFetch, KindRead, KindParse}

// maxImports is how many arrivals are listed.
const maxImports = 100

// stateOf is what a reader is told of a job's state.
var stateOf = map[queue.State]State{
	queue.Waiting: Waiting, queue.Retrying: Waiting, queue.Running: Working,
	queue.Done: Done, queue.Failed: Failed, queue.Cancelled: Cancelled,
}

// Arrivals tells what is on its way into a collection. Addresses and documents that
// are done are left out: what came of them is an arrival of its own.
func (in *Importer) Imports(ctx context.Context, collection string, state State) (ImportList, error) {
	out := ImportList{Counts: map[State]int{}}
	counts, err := in.Queue.Counts(ctx, collection, "")
	if err != nil {
		return out, err
	}
	for _, kind := range importKinds {
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
func (in *Importer) recent(ctx context.Context, collection string, state State) ([]queue.Job, error) {
	var states []queue.State
	for _, s := range queue.States {
		if state != "" && stateOf[s] == state {
			states = append(states, s)
		}
	}
	var found []queue.Job
	f := queue.Filter{Group: collection, Kinds: importKinds, States: states, Limit: maxImports}
	for len(found) < maxImports {
		jobs, err := in.Queue.Jobs(ctx, f)
		if err != nil {
			return nil, err
		}
		for i := range jobs {
			if shown(jobs[i].Kind, jobs[i].State) && len(found) < maxImports {
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
func (in *Importer) describe(ctx context.Context, collection string, jobs []queue.Job, out *ImportList) error {
	keys := make([]string, len(jobs))
	var parsed []string
	for i := range jobs {
		j := &jobs[i]
		a := Import{ID: j.ID, State: stateOf[j.State], Queued: j.Created}
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
	ids, err := in.Store.ArticleIDs(ctx, collection, parsed)
	if err != nil {
		return err
	}
	for i := range out.Recent {
		if out.Recent[i].State == Done {
			out.Recent[i].Article = ids[keys[i]]
		}
	}
	return nil
}

// describeJob says what a job works on, and the key of its article.
func describeJob(j *queue.Job) (step Step, name, article string) {
	switch j.Kind {
	case KindFetch:
		p, _ := payload[fetchJob](j) // what cannot be read has no name
		return StepFetch, p.URL, ""
	case KindRead:
		p, _ := payload[readJob](j)
		return StepRead, p.Name, ""
	}
	p, _ := payload[parseJob](j)
	return StepParse, p.Name, p.Article
}

// JobName says what a job works on, in a few words.
func JobName(j *queue.Job) string {
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
