package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"dateline/geo"

	"github.com/temoto/robotstxt"
)

// Limits of robots.txt, after RFC 9309.
const (
	robotsBytes = 500 << 10
	robotsAge   = 24 * time.Hour
	// robotsRetry is how soon a robots.txt that could not be had is asked for again.
	robotsRetry = 10 * time.Minute
	robotsHosts = 1000
)

// robots remembers the robots.txt of hosts.
type robots struct {
	fetcher *Fetcher
	mu      sync.Mutex
	hosts   map[string]rules
}

// rules are what a host's robots.txt says.
type rules struct {
	group *robotstxt.Group
	// err says why it could not be had.
	err   error
	until time.Time
}

// allow asks the robots.txt of an address's host. Where there is none all is
// allowed; where it cannot be had nothing is, for now (RFC 9309, 2.3.1).
func (r *robots) allow(ctx context.Context, address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("%w: %w", geo.ErrInput, err)
	}
	rules := r.of(ctx, u.Scheme+"://"+u.Host)
	if rules.err != nil {
		return fmt.Errorf("asking %s for its robots.txt: %w", u.Host, rules.err)
	}
	if !rules.group.Test(u.RequestURI()) {
		return fmt.Errorf("the robots.txt of %s asks programs not to fetch %s: %w", u.Host, u.Path, geo.ErrForbidden)
	}
	return nil
}

func (r *robots) of(ctx context.Context, origin string) rules {
	r.mu.Lock()
	known, ok := r.hosts[origin]
	r.mu.Unlock()
	if ok && time.Now().Before(known.until) {
		return known
	}
	fresh := r.fetch(ctx, origin)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.hosts == nil || len(r.hosts) >= robotsHosts {
		r.hosts = map[string]rules{}
	}
	r.hosts[origin] = fresh
	return fresh
}

func (r *robots) fetch(ctx context.Context, origin string) rules {
	answer, err := r.fetcher.get(ctx, origin+"/robots.txt", Request{})
	switch {
	case errors.Is(err, errAnswer):
		return rules{group: parseRobots(nil), until: time.Now().Add(robotsAge)}
	case err != nil: // the server, or our own policy, says no
		return rules{err: err, until: time.Now().Add(robotsRetry)}
	}
	return rules{group: parseRobots(answer.Body), until: time.Now().Add(robotsAge)}
}

// parseRobots reads the rules for this program; of a file that cannot be read
// nothing is forbidden.
func parseRobots(body []byte) *robotstxt.Group {
	if len(body) > robotsBytes {
		body = body[:robotsBytes]
	}
	data, err := robotstxt.FromBytes(body)
	if err != nil {
		data, _ = robotstxt.FromBytes(nil)
	}
	return data.FindGroup(agent)
}
