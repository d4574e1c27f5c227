// Package fetch gets pages and feeds from the web politely: it obeys robots.txt, sends conditional requests, requests from a host one at a time and connects to public addresses only.
//
// Robots.txt addresses programs that find URLs by themselves, so it is obeyed for the
// URLs that feeds and lists of feeds lead to ([Request.ObeyRobots]). A single URL that
// a person enters is that person's request, as in a browser; [Options.ObeyRobots]
// makes robots.txt apply there too.
package fetch

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"time"

	"dateline/geo/fetch/safehttp"
)

// The defaults of [Options].
const (
	DefaultTimeout     = time.Minute
	DefaultMaxBytes    = 64 << 20
	DefaultMinInterval = time.Second
	DefaultMaxWait     = 30 * time.Second
)

// agent is the product name by which robots.txt addresses the program.
const agent = "Dateline"

// UserAgent is the User-Agent header of requests. It names the program and how to
// stop it.
const UserAgent = agent + "/1.0 (reads articles for the people at this address; obeys the rules for " + agent + " in robots.txt)"

// Options are the options of a [Fetcher]. The zero value fetches from public
// addresses.
type Options struct {
	// Allow are additional addresses to connect to, as [safehttp.Policy] has them.
	Allow []string
	// Timeout is the limit on the time that servers take for a request with its
	// redirects and its body.
	Timeout time.Duration
	// MaxBytes is the limit on the decoded body.
	MaxBytes int64
	// ObeyRobots makes robots.txt apply to every request.
	ObeyRobots bool
	// MinInterval is the least time between two requests to a host. A robots.txt that
	// applies may require more, up to a minute.
	MinInterval time.Duration
	// MaxWait is the limit on the time that a request waits for its host.
	MaxWait time.Duration
	// HostLimiter spaces the requests to a host; nil means one in the memory of this
	// fetcher.
	HostLimiter HostLimiter
	// Resolver looks up host names; nil means the system's.
	Resolver *net.Resolver
}

// Fetcher fetches URLs. It is safe for concurrent use.
type Fetcher struct {
	client      *http.Client
	timeout     time.Duration
	maxBytes    int64
	obeyRobots  bool // for every request
	minInterval time.Duration
	maxWait     time.Duration
	limiter     HostLimiter
	busy        keyedMutex // one request at a time by host
	robots      robotsCache

	// The clock, which tests replace.
	now   func() time.Time
	sleep func(context.Context, time.Duration) error
}

// New returns a fetcher. The error wraps [geo.ErrInput] for an entry of Allow that is
// not an address.
func New(o Options) (*Fetcher, error) {
	client, err := safehttp.NewClient(safehttp.Policy{Allow: o.Allow, UserAgent: UserAgent, Resolver: o.Resolver})
	if err != nil {
		return nil, err
	}
	// The fetcher follows redirects itself, because each host has its own robots.txt
	// and its own limiter.
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	f := &Fetcher{
		client: client, obeyRobots: o.ObeyRobots, limiter: o.HostLimiter,
		timeout: positiveOr(o.Timeout, DefaultTimeout), maxBytes: positiveOr(o.MaxBytes, DefaultMaxBytes),
		minInterval: positiveOr(o.MinInterval, DefaultMinInterval), maxWait: positiveOr(o.MaxWait, DefaultMaxWait),
		now: time.Now, sleep: sleep,
	}
	if f.limiter == nil {
		f.limiter = new(memoryLimiter)
	}
	return f, nil
}

// positiveOr returns value if it is positive, otherwise fallback.
func positiveOr[N ~int64](value, fallback N) N {
	if value <= 0 {
		return fallback
	}
	return value
}

// Request describes one request.
type Request struct {
	URL string
	// ETag and LastModified are those of the last response. If they still hold, the
	// server does not send the page again.
	ETag, LastModified string
	// ObeyRobots makes robots.txt apply: for URLs that a program found, not for those
	// that a person entered.
	ObeyRobots bool
}

// Response is the response to a [Request].
type Response struct {
	// URL is the address that responded, after redirects.
	URL string
	// MovedPermanently is the address to request from now on, to which the leading
	// permanent redirects lead; it is empty without such.
	MovedPermanently string
	// NotModified is set if the last response still holds; Body is empty.
	NotModified bool
	Body        []byte
	// ContentType is the media type that the server sent, which may be wrong.
	ContentType        string
	ETag, LastModified string
	// MaxAge is the time for which the response is fresh, or 0 if unknown.
	MaxAge time.Duration
}

// Get requests a URL. The error wraps [geo.ErrInput] for an invalid URL,
// [geo.ErrForbidden] if the policy, robots.txt or the server forbids it,
// [geo.ErrNotFound], [geo.ErrTooLarge], or [geo.ErrUnavailable] if a retry may help; it
// is a [RetryError] if it is known when.
func (f *Fetcher) Get(ctx context.Context, r Request) (*Response, error) {
	u, err := parseURL(r.URL)
	if err != nil {
		return nil, err
	}
	x := exchange{Fetcher: f, obeyRobots: f.obeyRobots || r.ObeyRobots, maxBytes: f.maxBytes}
	return x.get(ctx, u, r)
}

// Open requests a URL that a person entered and returns the body of the response, as
// article.Options.Fetch requires.
func (f *Fetcher) Open(ctx context.Context, address string) (io.ReadCloser, error) {
	r, err := f.Get(ctx, Request{URL: address})
	if err != nil {
		return nil, err
	}
	return io.NopCloser(bytes.NewReader(r.Body)), nil
}
