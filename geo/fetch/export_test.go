package fetch

import (
	"context"
	"time"
)

// SetClock sets the clock of a fetcher and how it waits.
func (f *Fetcher) SetClock(now func() time.Time, sleep func(context.Context, time.Duration) error) {
	f.now, f.sleep = now, sleep
}

const (
	RobotsBytes = maxRobotsBytes
	MaxURLBytes = maxURLBytes
)

var RequestError = requestError
