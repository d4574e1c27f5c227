// Package queue stores jobs in the database and runs them.
//
// A job is inserted in the transaction that makes it necessary and completed in the
// transaction that writes its results, so its effects are stored exactly once although
// its handler may run more than once. SQLite stores jobs in a table of this package,
// PostgreSQL in River's tables; one test suite covers both.
package queue

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"
)

// Kind identifies the handler of a job.
type Kind string

// State is the state of a job.
type State string

// The states of a job. It goes from waiting to running and then to done; or through
// retrying back to running; or ends as failed or cancelled.
const (
	Waiting   State = "waiting"
	Running   State = "running"
	Retrying  State = "retrying"
	Done      State = "done"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// States lists the states in the order in which a job goes through them.
var States = []State{Waiting, Running, Retrying, Done, Failed, Cancelled}

// Finished reports whether a job in this state does not run again unless it is
// retried with [Queue.Retry].
func (s State) Finished() bool { return s == Done || s == Failed || s == Cancelled }

// NewJob is a job to insert.
type NewJob struct {
	Kind Kind
	// Payload is the input of the handler, encoded as JSON.
	Payload any
	// Key, if not empty, is unique among the jobs of the kind, including finished
	// ones until they are pruned.
	Key string
	// Group is what jobs are listed and counted by, such as a collection.
	Group string
	// Batch identifies the jobs of one import. A handler that inserts further jobs
	// passes its own batch on.
	Batch string
	// RunAt is the earliest time to run the job; zero means now.
	RunAt time.Time
	// Priority orders the jobs that may run, from 0, the most urgent, to 3.
	Priority int
}

// MaxAttempts is the number of attempts before a job fails, unless it is retried with
// [Queue.Retry]. The waits between the attempts add up to 15 hours.
const MaxAttempts = 10

// MaxCrashes is the number of workers that may die while they run a job before it
// fails. After the first death the job waits a few seconds and runs alone in its
// process, so that no other job fails for the second.
const MaxCrashes = 2

// Job is a job in the queue.
type Job struct {
	ID                int64
	Kind              Kind
	Payload           json.RawMessage
	Key, Group, Batch string
	Priority          int
	State             State
	Attempt           int // attempts started
	MaxAttempts       int
	Crashes           int // workers that died while they had the job
	// RunAt is the earliest time of the next attempt, or that of the last one;
	// Finished is zero until the job is done, failed or cancelled.
	RunAt, Created, Finished time.Time
	Errors                   []Failure // the most recent ones, in order
	Worker                   string    // the last worker; see workerName
}

// LastError returns the error of the most recent failed attempt, or "".
func (j *Job) LastError() string {
	if n := len(j.Errors); n > 0 {
		return j.Errors[n-1].Error
	}
	return ""
}

// Failure is a failed attempt.
type Failure struct {
	At      time.Time `json:"at"`
	Attempt int       `json:"attempt"`
	Error   string    `json:"error"`
	Stack   string    `json:"stack,omitempty"` // of a panic
}

// Filter selects jobs. Its zero value selects all.
type Filter struct {
	Kinds  []Kind // any if empty
	Group  string // any if empty
	Batch  string // any if empty
	States []State
	Before int64 // only lower ids, for paging
	Limit  int   // 100 if zero, at most 10,000
}

// limit returns the maximum number of jobs to list.
func (f *Filter) limit() int {
	const usual, most = 100, 10_000
	if f.Limit <= 0 {
		return usual
	}
	return min(f.Limit, most)
}

// Handler runs a job outside of any transaction and returns a function that writes its
// results. done, which may be nil, runs in the transaction that completes the job,
// possibly together with those of other jobs and possibly more than once. If done
// fails its writes are rolled back and the attempt fails with its error. It must use
// the database only through the transaction.
//
// ctx is cancelled when the job is cancelled, when [Queue.Work] ends, or when another
// worker takes the job over. After an error the job is retried, unless the error was
// made by [Permanent], [Snooze] or [RetryAfter]; after [MaxAttempts] it fails. A panic
// is an error.
type Handler func(ctx context.Context, j *Job) (done func(context.Context, *sql.Tx) error, err error)

// Queue stores jobs. Its methods are safe for concurrent use, and so are several
// queues, in one process or many, on one database.
type Queue interface {
	// Insert adds jobs in a transaction on the queue's database and returns their
	// ids in order, 0 for a job whose key exists. The error wraps [geo.ErrInput] if
	// a payload cannot be encoded or a priority is out of range.
	Insert(ctx context.Context, tx *sql.Tx, jobs ...NewJob) (ids []int64, err error)

	// Work runs jobs of the handlers' kinds concurrently on the given number of
	// workers until ctx is cancelled; it then cancels the running jobs, waits for
	// their handlers and returns unfinished jobs to the queue. It continues when the
	// database is unavailable for a while. The error is nil if ctx was cancelled, and
	// wraps [geo.ErrCorrupt] if the database is damaged.
	Work(ctx context.Context, handlers map[Kind]Handler, workers int) error

	// Jobs lists jobs, the newest first.
	Jobs(ctx context.Context, f Filter) ([]Job, error)

	// Counts counts the jobs of a group and batch by kind and state; "" is any.
	Counts(ctx context.Context, group, batch string) (map[Kind]map[State]int, error)

	// Changed returns a channel that is closed after a worker of this Queue next
	// finishes an attempt at a job.
	Changed() <-chan struct{}

	// Cancel cancels a job that is not finished; a finished one is unchanged. The
	// context of a running job ends within about a second. The error wraps
	// [geo.ErrNotFound] if there is no such job.
	Cancel(ctx context.Context, id int64) error

	// Retry runs a job now that is waiting, failed, cancelled or done; a running one
	// is unchanged. The error wraps [geo.ErrNotFound] if there is no such job.
	Retry(ctx context.Context, id int64) error

	// Prune deletes the jobs that finished longer than olderThan ago and returns
	// their number. Their keys become free.
	Prune(ctx context.Context, olderThan time.Duration) (int, error)
}
