package queue

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// claimStatement claims the most urgent jobs of a number of kinds. It queries each
// kind and priority separately: each query then reads a few entries of an index,
// however many jobs wait.
func claimStatement(kinds int) string {
	if kinds == 0 {
		return "SELECT 1"
	}
	const one = `SELECT * FROM (SELECT id, priority, run_at FROM queue_jobs
		WHERE state IN ('waiting', 'retrying') AND kind = ? AND priority = ? AND run_at <= ? AND crashes = 0 ORDER BY run_at, id LIMIT ?)`
	each := make([]string, kinds*(maxPriority+1))
	for i := range each {
		each[i] = one
	}
	return setClaimed + ` WHERE id IN
		(SELECT id FROM (` + strings.Join(each, " UNION ALL ") + `) ORDER BY priority, run_at, id LIMIT ?)
		RETURNING ` + columns
}

const setClaimed = `UPDATE queue_jobs SET state = 'running', attempt = attempt + 1, worker = ?, lease = ?`

// claim claims jobs for the free slots and starts them. It reports whether there may
// be more to claim when a slot is free.
func (w *sqliteWorker) claim(ctx context.Context) (more bool) {
	if len(w.kinds) == 0 {
		return false
	}
	if w.suspects {
		return w.claimSuspect(ctx)
	}
	free := w.slots - len(w.running)
	if free < w.slots/2 {
		return true // claiming few at a time would take a transaction for each
	}
	now := w.q.now()
	args := []any{w.name, millis(now.Add(w.q.Lease))}
	for _, k := range w.kinds {
		for p := range maxPriority + 1 {
			args = append(args, k, p, millis(now), free)
		}
	}
	jobs, err := scanJobs(w.claimJobs.QueryContext(ctx, append(args, free)...))
	if err != nil {
		w.failed(ctx, "claiming jobs", err)
		return false
	}
	slices.SortFunc(jobs, func(a, b *Job) int {
		return cmp.Or(cmp.Compare(a.Priority, b.Priority), a.RunAt.Compare(b.RunAt), cmp.Compare(a.ID, b.ID))
	})
	for _, j := range jobs {
		w.start(ctx, j)
	}
	return len(jobs) == free
}

// claimSuspect claims one job whose worker died, when no other job is running here, so
// that it is known to be the cause if this process dies too.
func (w *sqliteWorker) claimSuspect(ctx context.Context) (more bool) {
	if len(w.running) > 0 {
		return true
	}
	now := w.q.now()
	args := []any{w.name, millis(now.Add(w.q.Lease)), millis(now)}
	jobs, err := scanJobs(w.q.db.QueryContext(ctx, setClaimed+` WHERE id IN (SELECT id FROM queue_jobs
		WHERE state IN ('waiting', 'retrying') AND crashes > 0 AND run_at <= ? AND kind IN (`+marks(len(w.kinds))+`)
		ORDER BY run_at, id LIMIT 1) RETURNING `+columns, appendAll(args, w.kinds)...))
	if err != nil {
		w.failed(ctx, "claiming a job", err)
		return false
	}
	if len(jobs) == 0 {
		w.suspects = false
		return w.claim(ctx)
	}
	w.start(ctx, jobs[0])
	return true
}
