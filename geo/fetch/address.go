package fetch

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"dateline/geo"

	"golang.org/x/net/idna"
)

// maxAddress bounds an address, in bytes: what RFC 9110 wants to be understood.
const maxAddress = 8000

// Normalize returns an address as it is fetched: without a fragment, which never
// reaches the server, its host in the letters of DNS, and without a port that goes
// without saying. The error wraps [geo.ErrInput] for an address that is not a whole
// one of http or https, or that holds a password, and says so.
func Normalize(address string) (string, error) {
	u, err := parse(address)
	if err != nil {
		return "", err
	}
	return u.String(), nil
}

// parse reads an address and brings it to the form of [Normalize].
func parse(address string) (*url.URL, error) {
	address = strings.TrimSpace(address)
	if len(address) > maxAddress {
		return nil, geo.Errorf(geo.ErrInput, "the address %.60q… is longer than %d bytes", address, maxAddress)
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "the address %q cannot be read: %w", address, err)
	}
	switch u.Scheme = strings.ToLower(u.Scheme); {
	case u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return nil, geo.Errorf(geo.ErrInput, "the address %q is not one of http or https with a host", address)
	case u.User != nil:
		return nil, geo.Errorf(geo.ErrInput, "the address of %s holds a user name or password, which would be kept with the article; leave it out", u.Host)
	}
	if u.Host, err = host(u); err != nil {
		return nil, geo.Errorf(geo.ErrInput, "the address %q: %w", address, err)
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// host is the host of an address with its port, in the form in which it is asked.
func host(u *url.URL) (string, error) {
	name, port := strings.ToLower(u.Hostname()), u.Port()
	if addr, err := netip.ParseAddr(name); err == nil {
		name = addr.String()
	} else if name, err = hostname(name); err != nil {
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

// hostname is a host's name in the letters of DNS. A name that ends in a number is
// none: some machines take it for an address ("0177.1", "2130706433"), others not.
func hostname(name string) (string, error) {
	if strings.ContainsFunc(name, func(r rune) bool { return r >= 0x80 }) {
		ascii, err := idna.Lookup.ToASCII(name)
		if err != nil {
			return "", fmt.Errorf("%q is not the name of a host: %w", name, err)
		}
		name = ascii
	}
	last := strings.TrimSuffix(name, ".")
	last = last[strings.LastIndexByte(last, '.')+1:]
	if strings.Trim(last, "0123456789") == "" || isHex(last) {
		return "", fmt.Errorf("%q is neither the name of a host nor an address in its usual form", name)
	}
	return name, nil
}

func isHex(s string) bool {
	digits, ok := strings.CutPrefix(s, "0x")
	return ok && strings.Trim(digits, "0123456789abcdef") == ""
}

// Host is the host of an address, with its port where that does not go without
// saying, or empty.
func Host(address string) string {
	u, err := parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
