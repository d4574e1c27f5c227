package fetch

import (
	"context"
	"time"
)

// SetClock gives a fetcher the clock of a test, and how it waits.
func (f *Fetcher) SetClock(now func() time.Time, sleep func(context.Context, time.Duration) error) {
	f.now, f.sleep = now, sleep
}

const (
	RobotsBytes = robotsBytes
	MaxAddress  = maxAddress
)
