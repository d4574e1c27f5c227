// Package safehttp returns HTTP clients that connect to public addresses only, whatever a name resolves to or a redirect points to.
//
// The dialer checks the address that it is about to connect to, so a name that
// resolves to a private address, or to another address at the second lookup, is
// refused like the address itself. Proxies of the environment are not used, because the
// check would only see the proxy.
package safehttp

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"dateline/geo"
	"dateline/geo/text"
)

// Limits of a client, besides the context of each request.
const (
	dialTimeout   = 10 * time.Second
	tlsTimeout    = 10 * time.Second
	headerTimeout = 30 * time.Second
	maxHeader     = 1 << 20 // bytes
)

// MaxRedirects is the number of redirects that a request follows.
const MaxRedirects = 5

// Policy is the set of addresses that a client may connect to. The zero value allows
// public addresses only.
type Policy struct {
	// Allow are additional addresses: networks such as "192.168.7.0/24", IP addresses or
	// host names, the latter two with or without a port ("10.0.0.5:8080"). An allowed
	// host name may resolve to any address.
	Allow []string
	// UserAgent is the header of requests that have none.
	UserAgent string
	// Resolver looks up host names; nil means the system's.
	Resolver *net.Resolver
}

// NewClient returns a client that enforces the policy. It follows up to [MaxRedirects]
// redirects that [CheckRedirect] allows, stores no cookies and has no timeout for the
// body of a response, which the request's context limits. The error wraps
// [geo.ErrInput].
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
		Transport: userAgentTransport{transport, p.UserAgent},
		CheckRedirect: func(req *http.Request, via []*http.Request) error {
			if len(via) > MaxRedirects {
				return geo.Errorf(geo.ErrForbidden, "the server sends more than %d redirects", MaxRedirects)
			}
			return CheckRedirect(via[len(via)-1].URL, req.URL)
		},
	}, nil
}

// guard enforces a policy.
type guard struct {
	networks []allowedNetwork
	hosts    []allowedHost
	resolver *net.Resolver
}

// allowedNetwork is a network on a port, or on any port if that is 0.
type allowedNetwork struct {
	prefix netip.Prefix
	port   uint16
}

// allowedHost is a lower-case host name on a port, or on any port if that is 0.
type allowedHost struct {
	name string
	port uint16
}

// CheckAllowed returns an error that wraps [geo.ErrInput] if a cannot be an entry of
// [Policy].Allow.
func CheckAllowed(a string) error {
	_, err := newGuard([]string{a})
	return err
}

