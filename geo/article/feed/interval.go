package feed

import (
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/rss"
)

// periods are the values of updatePeriod in the RSS module Syndication.
var periods = map[string]time.Duration{
	"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour, "monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour,
}

// maxInterval is the longest update interval that is used.
const maxInterval = 365 * 24 * time.Hour

// updateInterval returns the time between updates that a feed announces, by its ttl or
// by the module Syndication, whichever is longer, or 0.
func updateInterval(feed *gofeed.Feed) time.Duration {
	var ttl time.Duration
	if original, ok := feed.OriginalFeed().(*rss.Feed); ok {
		ttl = time.Duration(min(parseCount(original.TTL), int(maxInterval/time.Minute))) * time.Minute
	}
	period := periods[strings.ToLower(syndication(feed, "updatePeriod"))]
	frequency := max(parseCount(syndication(feed, "updateFrequency")), 1)
	return max(ttl, period/time.Duration(frequency))
}

// syndication returns the value of an element of the module Syndication, or an empty
// string.
func syndication(feed *gofeed.Feed, name string) string {
	if all := feed.Extensions["sy"][name]; len(all) > 0 {
		return strings.TrimSpace(all[0].Value)
	}
	return ""
}

// parseCount parses a positive number; it returns 0 for anything else.
func parseCount(s string) int {
	n, err := strconv.ParseUint(strings.TrimSpace(s), 10, 31)
	if err != nil {
		return 0
	}
	return int(n)
}
