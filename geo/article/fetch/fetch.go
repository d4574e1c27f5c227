// Package fetch gets pages and feeds from addresses, politely: it obeys robots.txt, asks whether a page has changed before it takes it again, and never connects to private addresses.
package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"dateline/geo"
	"dateline/geo/safehttp"
)

// Limits of a request, where Options name none.
const (
	DefaultTimeout  = time.Minute
	DefaultMaxBytes = 64 << 20
)

// agent is the name by which robots.txt may speak of the program.
const agent = "Dateline"

// UserAgent is what requests say of who asks.
const UserAgent = agent + "/1.0 (reads articles for the people who run it)"

// Options say how to fetch. The zero value fetches from public addresses.
type Options struct {
	// Allow are addresses beyond the public ones that may be connected to, as
	// [safehttp.Policy] has them.
	Allow []string
	// Timeout bounds a request with its body; MaxBytes bounds the body, unpacked.
	Timeout  time.Duration
	MaxBytes int64
}

// Fetcher fetches addresses. It is safe for concurrent use.
type Fetcher struct {
	client   *http.Client
	timeout  time.Duration
	maxBytes int64
	robots   robots
}

// New returns a fetcher. The error wraps [geo.ErrInput] for an address in Allow
// that is none.
func New(o Options) (*Fetcher, error) {
	client, err := safehttp.NewClient(safehttp.Policy{Allow: o.Allow, UserAgent: UserAgent})
	if err != nil {
		return nil, err
	}
	f := &Fetcher{client: client, timeout: o.Timeout, maxBytes: o.MaxBytes}
	if f.timeout <= 0 {
		f.timeout = DefaultTimeout
	}
	if f.maxBytes <= 0 {
		f.maxBytes = DefaultMaxBytes
	}
	f.robots.fetcher = f
	return f, nil
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
	// NotModified says that what was fetched before still holds; Body is empty.
	NotModified bool
	Body        []byte
	// ContentType is what the server calls it, which need not be true.
	ContentType        string
	ETag, LastModified string
	// MaxAge is how long the server says that the answer holds, 0 where it does not.
	MaxAge time.Duration
}

// RetryError says that a server wants to be asked again later.
type RetryError struct {
	// After is how long to wait, at least a minute and at most a day.
	After  time.Duration
	Status string
}

func (e *RetryError) Error() string {
	return fmt.Sprintf("the server answers %s: to be asked again in %s", e.Status, e.After)
}

// Unwrap returns [geo.ErrUnavailable].
func (e *RetryError) Unwrap() error { return geo.ErrUnavailable }

// Bounds of the wait that a server may ask for.
const (
	leastRetry = time.Minute
	mostRetry  = 24 * time.Hour
)

// Normalize returns an address as it is fetched: without a fragment, which never
// reaches the server. The error wraps [geo.ErrInput] for an address that is not a
// whole one of http or https, or that holds a password, and says so.
func Normalize(address string) (string, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	switch {
	case err != nil:
		return "", fmt.Errorf("the address %q cannot be read: %w: %w", address, geo.ErrInput, err)
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Hostname() == "":
		return "", fmt.Errorf("the address %q is not one of http or https with a host: %w", address, geo.ErrInput)
	case u.User != nil:
		return "", fmt.Errorf("the address of %s holds a user name or password, which would be kept with the article; leave it out: %w", u.Host, geo.ErrInput)
	}
	u.Fragment, u.RawFragment = "", ""
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	return u.String(), nil
}

// Host is the host of an address, with its port, or empty.
func Host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}

// Get asks for an address. The error wraps [geo.ErrInput] for an address that is
// none, [geo.ErrForbidden] where policy, robots.txt or the server says no,
// [geo.ErrNotFound], [geo.ErrTooLarge], or [geo.ErrUnavailable] where asking again
// later may help; it is a [RetryError] where the server says when.
func (f *Fetcher) Get(ctx context.Context, r Request) (*Response, error) {
	address, err := Normalize(r.URL)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, f.timeout)
	defer cancel()
	if r.Robots {
		if err := f.robots.allow(ctx, address); err != nil {
			return nil, err
		}
	}
	return f.get(ctx, address, r)
}