func newGuard(allow []string) (*guard, error) {
	g := &guard{}
	for _, a := range allow {
		if err := g.allow(a); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// allow adds an entry of a policy.
func (g *guard) allow(a string) error {
	if prefix, err := netip.ParsePrefix(a); err == nil {
		g.networks = append(g.networks, allowedNetwork{prefix.Masked(), 0})
		return nil
	}
	host, port := a, uint16(0)
	if h, p, err := net.SplitHostPort(a); err == nil {
		n, err := strconv.ParseUint(p, 10, 16)
		if err != nil || n == 0 {
			return geo.Errorf(geo.ErrInput, "%q cannot be allowed: %q is not a port", a, p)
		}
		host, port = h, uint16(n)
	}
	if addr, err := netip.ParseAddr(host); err == nil {
		addr = addr.Unmap()
		g.networks = append(g.networks, allowedNetwork{netip.PrefixFrom(addr, addr.BitLen()), port})
		return nil
	}
	if host == "" || strings.ContainsAny(host, "/: ") {
		return geo.Errorf(geo.ErrInput, "%q cannot be allowed: it is neither a network, an IP address nor a host name", a)
	}
	g.hosts = append(g.hosts, allowedHost{strings.ToLower(host), port})
	return nil
}

func (g *guard) dial(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{Timeout: dialTimeout, Resolver: g.resolver}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("connecting to %q: %w", address, err)
	}
	if !g.allowsHost(strings.ToLower(host), port) {
		d.Control = func(_, resolved string, _ syscall.RawConn) error { return g.check(host, resolved) }
	}
	return d.DialContext(ctx, network, address)
}

// allowsHost reports whether a host name is allowed on a port.
func (g *guard) allowsHost(name, port string) bool {
	return slices.ContainsFunc(g.hosts, func(h allowedHost) bool {
		return h.name == name && (h.port == 0 || strconv.Itoa(int(h.port)) == port)
	})
}

// check returns an error for an address that is neither public nor allowed.
func (g *guard) check(host, resolved string) error {
	ap, err := netip.ParseAddrPort(resolved)
	if err != nil {
		return fmt.Errorf("connecting to %s: %w", host, err)
	}
	addr := ap.Addr().Unmap().WithZone("")
	allowed := func(n allowedNetwork) bool { return n.prefix.Contains(addr) && (n.port == 0 || n.port == ap.Port()) }
	if IsPublic(addr) || slices.ContainsFunc(g.networks, allowed) {
		return nil
	}
	return geo.Errorf(geo.ErrForbidden, "connecting to %s: %s is not a public address; allow it with --allow-private-address %s if this is intended",
		host, addr, netip.AddrPortFrom(addr, ap.Port()))
}

// specialNetworks are the networks of IANA's special-purpose address registries that
// net/netip does not classify, and those of IPv6 that are routed to unknown IPv4
// addresses (6to4, Teredo).
var specialNetworks = prefixes(
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
)

var (
	// allocatedIPv6 is the part of IPv6 that is allocated (RFC 4291, RFC 3587).
	allocatedIPv6 = netip.MustParsePrefix("2000::/3")
	// nat64 is translated to the IPv4 address in its last four bytes (RFC 6052). Systems
	// without IPv4 reach IPv4 addresses through it.
	nat64 = netip.MustParsePrefix("64:ff9b::/96")
)

func prefixes(all ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(all))
	for i, s := range all {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// IsPublic reports whether an address is on the public Internet.
func IsPublic(addr netip.Addr) bool {
	addr = addr.Unmap().WithZone("")
	if nat64.Contains(addr) {
		b := addr.As16()
		return IsPublic(netip.AddrFrom4([4]byte(b[12:])))
	}
	return addr.IsGlobalUnicast() && !addr.IsPrivate() && (addr.Is4() || allocatedIPv6.Contains(addr)) &&
		!slices.ContainsFunc(specialNetworks, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// CheckRedirect returns an error that wraps [geo.ErrForbidden] if a redirect may not be
// followed: to any scheme but http and https, and from https to http.
func CheckRedirect(from, to *url.URL) error {
	switch {
	case to.Scheme != "https" && to.Scheme != "http":
		return geo.Errorf(geo.ErrForbidden, "the redirect leads to a %s address; only http and https are followed", to.Scheme)
	case to.Scheme == "http" && from.Scheme == "https":
		return geo.Errorf(geo.ErrForbidden, "the redirect leads from https to http at %s", to.Host)
	}
	return nil
}

// userAgentTransport sets the User-Agent header of requests that have none.
type userAgentTransport struct {
	next  http.RoundTripper
	agent string
}

func (t userAgentTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	if t.agent != "" && req.Header.Get("User-Agent") == "" {
		req = req.Clone(req.Context())
		req.Header.Set("User-Agent", t.agent)
	}
	return t.next.RoundTrip(req)
}

// ReadBody reads a body of at most limit bytes. The error wraps [geo.ErrTooLarge] for a
// longer one, otherwise [geo.ErrUnavailable].
func ReadBody(body io.Reader, limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(body, limit+1))
	if err != nil {
		return nil, geo.Errorf(geo.ErrUnavailable, "the response could not be read: %w", err)
	}
	if int64(len(b)) > limit {
		return nil, geo.Errorf(geo.ErrTooLarge, "the response is larger than %s", text.FormatBytes(limit))
	}
	return b, nil
}
