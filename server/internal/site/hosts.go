package site

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// RequireOwnHost refuses requests for host names that are not the server's own. By
// DNS rebinding a page of another site could otherwise read this server.
func (s *Site) RequireOwnHost(next http.Handler) http.Handler {
	return s.Handle(func(w http.ResponseWriter, r *http.Request) error {
		if !s.isOwnHost(r.Host) {
			return Errorf(ErrMisdirected, "This server does not answer under the name %q. Open it as localhost or by its IP address. "+
				"To use this name, start the server with --allowed-host %s, or with --base-url if this is its public address.", r.Host, HostName(r.Host))
		}
		next.ServeHTTP(w, r)
		return nil
	})
}

// isOwnHost reports whether the Host of a request is a name of this server. Names can
// be rebound to the server's address by anyone; IP addresses cannot.
func (s *Site) isOwnHost(host string) bool {
	name := HostName(host)
	if name == "localhost" || strings.HasSuffix(name, ".localhost") || net.ParseIP(strings.Trim(name, "[]")) != nil {
		return true
	}
	if base, err := url.Parse(s.BaseURL); err == nil && base.Host != "" && HostName(base.Host) == name {
		return true
	}
	return slices.ContainsFunc(s.AllowedHosts, func(allowed string) bool { return HostName(allowed) == name })
}

// HostName returns the name in a Host header without the port, in lower case.
func HostName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(host)
}
