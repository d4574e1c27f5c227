// Package queue keeps work that outlives a request or a crash.
//
// Jobs lie in the database that their effects go to: they are inserted in the
// transaction that makes them necessary, and marked as done in the transaction that
// writes what they found. A job's effects are therefore kept exactly once, although
// its handler may run more than once. On SQLite the jobs lie in a table of ours, on
// PostgreSQL in River's; both pass one suite of tests.
package queue

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"
)

// Kind names what a job does and so the handler that does it.
type Kind string

// State is where a job stands.
type State string

// The states. A job goes from waiting to running, and from there to done; or over
// retrying back to running; or ends as failed or cancelled.
const (
	Waiting   State = "waiting"
	Running   State = "running"
	Retrying  State = "retrying"
	Done      State = "done"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// States lists the states in the order that a job goes through them.
var States = []State{Waiting, Running, Retrying, Done, Failed, Cancelled}

// Finished reports whether a job in this state will not run again by itself.
func (s State) Finished() bool { return s == Done || s == Failed || s == Cancelled }

// NewJob is a job to insert.
type NewJob struct {
	Kind Kind
	// Payload is what the handler works on, encoded as JSON.
	Payload any
	// Key, where it is not empty, is unique among the jobs of the kind, finished
	// ones included until they are pruned.
	Key string
	// Group is what jobs are counted and listed by, such as a collection.
	Group string
	// RunAt is when the job may run first, at once where it is zero.
	RunAt time.Time
	// Priority orders the jobs that may run, from 0, the most urgent, to 3.
	Priority int
}

// MaxAttempts is how often a job is tried, unless it is told to [Queue.Retry]. The
// waits between the attempts make up 15 hours.
const MaxAttempts = 10

// Job is a job as it stands.
type Job struct {
	ID          int64
	Kind        Kind
	Payload     json.RawMessage
	Key, Group  string
	Priority    int
	State       State
	Attempt     int // attempts begun
	MaxAttempts int
	// RunAt is when the job may run, or might at its last attempt; Finished is zero
	// until it is done, failed or cancelled.
	RunAt, Created, Finished time.Time
	Errors                   []Failure // in order
	Worker                   string    // who ran it last: host, process and a random part
}

// Failure is why an attempt at a job failed.
type Failure struct {
	At      time.Time `json:"at"`
	Attempt int       `json:"attempt"`
	Error   string    `json:"error"`
	Stack   string    `json:"stack,omitempty"` // of a panic
}

// Filter says which jobs to list; its zero value lists the newest ones.
type Filter struct {
	Kinds  []Kind // all where empty
	Group  string // all where empty
	States []State
	Before int64 // only jobs with lower ids, to page on
	Limit  int   // 100 where zero, at most 10,000
}

// limit is how many jobs to list.
func (f *Filter) limit() int {
	const usual, most = 100, 10_000
	if f.Limit <= 0 {
		return usual
	}
	return min(f.Limit, most)
}

// Handler does a job's work outside of any transaction and returns what there is to
// write. done, which may be nil, runs in the very transaction that marks the job as
// done, perhaps together with those of other jobs, and perhaps more than once: what
// it does outside of the transaction must bear that. When done fails, what it wrote
// is undone and the attempt failed with its error. It must reach the database through
// the transaction alone.
//
// ctx ends when the job is cancelled, when [Queue.Work] is told to end, or when
// another worker has taken over the job. An error means another attempt snoozed,
// unless it is made by [Permanent] or [Snooze]; after [MaxAttempts] the job has
// failed. A panic is an error.
type Handler func(ctx context.Context, j *Job) (done func(context.Context, *sql.Tx) error, err error)

// Queue holds jobs. Its methods are safe for concurrent use, and so are several
// queues, in one process or many, over one database.
type Queue interface {
	// Insert adds jobs in a transaction on the queue's database and returns their
	// ids in order, 0 for a job whose key was there already. The error wraps
	// [geo.ErrInput] where a payload is no JSON or a priority is out of range.
	Insert(ctx context.Context, tx *sql.Tx, jobs ...NewJob) (ids []int64, err error)

	// Work runs jobs of the handlers' kinds, as many at once as there are workers,
	// until ctx ends; it then ends the contexts of the running jobs, waits for their
	// handlers and gives unfinished jobs back. It outlives a database that goes away
	// for a while. The error is nil when ctx ended it.
	Work(ctx context.Context, handlers map[Kind]Handler, workers int) error

	// Jobs lists jobs, the newest first.
	Jobs(ctx context.Context, f Filter) ([]Job, error)

	// Counts counts the jobs of a group, or of all groups for "", by kind and state.
	Counts(ctx context.Context, group string) (map[Kind]map[State]int, error)

	// Cancel ends a job that is not finished, and leaves a finished one as it is.
	// Where it is running its context ends within a second or so. The error wraps
	// [geo.ErrNotFound] where there is no such job.
	Cancel(ctx context.Context, id int64) error

	// Retry lets a job run now, whether it waits, failed, was cancelled or is done,
	// and leaves a running one alone. The error wraps [geo.ErrNotFound] where there
	// is no such job.
	Retry(ctx context.Context, id int64) error

	// Prune removes the jobs that finished longer ago than olderThan, and returns
	// how many they were. Their keys become free.
	Prune(ctx context.Context, olderThan time.Duration) (int, error)
}
