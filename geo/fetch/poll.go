package fetch

import (
	"hash/fnv"
	"time"
)

// Bounds of the time between two polls of a feed.
const (
	LeastPoll = 15 * time.Minute
	MostPoll  = 24 * time.Hour
)

// NextPoll returns how long to wait before a feed is polled again: half as long
// again as last time when it held nothing new, a third less when it did, twice as
// long for each failure in a row, never more often than the feed or its server
// says (least, 0 where they do not), and within [LeastPoll] and [MostPoll]. Feeds
// are spread by up to a tenth of it, by their address.
func NextPoll(address string, last, least time.Duration, fresh bool, failures int) time.Duration {
	wait := max(last, LeastPoll)
	switch {
	case failures > 0:
		wait = LeastPoll << min(failures, 7)
	case fresh:
		wait -= wait / 3
	default:
		wait += wait / 2
	}
	least = min(max(least, LeastPoll), MostPoll)
	wait = min(max(wait, least), MostPoll)
	h := fnv.New32a()
	_, _ = h.Write([]byte(address)) // never fails
	spread := wait / 10 * time.Duration(h.Sum32()%100) / 100
	if wait+spread > MostPoll {
		return max(wait-spread, least)
	}
	return wait + spread
}
