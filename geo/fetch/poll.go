package fetch

import (
	"hash/fnv"
	"time"
)

// The least and the greatest time between two polls of a feed.
const (
	MinPollInterval = 15 * time.Minute
	MaxPollInterval = 24 * time.Hour
)

// NextPoll returns the time until the next poll of a feed. It is half as long again as
// the last interval if the feed had no new items, a third shorter if it had, and
// doubles with each consecutive failure; it is at least minInterval, which the feed or
// its server announces (0 if unknown), and between [MinPollInterval] and
// [MaxPollInterval]. Up to a tenth is added by a hash of the address, which spreads the
// polls.
func NextPoll(address string, last, minInterval time.Duration, hasNews bool, failures int) time.Duration {
	wait := max(last, MinPollInterval)
	switch {
	case failures > 0:
		wait = MinPollInterval << min(failures, 7)
	case hasNews:
		wait -= wait / 3
	default:
		wait += wait / 2
	}
	minInterval = min(max(minInterval, MinPollInterval), MaxPollInterval)
	wait = min(max(wait, minInterval), MaxPollInterval)
	h := fnv.New32a()
	_, _ = h.Write([]byte(address)) // never fails
	spread := wait / 10 * time.Duration(h.Sum32()%100) / 100
	if wait+spread > MaxPollInterval {
		return max(wait-spread, minInterval)
	}
	return wait + spread
}
