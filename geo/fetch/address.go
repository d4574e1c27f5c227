package fetch

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"dateline/geo"

	"golang.org/x/net/idna"
)

// maxURLBytes is the limit on a URL, which RFC 9110 recommends to support.
const maxURLBytes = 8000

// Normalize returns a URL as it is requested: without its fragment, with its host in
// ASCII (IDNA) and without a default port. The error wraps [geo.ErrInput] for a URL that
// is not an absolute http or https URL or that contains a password.
func Normalize(address string) (string, error) {
	u, err := parseURL(address)
	if err != nil {
		return "", err
	}
	return u.String(), nil
}

// parseURL parses a URL and normalizes it as [Normalize] does.
func parseURL(address string) (*url.URL, error) {
	address = strings.TrimSpace(address)
	if len(address) > maxURLBytes {
		return nil, geo.Errorf(geo.ErrInput, "the address %.60q… is longer than %d bytes", address, maxURLBytes)
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "the address %q is not a valid URL: %w", address, err)
	}
	switch u.Scheme = strings.ToLower(u.Scheme); {
	case u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return nil, geo.Errorf(geo.ErrInput, "the address %q is not an http or https URL with a host", address)
	case u.User != nil:
		return nil, geo.Errorf(geo.ErrInput, "the address of %s contains a user name or password, which would be stored with the article; remove it", u.Host)
	}
	if u.Host, err = normalizeHost(u); err != nil {
		return nil, geo.Errorf(geo.ErrInput, "the address %q: %w", address, err)
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// normalizeHost returns the host of a URL with its port, unless that is the default.
func normalizeHost(u *url.URL) (string, error) {
	name, port := strings.ToLower(u.Hostname()), u.Port()
	if addr, err := netip.ParseAddr(name); err == nil {
		name = addr.String()
	} else if name, err = asciiHostname(name); err != nil {
		return "", err
	}
	if port != "" {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 {
			return "", fmt.Errorf("%q is not a port", port)
		}
		port = strconv.FormatUint(n, 10)
	}
	if port == "" || u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" {
		if strings.Contains(name, ":") {
			return "[" + name + "]", nil
		}
		return name, nil
	}
	return net.JoinHostPort(name, port), nil
}

// hostname matches the labels of host names in ASCII (RFC 1123), with the underscores that
// some of them have. A name may end with a period.
var hostname = regexp.MustCompile(`^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.?$`)

// maxHostname is the length of the longest host name, in bytes.
const maxHostname = 253

// asciiHostname returns a host name in ASCII. A name that ends in a number is an error:
// some systems take it for an IP address ("0177.1", "2130706433"), others do not.
func asciiHostname(name string) (string, error) {
	if strings.ContainsFunc(name, func(r rune) bool { return r >= 0x80 }) {
		ascii, err := idna.Lookup.ToASCII(name)
		if err != nil {
			return "", fmt.Errorf("%q is not a valid host name: %w", name, err)
		}
		name = ascii
	}
	if len(name) > maxHostname || !hostname.MatchString(name) {
		return "", fmt.Errorf("%q is not a valid host name", name)
	}
	last := strings.TrimSuffix(name, ".")
	last = last[strings.LastIndexByte(last, '.')+1:]
	if strings.Trim(last, "0123456789") == "" || isHex(last) {
		return "", fmt.Errorf("%q is neither a host name nor an IP address in its usual form", name)
	}
	return name, nil
}

func isHex(s string) bool {
	digits, ok := strings.CutPrefix(s, "0x")
	return ok && strings.Trim(digits, "0123456789abcdef") == ""
}

// Host returns the host of a URL, with its port unless that is the default, or an empty
// string if it is not valid.
func Host(address string) string {
	u, err := parseURL(address)
	if err != nil {
		return ""
	}
	return u.Host
}