func (f *Fetcher) get(ctx context.Context, address string, r Request) (*Response, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", geo.ErrInput, err)
	}
	request.Header.Set("Accept", "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, text/plain;q=0.9, application/pdf;q=0.8, */*;q=0.5")
	if r.ETag != "" {
		request.Header.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		request.Header.Set("If-Modified-Since", r.LastModified)
	}
	response, err := f.client.Do(request)
	if err != nil {
		return nil, categorised(err)
	}
	defer response.Body.Close()
	out := &Response{
		URL: response.Request.URL.String(), ContentType: response.Header.Get("Content-Type"),
		ETag: response.Header.Get("ETag"), LastModified: response.Header.Get("Last-Modified"), MaxAge: maxAge(response.Header.Get("Cache-Control")),
	}
	if response.StatusCode == http.StatusNotModified {
		out.NotModified = true
		return out, nil
	}
	if err := refusal(response, time.Now()); err != nil {
		return nil, err
	}
	if out.Body, err = safehttp.ReadBody(response.Body, f.maxBytes); err != nil {
		return nil, categorised(err)
	}
	return out, nil
}

// errAnswer marks the errors of answers 400 to 499, which say that there is
// nothing to be had there, and so of a robots.txt that there are no rules.
var errAnswer = errors.New("")

// refusal is the error that an answer stands for, nil if it is a page.
func refusal(r *http.Response, now time.Time) error {
	switch code := r.StatusCode; {
	case code == http.StatusOK || code == http.StatusNonAuthoritativeInfo:
		return nil
	case code == http.StatusTooManyRequests || code == http.StatusServiceUnavailable:
		return &RetryError{retryAfter(r.Header.Get("Retry-After"), now), r.Status}
	case code == http.StatusNotFound || code == http.StatusGone:
		return fmt.Errorf("%w: the server answers %s%w", geo.ErrNotFound, r.Status, errAnswer)
	case code == http.StatusUnauthorized || code == http.StatusPaymentRequired || code == http.StatusForbidden || code == http.StatusUnavailableForLegalReasons:
		return fmt.Errorf("%w: the server answers %s%w", geo.ErrForbidden, r.Status, errAnswer)
	case code >= 400 && code < 500 && code != http.StatusRequestTimeout:
		return fmt.Errorf("%w: the server answers %s%w", geo.ErrInput, r.Status, errAnswer)
	}
	return fmt.Errorf("%w: the server answers %s", geo.ErrUnavailable, r.Status)
}

// retryAfter reads a Retry-After header: seconds, or a day and time (RFC 9110).
func retryAfter(value string, now time.Time) time.Duration {
	wait := leastRetry
	if seconds, err := strconv.ParseInt(strings.TrimSpace(value), 10, 32); err == nil {
		wait = time.Duration(seconds) * time.Second
	} else if at, err := http.ParseTime(value); err == nil {
		wait = at.Sub(now).Round(time.Second)
	}
	return min(max(wait, leastRetry), mostRetry)
}

// maxAge reads max-age of a Cache-Control header.
func maxAge(value string) time.Duration {
	for part := range strings.SplitSeq(value, ",") {
		name, seconds, _ := strings.Cut(strings.TrimSpace(part), "=")
		if n, err := strconv.ParseInt(strings.Trim(seconds, `"`), 10, 32); err == nil && strings.EqualFold(name, "max-age") && n > 0 {
			return min(time.Duration(n)*time.Second, mostRetry)
		}
	}
	return 0
}

// categorised gives an error without a category that of what does not answer.
func categorised(err error) error {
	for _, known := range []error{geo.ErrForbidden, geo.ErrInput, geo.ErrTooLarge, geo.ErrUnavailable, context.Canceled} {
		if errors.Is(err, known) {
			return err
		}
	}
	return fmt.Errorf("%w: %w", geo.ErrUnavailable, err)
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
