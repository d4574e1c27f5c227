package server

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"dateline/geo"
)

// The policy of every page: scripts and styles only from this server and never
// inline, nothing from other hosts, no plug-ins, no base address.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"font-src 'self'; base-uri 'none'; object-src 'none'; form-action "

// secure sets the headers that keep a page, and what hostile articles may put in
// it, to itself. Only what stands under /embed may be framed by other sites.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		forms, framed := "'self'", "'none'"
		if strings.HasPrefix(r.URL.Path, "/embed/") {
			forms, framed = "'none'", "*" // nothing can be sent from within another's page
		} else {
			h.Set("X-Frame-Options", "DENY")
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
		}
		h.Set("Content-Security-Policy", policy+forms+"; frame-ancestors "+framed)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		next.ServeHTTP(w, r)
	})
}

// limit bounds how long a request may take in all, reading and working, and how
// many bytes of it are read.
func limit(timeout time.Duration, body int64) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx, cancel := context.WithTimeout(r.Context(), timeout)
			defer cancel()
			deadlines := http.NewResponseController(w) // tests' recorders have none, so errors mean nothing
			// Later than that of the context: a connection whose read deadline passes is
			// canceled as if the reader had left, and gets no answer.
			_ = deadlines.SetReadDeadline(time.Now().Add(timeout + readGrace))
			_ = deadlines.SetWriteDeadline(time.Now().Add(timeout + writeTimeout))
			r.Body = http.MaxBytesReader(w, r.Body, body)
			next.ServeHTTP(w, r.WithContext(ctx))
		})
	}
}

// adding lets pass only requests that may change something here: of pages of this
// server, which was asked for by a name of its own.
func (s *server) adding(next http.Handler) http.Handler {
	return s.handle(func(w http.ResponseWriter, r *http.Request) error {
		if err := s.mayAdd(r); err != nil {
			return err
		}
		next.ServeHTTP(w, r)
		return nil
	})
}

func (s *server) mayAdd(r *http.Request) error {
	if s.Importer == nil {
		return geo.Errorf(geo.ErrForbidden, "adding articles is turned off on this server")
	}
	if !s.ownName(r.Host) {
		return geo.Errorf(geo.ErrForbidden, "the server takes nothing in under the name %q: open it as localhost or by its own address, or name this one when it is started", r.Host)
	}
	if err := s.origins.Check(r); err != nil {
		return geo.Errorf(geo.ErrForbidden, "a page of another site sent this (%w)", err)
	}
	return nil
}

// ownName reports whether the Host of a request is a name of this server. A page
// of another site can make its own name point here, but cannot do so with a bare
// address.
func (s *server) ownName(host string) bool {
	name := withoutPort(host)
	if name == "localhost" || net.ParseIP(strings.Trim(name, "[]")) != nil {
		return true
	}
	if base, err := url.Parse(s.BaseURL); err == nil && base.Host != "" && withoutPort(base.Host) == name {
		return true
	}
	return slices.ContainsFunc(s.Hosts, func(known string) bool { return withoutPort(known) == name })
}

// withoutPort is the name in a Host header, in lower case.
func withoutPort(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(host)
}

// origins refuses what pages of other sites send. Behind a proxy the server is
// known to browsers by its BaseURL.
func origins(baseURL string) (*http.CrossOriginProtection, error) {
	p := http.NewCrossOriginProtection()
	if baseURL == "" {
		return p, nil
	}
	base, err := url.Parse(baseURL)
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "base address %q (%w): give it as https://HOST", baseURL, err)
	}
	if err := p.AddTrustedOrigin(base.Scheme + "://" + base.Host); err != nil {
		return nil, geo.Errorf(geo.ErrInput, "base address %q (%w): give it as https://HOST", baseURL, err)
	}
	return p, nil
}

// heads answers HEAD as GET; net/http leaves the body out.
func heads(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			r = r.WithContext(r.Context())
			r.Method = http.MethodGet
		}
		next.ServeHTTP(w, r)
	})
}
