package site

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

// SecurityHeaders isolates pages, whatever a hostile article puts into them, and keeps
// pages of other sites from loading anything of this server. Only pages under /embed
// and those of published editions for embedding may be framed by other sites.
func SecurityHeaders(next http.Handler) http.Handler {
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

// Limit bounds the duration of a request and the bytes read from it.
func Limit(timeout time.Duration, body int64) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx, cancel := context.WithTimeout(r.Context(), timeout)
			defer cancel()
			deadlines := http.NewResponseController(w) // a test's recorder has none: ignore the errors
			// After the deadline of the context: when the read deadline passes, net/http
			// cancels the request as if the client were gone, and nothing is answered.
			_ = deadlines.SetReadDeadline(time.Now().Add(timeout + readGrace))
			_ = deadlines.SetWriteDeadline(time.Now().Add(timeout + WriteTimeout))
			r.Body = http.MaxBytesReader(w, r.Body, body)
			next.ServeHTTP(w, r.WithContext(ctx))
		})
	}
}

// RequireImport passes only requests that may change something: where importing is
// enabled, and from pages of this server.
func (s *Site) RequireImport(next http.Handler) http.Handler {
	return s.Handle(func(w http.ResponseWriter, r *http.Request) error {
		if s.Importer == nil {
			return Errorf(geo.ErrForbidden, "Adding articles is turned off on this server.")
		}
		if err := s.crossOrigin.Check(r); err != nil {
			return Errorf(geo.ErrForbidden, "A page of another site sent this request. Open this server's own page and try again.")
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

// HeadAsGet handles HEAD requests as GET; net/http drops the body.
func HeadAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			r = r.WithContext(r.Context())
			r.Method = http.MethodGet
		}
		next.ServeHTTP(w, r)
	})
}

// PublicReading lets pages of all sites read the responses if the server has a public address. Otherwise a page of another site could
// read what is on a private server.
func (s *Site) PublicReading(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.BaseURL != "" {
			AllowAnyOrigin(w.Header())
		}
		next.ServeHTTP(w, r)
	})
}

// AllowAnyOrigin lets pages of all sites read a response.
func AllowAnyOrigin(h http.Header) {
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "Link, ETag, Content-Crs, Location")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
}

// OwnWrites passes requests that may change something only from programs and from pages of this server.
func (s *Site) OwnWrites(next http.Handler) http.Handler {
	return s.Handle(func(w http.ResponseWriter, r *http.Request) error {
		if r.Method != http.MethodGet && r.Method != http.MethodOptions {
			if err := s.crossOrigin.Check(r); err != nil {
				return Errorf(geo.ErrForbidden, "A page of another site sent this request.")
			}
		}
		next.ServeHTTP(w, r)
		return nil
	})
}
