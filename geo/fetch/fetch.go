// Package fetch gets pages and feeds from addresses, politely: it obeys robots.txt, asks whether a page has changed before it takes it again, visits a host one request at a time, and never connects to private addresses.
//
// Robots.txt speaks to programs that find addresses by themselves, so it decides
// about what feeds and lists of feeds lead to ([Request].Robots). A single address
// that a person names is that person's visit, as with a browser; who wants it obeyed
// there too sets [Options].Robots.
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

// Limits of a request, where Options name none.
const (
	DefaultTimeout  = time.Minute
	DefaultMaxBytes = 64 << 20
	DefaultEvery    = time.Second
	DefaultPatience = 30 * time.Second
)

// agent is the name by which robots.txt may speak of the program.
const agent = "Dateline"

// UserAgent is what requests say of who asks, and how to be rid of them.
const UserAgent = agent + "/1.0 (reads articles for the people at this address, who answer for it; rules for " + agent + " in robots.txt are kept)"

// Options say how to fetch. The zero value fetches from public addresses.
type Options struct {
	// Allow are addresses beyond the public ones that may be connected to, as
	// [safehttp.Policy] has them.
	Allow []string
	// Timeout bounds the time that servers take for a request with its redirects and
	// its body; MaxBytes bounds the body, unpacked.
	Timeout  time.Duration
	MaxBytes int64
	// Robots says that robots.txt decides about every request, also where the
	// request does not say so.
	Robots bool
	// Every is the least time between two visits to a host; a robots.txt that decides
	// may ask for more, up to a minute.
	Every time.Duration
	// Patience bounds the time that is waited for one's turn with a host.
	Patience time.Duration
	// Pacer paces the visits to hosts; nil means one for this fetcher alone.
	Pacer Pacer
	// Resolver looks up names; nil means the machine's.
	Resolver *net.Resolver
}

// Fetcher fetches addresses. It is safe for concurrent use.
type Fetcher struct {
	client   *http.Client
	timeout  time.Duration
	maxBytes int64
	always   bool // robots.txt decides about every request
	every    time.Duration
	patience time.Duration
	pacer    Pacer
	busy     locks // one request at a time for a host
	robots   robots

	// The clock, which tests set.
	now   func() time.Time
	sleep func(context.Context, time.Duration) error
}

// New returns a fetcher. The error wraps [geo.ErrInput] for an address in Allow
// that is none.
func New(o Options) (*Fetcher, error) {
	client, err := safehttp.NewClient(safehttp.Policy{Allow: o.Allow, UserAgent: UserAgent, Resolver: o.Resolver})
	if err != nil {
		return nil, err
	}
	// A visit follows redirects itself, for another host has its own rules and turns.
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	f := &Fetcher{
		client: client, always: o.Robots, pacer: o.Pacer, timeout: or(o.Timeout, DefaultTimeout), maxBytes: or(o.MaxBytes, DefaultMaxBytes),
		every: or(o.Every, DefaultEvery), patience: or(o.Patience, DefaultPatience), now: time.Now, sleep: sleep,
	}
	if f.pacer == nil {
		f.pacer = new(memory)
	}
	return f, nil
}

// or is a value, or what stands in where there is none.
func or[N ~int64](value, otherwise N) N {
	if value <= 0 {
		return otherwise
	}
	return value
}

// Request is what to ask for.
type Request struct {
	URL string
	// ETag and LastModified are what the server said the last time; where they
	// still hold it does not send the page again.
	ETag, LastModified string
	// Robots says that robots.txt decides: for addresses that a program found. One
	// that a person names is a person's visit.
	Robots bool
}

// Response is what a server answered.
type Response struct {
	// URL is the address that answered, after redirects.
	URL string
	// MovedPermanently is the address to ask for from now on: that to which the
	// redirects lead up to the first that is for a time only. It is empty where the
	// address asked for is still the one.
	MovedPermanently string
	// NotModified says that what was fetched before still holds; Body is empty.
	NotModified bool
	Body        []byte
	// ContentType is what the server calls it, which need not be true.
	ContentType        string
	ETag, LastModified string
	// MaxAge is how long the server says that the answer holds, 0 where it does not.
	MaxAge time.Duration
}

// Get asks for an address. The error wraps [geo.ErrInput] for an address that is
// none, [geo.ErrForbidden] where policy, robots.txt or the server says no,
// [geo.ErrNotFound], [geo.ErrTooLarge], or [geo.ErrUnavailable] where asking again
// later may help; it is a [RetryError] where it is known when.
func (f *Fetcher) Get(ctx context.Context, r Request) (*Response, error) {
	u, err := parse(r.URL)
	if err != nil {
		return nil, err
	}
	v := visit{Fetcher: f, obey: f.always || r.Robots, most: f.maxBytes}
	return v.get(ctx, u, r)
}

// Open asks for an address that a person named and returns the answer's body; it
// is what [dateline/geo/article.Options] wants for fetching.
func (f *Fetcher) Open(ctx context.Context, address string) (io.ReadCloser, error) {
	r, err := f.Get(ctx, Request{URL: address})
	if err != nil {
		return nil, err
	}
	return io.NopCloser(bytes.NewReader(r.Body)), nil
}
