package fetch

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"time"

	"dateline/geo"
	"dateline/geo/fetch/safehttp"
)

// errRedirects says that there were more redirects than are followed.
var errRedirects = geo.Errorf(geo.ErrForbidden, "more than %d redirects", safehttp.MaxRedirects)

// accept is what a page may be, the most wanted first.
const accept = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, " +
	"text/plain;q=0.9, application/pdf;q=0.8, */*;q=0.5"

// visit is one request with its redirects.
type visit struct {
	*Fetcher
	obey bool  // robots.txt decides, at every host
	most int64 // bytes of the body
	cut  bool  // a longer body is cut off, and no error
	// spent is the time that servers have taken so far, without that of waiting for
	// turns.
	spent time.Duration
}

// get asks for an address and follows its redirects.
func (v *visit) get(ctx context.Context, u *url.URL, r Request) (*Response, error) {
	moved, permanently, host := "", true, ""
	for range safehttp.MaxRedirects + 1 {
		every := v.every
		if v.obey {
			delay, err := v.allow(ctx, u)
			if err != nil {
				return nil, err
			}
			every = max(every, delay)
		}
		if u.Host == host {
			every = 0 // redirects within a host belong to one visit of it
		}
		host = u.Host
		answer, next, err := v.inTurn(ctx, u, r, every)
		switch {
		case err != nil:
			return nil, err
		case next == nil:
			answer.MovedPermanently = moved
			return answer, nil
		}
		if permanently = permanently && next.permanently; permanently {
			moved = next.to.String()
		}
		u = next.to
	}
	return nil, errRedirects
}

// inTurn waits for a turn with the host and sends one request.
func (v *visit) inTurn(ctx context.Context, u *url.URL, r Request, every time.Duration) (*Response, *redirect, error) {
	done, err := v.turn(ctx, u.Host, every)
	if err != nil {
		return nil, nil, err
	}
	defer done()
	return v.exchange(ctx, u, r)
}

// redirect is where an answer sends one.
type redirect struct {
	to          *url.URL
	permanently bool
}

// exchange sends one request and reads its answer, or where it sends one.
func (v *visit) exchange(ctx context.Context, u *url.URL, r Request) (*Response, *redirect, error) {
	began := v.now()
	defer func() { v.spent += v.now().Sub(began) }()
	bounded, cancel := context.WithTimeout(ctx, v.timeout-v.spent)
	defer cancel()
	request, err := http.NewRequestWithContext(bounded, http.MethodGet, u.String(), http.NoBody)
	if err != nil {
		return nil, nil, geo.Errorf(geo.ErrInput, "%w", err)
	}
	request.Header.Set("Accept", accept)
	if r.ETag != "" {
		request.Header.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		request.Header.Set("If-Modified-Since", r.LastModified)
	}
	response, err := v.client.Do(request)
	if err != nil {
		return nil, nil, failure(ctx, err, v.timeout)
	}
	defer response.Body.Close()
	if is, permanently := redirects(response); is {
		to, err := target(response)
		return nil, &redirect{to, permanently}, err
	}
	answer, err := v.read(ctx, response, r)
	return answer, nil, err
}

// read reads an answer.
func (v *visit) read(ctx context.Context, response *http.Response, r Request) (*Response, error) {
	h := response.Header
	out := &Response{
		URL: response.Request.URL.String(), ContentType: h.Get("Content-Type"),
		ETag: h.Get("ETag"), LastModified: h.Get("Last-Modified"), MaxAge: maxAge(h.Get("Cache-Control")),
	}
	if response.StatusCode == http.StatusNotModified && (r.ETag != "" || r.LastModified != "") {
		out.NotModified = true
		return out, nil
	}
	if err := refusal(response, v.now()); err != nil {
		return nil, err
	}
	var err error
	if v.cut {
		out.Body, err = io.ReadAll(io.LimitReader(response.Body, v.most))
	} else {
		out.Body, err = safehttp.ReadBody(response.Body, v.most)
	}
	if err != nil {
		return nil, failure(ctx, err, v.timeout)
	}
	return out, nil
}
