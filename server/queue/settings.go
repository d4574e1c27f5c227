package queue

import (
	"cmp"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"log/slog"
	"os"
	"time"
)

// settings are what tests change about a queue.
type settings struct {
	now func() time.Time
	// poll is how often a queue looks for what other processes did.
	poll time.Duration
	// lease is how long a job belongs to its worker without a word from it. It is
	// renewed three times in that time.
	lease time.Duration
	// backoff is how long a job waits after an attempt failed.
	backoff func(id int64, attempt int) time.Duration
}

// Options configure a queue. The zero value is valid.
type Options struct {
	// Log receives warnings and errors; nil discards them.
	Log *slog.Logger
	// Lease is how long a job belongs to a worker that does not renew its lease, a
	// minute if zero. All workers on a database must use the same.
	Lease time.Duration
}

// DefaultLease is the lease where [Options] has none.
const DefaultLease = time.Minute

func (o Options) settings() settings {
	return settings{now: time.Now, poll: time.Second, lease: cmp.Or(o.Lease, DefaultLease), backoff: backoff}
}

func (o Options) logger() *slog.Logger {
	if o.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return o.Log
}

const (
	firstWait = 10 * time.Second
	lastWait  = 6 * time.Hour
)

// backoff triples the wait with each attempt, from 10 seconds to 6 hours, and
// spreads it by a tenth both ways, so that what failed together is not tried again
// together. The spread follows from the job, not from chance.
func backoff(id int64, attempt int) time.Duration {
	wait := firstWait
	for n := 1; n < attempt && wait < lastWait; n++ {
		wait *= 3
	}
	wait = min(wait, lastWait)
	h := fnv.New32a()
	_ = binary.Write(h, binary.LittleEndian, [2]int64{id, int64(attempt)}) // a hash takes everything
	return wait*9/10 + wait/5*time.Duration(h.Sum32()%1024)/1023
}

// workerName names a worker as no other is named.
func workerName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return fmt.Sprintf("%s-%d-%s", host, os.Getpid(), rand.Text()[:8])
}
