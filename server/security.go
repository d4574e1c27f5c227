package server

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"dateline/geo"
)

// policy is the Content-Security-Policy of every page: scripts and styles only from
// this server and never inline, nothing from other hosts, no plug-ins, no base URL.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"font-src 'self'; base-uri 'none'; object-src 'none'; form-action "

// securityHeaders isolates pages, whatever a hostile article puts into them, and keeps
// pages of other sites from loading anything of this server. Only pages under /embed
// and those of published editions for embedding may be framed by other sites.
func securityHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		formAction, frameAncestors, resourcePolicy := "'self'", "'none'", "same-origin"
		if strings.HasPrefix(r.URL.Path, "/embed/") || strings.HasPrefix(r.URL.Path, "/p/") && strings.HasSuffix(r.URL.Path, "/embed") {
			formAction, frameAncestors, resourcePolicy = "'none'", "*", "cross-origin"
		} else {
			h.Set("X-Frame-Options", "DENY")
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
		}
		h.Set("Content-Security-Policy", policy+formAction+"; frame-ancestors "+frameAncestors)
		h.Set("Cross-Origin-Resource-Policy", resourcePolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		next.ServeHTTP(w, r)
	})
}

// limit bounds the duration of a request and the bytes read from it.
func limit(timeout time.Duration, body int64) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx, cancel := context.WithTimeout(r.Context(), timeout)
			defer cancel()
			deadlines := http.NewResponseController(w) // a test's recorder has none: ignore the errors
			// After the deadline of the context: when the read deadline passes, net/http
			// cancels the request as if the client were gone, and nothing is answered.
			_ = deadlines.SetReadDeadline(time.Now().Add(timeout + readGrace))
			_ = deadlines.SetWriteDeadline(time.Now().Add(timeout + writeTimeout))
			r.Body = http.MaxBytesReader(w, r.Body, body)
			next.ServeHTTP(w, r.WithContext(ctx))
		})
	}
}

// requireImport passes only requests that may change something: where importing is
// enabled, and from pages of this server.
func (s *server) requireImport(next http.Handler) http.Handler {
	return s.handle(func(w http.ResponseWriter, r *http.Request) error {
		if s.Importer == nil {
			return readerErrorf(geo.ErrForbidden, "Adding articles is turned off on this server.")
		}
		if err := s.crossOrigin.Check(r); err != nil {
			return readerErrorf(geo.ErrForbidden, "A page of another site sent this request. Open this server's own page and try again.")
		}
		next.ServeHTTP(w, r)
		return nil
	})
}

// crossOriginProtection refuses requests from pages of other sites. Behind a proxy
// browsers know the server by its base URL.
func crossOriginProtection(baseURL string) (*http.CrossOriginProtection, error) {
	p := http.NewCrossOriginProtection()
	if baseURL == "" {
		return p, nil
	}
	base, err := url.Parse(baseURL)
	if err == nil {
		err = p.AddTrustedOrigin(base.Scheme + "://" + base.Host)
	}
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "base URL %q is not valid: write it as https://HOST (%w)", baseURL, err)
	}
	return p, nil
}

// headAsGet handles HEAD requests as GET; net/http drops the body.
func headAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			r = r.WithContext(r.Context())
			r.Method = http.MethodGet
		}
		next.ServeHTTP(w, r)
	})
}
