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

// Limits of robots.txt, after RFC 9309.
const (
	robotsPath  = "/robots.txt"
	robotsBytes = 500 << 10 // what is read of one
	robotsAge   = 24 * time.Hour
	// robotsRetry is how soon a robots.txt that could not be had is asked for again.
	robotsRetry = 10 * time.Minute
	// mostDelay bounds the time between two requests that a robots.txt may ask for.
	mostDelay = time.Minute
)

// Bounds of what is remembered.
const (
	robotsHosts = 1000
	robotsRules = 100_000 // of all hosts together, some 10 MB
)

// robots remembers the robots.txt of hosts. Its zero value is ready.
type robots struct {
	asking locks // one request at a time for the robots.txt of a host

	mu    sync.Mutex
	sites map[string]site // by scheme and host
	rules int             // of all sites together
}

// site is what is known of the robots.txt of a host.
type site struct {
	rules
	// err says why it could not be had.
	err   error
	until time.Time
}

// allow asks the robots.txt of an address's host, and returns the time that it wants
// between two requests. Where there is none all is allowed; where it cannot be had
// nothing is, for now (RFC 9309, 2.3.1).
func (f *Fetcher) allow(ctx context.Context, u *url.URL) (delay time.Duration, err error) {
	origin := u.Scheme + "://" + u.Host
	known, ok := f.robots.known(origin, f.now())
	if !ok {
		done, err := f.robots.asking.hold(ctx, origin)
		if err != nil {
			return 0, err
		}
		defer done()
		if known, ok = f.robots.known(origin, f.now()); !ok { // nobody else has asked meanwhile
			if known, err = f.askRobots(ctx, origin, known); err != nil {
				return 0, err
			}
			f.robots.keep(origin, known, f.now())
		}
	}
	switch {
	case known.err != nil:
		return 0, fmt.Errorf("asking %s for its robots.txt: %w", u.Host, known.err)
	case !known.allows(u):
		return 0, geo.Errorf(geo.ErrForbidden, "the robots.txt of %s asks programs not to fetch %s", u.Host, u.EscapedPath())
	}
	return known.delay, nil
}

// askRobots gets a robots.txt. One that was there before stands in for one that
// cannot be had now. The error is that of a visit that was given up, which says
// nothing of the host.
func (f *Fetcher) askRobots(ctx context.Context, origin string, before site) (site, error) {
	now := f.now()
	u, err := url.Parse(origin + robotsPath)
	if err != nil {
		return site{}, geo.Errorf(geo.ErrInput, "%w", err)
	}
	v := visit{Fetcher: f, most: robotsBytes, cut: true}
	answer, err := v.get(ctx, u, Request{})
	switch {
	case err == nil:
		return site{rules: parseRules(whole(answer.Body)), until: now.Add(robotsAge)}, nil
	case ctx.Err() != nil:
		return site{}, ctx.Err()
	case saysNone(err):
		return site{until: now.Add(robotsAge)}, nil
	}
	again := robotsRetry
	if later, ok := errors.AsType[*RetryError](err); ok {
		again = later.After
	}
	if !before.until.IsZero() && before.err == nil {
		before.until = now.Add(again)
		return before, nil
	}
	return site{err: err, until: now.Add(again)}, nil
}

// saysNone reports whether an error means that a host has no robots.txt: what it
// answers is nothing, or a matter of whoever asks, or it redirects for ever.
func saysNone(err error) bool {
	if status, ok := errors.AsType[*statusError](err); ok {
		return status.code < 300 || status.code >= 400 && status.code < 500
	}
	return errors.Is(err, errRedirects)
}

// whole leaves out the last line of a robots.txt that was cut off within it.
func whole(body []byte) []byte {
	if len(body) == robotsBytes {
		body = body[:bytes.LastIndexAny(body, "\r\n")+1]
	}
	return body
}

// known returns what is known of a host; ok is false where it is out of date.
func (r *robots) known(origin string, now time.Time) (s site, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s = r.sites[origin]
	return s, now.Before(s.until)
}

// keep remembers what is known of a host, and forgets what is out of date, or any
// other, where it is too much.
func (r *robots) keep(origin string, s site, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.sites == nil {
		r.sites = map[string]site{}
	}
	r.rules += len(s.lines) - len(r.sites[origin].lines)
	r.sites[origin] = s
	for _, outdated := range []bool{true, false} {
		for other, o := range r.sites {
			if len(r.sites) <= robotsHosts && r.rules <= robotsRules {
				return
			}
			if other != origin && (!outdated || !now.Before(o.until)) {
				r.rules -= len(o.lines)
				delete(r.sites, other)
			}
		}
	}
}
