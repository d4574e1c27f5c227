package queue

import (
	"cmp"
	"database/sql"
	"log/slog"
	"sync"
	"time"
)

// Options configure a queue. The zero value is valid.
type Options struct {
	// Log receives warnings and errors; nil discards them.
	Log *slog.Logger
	// Lease is how long a job belongs to a worker that does not renew its lease,
	// [DefaultLease] if zero. All processes on a database must use the same.
	Lease time.Duration
	// Reader runs the queries that list and count jobs, so that they do not wait for
	// transactions; nil uses the connections that write.
	Reader *sql.DB
	// Poll is the interval between queries for jobs that became due and for changes by
	// other processes, a second if zero.
	Poll time.Duration
	// Resumable are the kinds of jobs that need a bounded amount of memory and go on from where
	// they were interrupted. They do not fail because [MaxCrashes] processes died while they
	// ran, only after [MaxAttempts].
	Resumable []Kind
}

// DefaultLease is the lease of a job unless [Options] has another.
const DefaultLease = time.Minute

// settings are the options of a queue, with those that only tests set.
type settings struct {
	Options
	now func() time.Time
	// crashDelay is the wait after the worker of a job died. A process that is killed
	// again and again hardly ever dies at such a job by chance.
	crashDelay time.Duration
	// backoff returns the wait after a failed attempt.
	backoff func(id int64, attempt int) time.Duration
}

func (o Options) settings() settings {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	o.Lease = cmp.Or(o.Lease, DefaultLease)
	o.Poll = cmp.Or(o.Poll, time.Second)
	o.Resumable = append([]Kind{}, o.Resumable...) // not nil, which is NULL in SQL
	return settings{Options: o, now: time.Now, crashDelay: 3 * time.Second, backoff: exponentialBackoff}
}

// maxLease is the longest time that a lease may have left. One that ends later was
// written before the clock was set back.
func (s settings) maxLease() time.Duration { return max(s.Lease, DefaultLease) + time.Second }

// broadcast wakes everyone who waits for a change. Its zero value is ready to use.
type broadcast struct {
	mu sync.Mutex
	ch chan struct{}
}

// Changed returns a channel that is closed by the next call of notify.
func (b *broadcast) Changed() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ch == nil {
		b.ch = make(chan struct{})
	}
	return b.ch
}

func (b *broadcast) notify() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ch != nil {
		close(b.ch)
		b.ch = nil
	}
}
