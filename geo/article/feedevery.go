package article

import (
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/rss"
)

// periods are the words of the RSS module Syndication for how long it is between
// changes.
var periods = map[string]time.Duration{
	"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour, "monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour,
}

// longestEvery bounds what a feed may say of how rarely it changes.
const longestEvery = 365 * 24 * time.Hour

// every is how long a feed says that its content holds, by its ttl or by the module
// Syndication, whichever is longer; 0 where it does not say.
func every(feed *gofeed.Feed) time.Duration {
	var ttl time.Duration
	if original, ok := feed.OriginalFeed().(*rss.Feed); ok {
		ttl = time.Duration(min(count(original.TTL), int(longestEvery/time.Minute))) * time.Minute
	}
	return max(ttl, periods[strings.ToLower(syndication(feed, "updatePeriod"))]/time.Duration(max(count(syndication(feed, "updateFrequency")), 1)))
}

// syndication is what a feed says in the module Syndication under a name.
func syndication(feed *gofeed.Feed, name string) string {
	if all := feed.Extensions["sy"][name]; len(all) > 0 {
		return strings.TrimSpace(all[0].Value)
	}
	return ""
}

// count reads a number of one or more, and gives 0 for any other text.
func count(s string) int {
	n, err := strconv.ParseUint(strings.TrimSpace(s), 10, 31)
	if err != nil {
		return 0
	}
	return int(n)
}
