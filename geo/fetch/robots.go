package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"dateline/geo"
)

// Limits of robots.txt (RFC 9309).
const (
	robotsPath     = "/robots.txt"
	maxRobotsBytes = 500 << 10
	robotsMaxAge   = 24 * time.Hour
	// robotsRetry is the time until a robots.txt that could not be fetched is requested
	// again.
	robotsRetry = 10 * time.Minute
	// maxCrawlDelay is the longest delay between two requests that is used.
	maxCrawlDelay = time.Minute
)

// Limits of the cache.
const (
	maxCachedHosts = 1000
	maxCachedRules = 100_000 // of all hosts together, some 10 MB
)

// robotsCache caches the robots.txt of hosts. The zero value is ready for use.
type robotsCache struct {
	fetching keyedMutex // one request at a time by origin

	mu      sync.Mutex
	entries map[string]robotsEntry // by origin: scheme and host
	rules   int                    // of all entries together
}

// robotsEntry is the robots.txt of one host.
type robotsEntry struct {
	robotsRules
	err     error // of fetching it
	expires time.Time
}

// checkRobots returns an error if the robots.txt of a URL's host forbids it, and the
// delay that it requires between two requests. A host without robots.txt allows all;
// one whose robots.txt cannot be fetched allows nothing for now (RFC 9309, 2.3.1).
func (f *Fetcher) checkRobots(ctx context.Context, u *url.URL) (delay time.Duration, err error) {
	origin := u.Scheme + "://" + u.Host
	entry, ok := f.robots.get(origin, f.now())
	if !ok {
		unlock, err := f.robots.fetching.lock(ctx, origin)
		if err != nil {
			return 0, err
		}
		defer unlock()
		if entry, ok = f.robots.get(origin, f.now()); !ok { // not fetched meanwhile
			if entry, err = f.fetchRobots(ctx, origin, entry); err != nil {
				return 0, err
			}
			f.robots.put(origin, entry, f.now())
		}
	}
	switch {
	case entry.err != nil:
		return 0, fmt.Errorf("fetching the robots.txt of %s: %w", u.Host, entry.err)
	case !entry.allows(u):
		return 0, geo.Errorf(geo.ErrForbidden, "the robots.txt of %s forbids programs to fetch %s", u.Host, u.EscapedPath())
	}
	return entry.delay, nil
}

// fetchRobots fetches the robots.txt of an origin. If that fails, the expired entry, if
// there is one, is used for longer. The error is that of the context.
func (f *Fetcher) fetchRobots(ctx context.Context, origin string, expired robotsEntry) (robotsEntry, error) {
	now := f.now()
	u, err := url.Parse(origin + robotsPath)
	if err != nil {
		return robotsEntry{}, geo.Errorf(geo.ErrInput, "%w", err)
	}
	x := exchange{Fetcher: f, maxBytes: maxRobotsBytes, truncate: true}
	response, err := x.get(ctx, u, Request{})
	switch {
	case err == nil:
		return robotsEntry{robotsRules: parseRobots(completeLines(response.Body)), expires: now.Add(robotsMaxAge)}, nil
	case ctx.Err() != nil:
		return robotsEntry{}, ctx.Err()
	case isMissing(err):
		return robotsEntry{expires: now.Add(robotsMaxAge)}, nil
	}
	retry := robotsRetry
	if later, ok := errors.AsType[*RetryError](err); ok {
		retry = later.After
	}
	if !expired.expires.IsZero() && expired.err == nil {
		expired.expires = now.Add(retry)
		return expired, nil
	}
	return robotsEntry{err: err, expires: now.Add(retry)}, nil
}

// isMissing reports whether an error means that a host has no robots.txt: a status of
// the client's fault, a response that is no file, or endless redirects.
func isMissing(err error) bool {
	if status, ok := errors.AsType[*statusError](err); ok {
		return status.code < 300 || status.code >= 400 && status.code < 500
	}
	return errors.Is(err, errTooManyRedirects)
}

// completeLines returns a robots.txt without the last line if it was truncated.
func completeLines(body []byte) []byte {
	if len(body) == maxRobotsBytes {
		body = body[:bytes.LastIndexAny(body, "\r\n")+1]
	}
	return body
}

// get returns the entry of an origin; ok is false if it is missing or expired.
func (c *robotsCache) get(origin string, now time.Time) (e robotsEntry, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e = c.entries[origin]
	return e, now.Before(e.expires)
}

// put stores the entry of an origin. If the cache is too large, it deletes expired
// entries, then any other.
func (c *robotsCache) put(origin string, e robotsEntry, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.entries == nil {
		c.entries = map[string]robotsEntry{}
	}
	c.rules += len(e.lines) - len(c.entries[origin].lines)
	c.entries[origin] = e
	for _, expiredOnly := range []bool{true, false} {
		for other, o := range c.entries {
			if len(c.entries) <= maxCachedHosts && c.rules <= maxCachedRules {
				return
			}
			if other != origin && (!expiredOnly || !now.Before(o.expires)) {
				c.rules -= len(o.lines)
				delete(c.entries, other)
			}
		}
	}
}
