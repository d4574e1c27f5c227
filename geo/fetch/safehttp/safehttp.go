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
	"net/url"
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
	maxHeader     = 1 << 20 // bytes
)

// MaxRedirects is how many redirects of one request are followed.
const MaxRedirects = 5

// Policy says which addresses a client may connect to. The zero value allows
// public addresses only.
type Policy struct {
	// Allow are further addresses that are allowed: networks such as
	// "192.168.7.0/24", addresses, or the names of hosts. Whoever decides what an
	// allowed name resolves to decides what is connected to.
	Allow []string
	// UserAgent is sent with every request that has none.
	UserAgent string
	// Resolver looks up names; nil means the machine's.
	Resolver *net.Resolver
}

// NewClient returns a client that keeps to the policy. It follows up to
// [MaxRedirects] redirects, as [CheckRedirect] allows them. It keeps no cookies
// and sets no time-out on a response's body: that is for the request's context.
func NewClient(p Policy) (*http.Client, error) {
	g, err := newGuard(p.Allow)
	if err != nil {
		return nil, err
	}
	g.resolver = p.Resolver
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
		Transport: withAgent{transport, p.UserAgent},
		CheckRedirect: func(req *http.Request, via []*http.Request) error {
			if len(via) > MaxRedirects {
				return geo.Errorf(geo.ErrForbidden, "more than %d redirects", MaxRedirects)
			}
			return CheckRedirect(via[len(via)-1].URL, req.URL)
		},
	}, nil
}

// guard decides about addresses.
type guard struct {
	networks []netip.Prefix
	hosts    []string
	resolver *net.Resolver
}

// CheckAllowed says whether a [Policy] may allow a: a network, an address or the
// name of a host. The error is geo.ErrInput.
func CheckAllowed(a string) error {
	_, err := newGuard([]string{a})
	return err
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
			return nil, geo.Errorf(geo.ErrInput, "allowing connections to %q: neither a network, an address nor the name of a host", a)
		}
		g.hosts = append(g.hosts, strings.ToLower(a))
	}
	return g, nil
}

func (g *guard) dial(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{Timeout: dialTimeout, Resolver: g.resolver}
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
	return geo.Errorf(geo.ErrForbidden, "connecting to %s: %s is not a public address; allow it with --allow-address if it is meant", host, addr)
}

// special are the networks of IANA's registries of special-purpose addresses
// that net/netip has no word for, and those of IPv6 that lead into IPv4 by ways
// that cannot be judged from here (6to4, Teredo).
var special = prefixes(
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
)

var (
	// unicast is all that has been given out of IPv6 (RFC 4291, RFC 3587).
	unicast = netip.MustParsePrefix("2000::/3")
	// nat64 leads to the IPv4 address in its last four bytes (RFC 6052), which is
	// how machines without IPv4 reach most of the Internet.
	nat64 = netip.MustParsePrefix("64:ff9b::/96")
)

func prefixes(all ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(all))
	for i, s := range all {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// IsPublic reports whether an address is one of the public Internet's.
func IsPublic(addr netip.Addr) bool {
	addr = addr.Unmap().WithZone("")
	if nat64.Contains(addr) {
		b := addr.As16()
		return IsPublic(netip.AddrFrom4([4]byte(b[12:])))
	}
	return addr.IsGlobalUnicast() && !addr.IsPrivate() && (addr.Is4() || unicast.Contains(addr)) &&
		!slices.ContainsFunc(special, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// CheckRedirect says whether a redirect from one address to another may be
// followed: to http and https only, and never from https to http. The error is
// geo.ErrForbidden.
func CheckRedirect(from, to *url.URL) error {
	switch {
	case to.Scheme != "https" && to.Scheme != "http":
		return geo.Errorf(geo.ErrForbidden, "redirect to a %s address: only http and https are followed", to.Scheme)
	case to.Scheme == "http" && from.Scheme == "https":
		return geo.Errorf(geo.ErrForbidden, "redirect from https to http, at %s", to.Host)
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
		return nil, geo.Errorf(geo.ErrTooLarge, "reading the response: more than %d bytes", limit)
	}
	return b, nil
}
