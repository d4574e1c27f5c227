// Package safehttp makes HTTP clients that connect to public addresses only, whatever a name resolves to or a redirect says.
//
// The check is made in the dialer, on the address that is about to be connected
// to: a name that resolves to a private address, or to another address at the
// second look, is refused like the address itself. Proxies of the environment
// are not used, for the check would then see only the proxy.
package safehttp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"syscall"
	"time"

	"dateline/geo"
)

// The limits of a client, beside the context of each request.
const (
	dialTimeout   = 10 * time.Second
	tlsTimeout    = 10 * time.Second
	headerTimeout = 30 * time.Second
	maxRedirects  = 5
	maxHeader     = 1 << 20 // bytes
)

// Policy says which addresses a client may connect to. The zero value allows
// public addresses only.
type Policy struct {
	// Allow are further addresses that are allowed: networks such as
	// "192.168.7.0/24", addresses, or the names of hosts.
	Allow []string
	// UserAgent is sent with every request that has none.
	UserAgent string
}

// NewClient returns a client that keeps to the policy. It follows up to five
// redirects, never from https to http. It sets no time-out on a response's body:
// that is for the request's context.
func NewClient(p Policy) (*http.Client, error) {
	g, err := newGuard(p.Allow)
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{
		DialContext:            g.dial,
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           16,
		IdleConnTimeout:        time.Minute,
		TLSHandshakeTimeout:    tlsTimeout,
		ResponseHeaderTimeout:  headerTimeout,
		MaxResponseHeaderBytes: maxHeader,
	}
	return &http.Client{
		Transport:     withAgent{transport, p.UserAgent},
		CheckRedirect: checkRedirect,
	}, nil
}

// guard decides about addresses.
type guard struct {
	networks []netip.Prefix
	hosts    []string
}

func newGuard(allow []string) (*guard, error) {
	g := &guard{}
	for _, a := range allow {
		if prefix, err := netip.ParsePrefix(a); err == nil {
			g.networks = append(g.networks, prefix.Masked())
			continue
		}
		if addr, err := netip.ParseAddr(a); err == nil {
			addr = addr.Unmap()
			g.networks = append(g.networks, netip.PrefixFrom(addr, addr.BitLen()))
			continue
		}
		if a == "" || strings.ContainsAny(a, "/: ") {
			return nil, fmt.Errorf("allowing connections to %q: neither a network, an address nor the name of a host: %w", a, geo.ErrInput)
		}
		g.hosts = append(g.hosts, strings.ToLower(a))
	}
	return g, nil
}

func (g *guard) dial(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{Timeout: dialTimeout}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("connecting to %q: %w", address, err)
	}
	if !slices.Contains(g.hosts, strings.ToLower(host)) {
		d.Control = func(_, resolved string, _ syscall.RawConn) error { return g.check(host, resolved) }
	}
	return d.DialContext(ctx, network, address)
}

// check refuses an address that is neither public nor allowed.
func (g *guard) check(host, resolved string) error {
	ap, err := netip.ParseAddrPort(resolved)
	if err != nil {
		return fmt.Errorf("connecting to %s: %w", host, err)
	}
	addr := ap.Addr().Unmap().WithZone("")
	if slices.ContainsFunc(g.networks, func(p netip.Prefix) bool { return p.Contains(addr) }) || IsPublic(addr) {
		return nil
	}
	return fmt.Errorf("connecting to %s: %s is not a public address; allow it in the configuration if it is meant: %w", host, addr, geo.ErrForbidden)
}

// special are the networks of IANA's registries of special-purpose addresses
// that net/netip has no word for, and those that carry IPv4 addresses within
// IPv6 ones.
var special = func() (all []netip.Prefix) {
	for _, s := range [...]string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
		"203.0.113.0/24", "240.0.0.0/4", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
		"2002::/16", "3fff::/20", "5f00::/16", "fec0::/10", "::/96",
	} {
		all = append(all, netip.MustParsePrefix(s))
	}
	return all
}()

// IsPublic reports whether an address is one of the public Internet's.
func IsPublic(addr netip.Addr) bool {
	addr = addr.Unmap().WithZone("")
	return addr.IsGlobalUnicast() && !addr.IsPrivate() &&
		!slices.ContainsFunc(special, func(p netip.Prefix) bool { return p.Contains(addr) })
}

func checkRedirect(req *http.Request, via []*http.Request) error {
	switch {
	case len(via) > maxRedirects:
		return fmt.Errorf("more than %d redirects: %w", maxRedirects, geo.ErrForbidden)
	case req.URL.Scheme != "https" && req.URL.Scheme != "http":
		return fmt.Errorf("redirect to a %s address: only http and https are followed: %w", req.URL.Scheme, geo.ErrForbidden)
	case req.URL.Scheme == "http" && via[len(via)-1].URL.Scheme == "https":
		return fmt.Errorf("redirect from https to http, at %s: %w", req.URL.Host, geo.ErrForbidden)
	}
	return nil
}

// withAgent adds the user agent.
type withAgent struct {
	next  http.RoundTripper
	agent string
}

func (w withAgent) RoundTrip(req *http.Request) (*http.Response, error) {
	if w.agent != "" && req.Header.Get("User-Agent") == "" {
		req = req.Clone(req.Context())
		req.Header.Set("User-Agent", w.agent)
	}
	return w.next.RoundTrip(req)
}

// ReadBody reads a body of at most limit bytes; a longer one is an error that is
// geo.ErrTooLarge.
func ReadBody(body io.Reader, limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(body, limit+1))
	if err != nil {
		return nil, fmt.Errorf("reading the response: %w", errors.Join(geo.ErrUnavailable, err))
	}
	if int64(len(b)) > limit {
		return nil, fmt.Errorf("reading the response: more than %d bytes: %w", limit, geo.ErrTooLarge)
	}
	return b, nil
}
