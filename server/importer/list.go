package importer

import (
	"context"
	"strings"

	"dateline/geo/fetch"
	"dateline/server/queue"
)

// maxImports is how many imports are listed.
const maxImports = 100

// stateOf is the state of an import by that of its job.
var stateOf = map[queue.State]State{
	queue.Waiting: Waiting, queue.Retrying: Retrying, queue.Running: Working,
	queue.Done: Done, queue.Failed: Failed, queue.Cancelled: Cancelled,
}

// Imports counts the imports of a collection by state and lists the most recent ones in
// a state, or in any state if it is empty. URLs and documents that are done are left
// out: their articles are imports of their own.
func (im *Importer) Imports(ctx context.Context, collection string, state State) (ImportList, error) {
	out := ImportList{Counts: map[State]int{}}
	counts, err := im.Queue.Counts(ctx, collection, "")
	if err != nil {
		return out, err
	}
	for _, kind := range importKinds {
		for s, n := range counts[kind] {
			if isShown(kind, s) {
				out.Counts[stateOf[s]] += n
			}
		}
	}
	jobs, err := im.recent(ctx, collection, state)
	if err != nil {
		return out, err
	}
	if out.Recent, err = im.describe(ctx, collection, jobs); err != nil {
		return out, err
	}
	out.Notices, err = im.Store.Notices(ctx, collection, MaxListedNotices)
	return out, err
}

// isShown reports whether a job of this kind and state is an import.
func isShown(kind queue.Kind, s queue.State) bool { return kind == KindParse || s != queue.Done }

// recent lists the newest jobs that are imports in a state, or in any.
func (im *Importer) recent(ctx context.Context, collection string, state State) ([]queue.Job, error) {
	var states []queue.State
	for _, s := range queue.States {
		if state != "" && stateOf[s] == state {
			states = append(states, s)
		}
	}
	var found []queue.Job
	f := queue.Filter{Group: collection, Kinds: importKinds, States: states, Limit: maxImports}
	for len(found) < maxImports {
		jobs, err := im.Queue.Jobs(ctx, f)
		if err != nil {
			return nil, err
		}
		for i := range jobs {
			if isShown(jobs[i].Kind, jobs[i].State) && len(found) < maxImports {
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

// describe returns the imports of jobs.
func (im *Importer) describe(ctx context.Context, collection string, jobs []queue.Job) ([]Import, error) {
	imports := make([]Import, len(jobs))
	keys := make([]string, len(jobs))
	var parsed []string
	for i := range jobs {
		j := &jobs[i]
		m := Import{ID: j.ID, State: stateOf[j.State], Queued: j.Created}
		m.Step, m.Name, keys[i] = describeJob(j)
		switch j.State {
		case queue.Waiting, queue.Retrying:
			m.Next, m.Reason = j.RunAt, reasonOf(j)
		case queue.Failed:
			m.Reason = reasonOf(j)
		case queue.Done:
			parsed = append(parsed, keys[i])
		case queue.Running, queue.Cancelled:
		}
		imports[i] = m
	}
	ids, err := im.Store.ArticleIDs(ctx, collection, parsed)
	if err != nil {
		return nil, err
	}
	for i := range imports {
		if imports[i].State == Done {
			imports[i].Article = ids[keys[i]]
		}
	}
	return imports, nil
}

// describeJob returns the step and the name of a job, and the key of its article. The
// name is empty if the payload is damaged.
func describeJob(j *queue.Job) (step Step, name, article string) {
	switch j.Kind {
	case KindFetch:
		p, _ := payload[fetchJob](j)
		return StepFetch, p.URL, ""
	case KindRead:
		p, _ := payload[readJob](j)
		return StepRead, p.Name, ""
	}
	p, _ := payload[parseJob](j)
	return StepParse, p.Name, p.Article
}

// reasonOf returns why a job failed, without the name of what it works on, which is shown
// with it. A reason that a former version stored may name servers of an inner network; the
// host of the job replaces it.
func reasonOf(j *queue.Job) string {
	reason, name := j.LastError(), JobName(j)
	for _, step := range [...]string{"fetching ", "reading the feed ", "reading "} {
		if rest, ok := strings.CutPrefix(reason, step+name+": "); ok {
			reason = rest
			break
		}
	}
	if strings.Contains(reason, "dial tcp") || strings.Contains(reason, "lookup ") {
		return "no website answers at " + fetch.Host(name)
	}
	return reason
}

// JobName returns the URL, file name or title of what a job works on.
func JobName(j *queue.Job) string {
	switch j.Kind {
	case KindPoll:
		p, _ := payload[pollJob](j)
		return p.URL
	case KindIndex:
		p, _ := payload[indexJob](j)
		return p.Subject
	}
	_, name, _ := describeJob(j)
	return name
}
