package server

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// requireOwnHost refuses requests for host names that are not the server's own. By
// DNS rebinding a page of another site could otherwise read this server.
func (s *server) requireOwnHost(next http.Handler) http.Handler {
	return s.handle(func(w http.ResponseWriter, r *http.Request) error {
		if !s.isOwnHost(r.Host) {
			return readerErrorf(errMisdirected, "This server does not answer under the name %q. Open it as localhost or by its IP address. "+
				"To use this name, start the server with --allowed-host %s, or with --base-url if this is its public address.", r.Host, hostName(r.Host))
		}
		next.ServeHTTP(w, r)
		return nil
	})
}

// isOwnHost reports whether the Host of a request is a name of this server. Names can
// be rebound to the server's address by anyone; IP addresses cannot.
func (s *server) isOwnHost(host string) bool {
	name := hostName(host)
	if name == "localhost" || strings.HasSuffix(name, ".localhost") || net.ParseIP(strings.Trim(name, "[]")) != nil {
		return true
	}
	if base, err := url.Parse(s.BaseURL); err == nil && base.Host != "" && hostName(base.Host) == name {
		return true
	}
	return slices.ContainsFunc(s.AllowedHosts, func(allowed string) bool { return hostName(allowed) == name })
}

// hostName returns the name in a Host header without the port, in lower case.
func hostName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(host)
}
