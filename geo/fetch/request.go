package fetch

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"time"

	"dateline/geo"
	"dateline/geo/fetch/safehttp"
	"dateline/geo/internal/contentcoding"
)

// errTooManyRedirects is the error of a request with more redirects than are followed.
var errTooManyRedirects = geo.Errorf(geo.ErrForbidden, "the server sends more than %d redirects", safehttp.MaxRedirects)

// accept is the Accept header of requests.
const accept = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, " +
	"text/plain;q=0.9, application/pdf;q=0.8, */*;q=0.5"

// exchange is the state of one request with its redirects.
type exchange struct {
	*Fetcher
	obeyRobots bool  // of every host
	maxBytes   int64 // of the body
	truncate   bool  // a longer body is truncated instead of being an error
	// spent is the time that servers have taken, without the time of waiting for hosts.
	spent time.Duration
}

// get requests a URL and follows redirects.
func (x *exchange) get(ctx context.Context, u *url.URL, r Request) (*Response, error) {
	moved, permanent, host := "", true, ""
	for range safehttp.MaxRedirects + 1 {
		interval := x.minInterval
		if x.obeyRobots {
			delay, err := x.checkRobots(ctx, u)
			if err != nil {
				return nil, err
			}
			interval = max(interval, delay)
		}
		if u.Host == host {
			interval = 0 // a redirect within a host does not count as another request
		}
		host = u.Host
		response, redirect, err := x.sendInTurn(ctx, u, r, interval)
		switch {
		case err != nil:
			return nil, err
		case redirect == nil:
			response.MovedPermanently = moved
			return response, nil
		}
		if permanent = permanent && redirect.permanent; permanent {
			moved = redirect.to.String()
		}
		u = redirect.to
	}
	return nil, errTooManyRedirects
}

// sendInTurn waits for the host and sends one request.
func (x *exchange) sendInTurn(ctx context.Context, u *url.URL, r Request, interval time.Duration) (*Response, *redirect, error) {
	release, err := x.waitForHost(ctx, u.Host, interval)
	if err != nil {
		return nil, nil, err
	}
	defer release()
	return x.send(ctx, u, r)
}

// redirect is the target of a response.
type redirect struct {
	to        *url.URL
	permanent bool
}

// send sends one request and returns its response or redirect.
func (x *exchange) send(ctx context.Context, u *url.URL, r Request) (*Response, *redirect, error) {
	began := x.now()
	defer func() { x.spent += x.now().Sub(began) }()
	limited, cancel := context.WithTimeout(ctx, x.timeout-x.spent)
	defer cancel()
	request, err := http.NewRequestWithContext(limited, http.MethodGet, u.String(), http.NoBody)
	if err != nil {
		return nil, nil, geo.Errorf(geo.ErrInput, "%w", err)
	}
	request.Header.Set("Accept", accept)
	request.Header.Set("Accept-Encoding", contentcoding.Accept)
	if r.ETag != "" {
		request.Header.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		request.Header.Set("If-Modified-Since", r.LastModified)
	}
	response, err := x.client.Do(request)
	if err != nil {
		return nil, nil, requestError(ctx, err, u.Hostname(), x.timeout)
	}
	defer response.Body.Close()
	if is, permanent := isRedirect(response); is {
		to, err := redirectTarget(response)
		return nil, &redirect{to, permanent}, err
	}
	out, err := x.read(ctx, response, r)
	return out, nil, err
}

// read reads a response.
func (x *exchange) read(ctx context.Context, response *http.Response, r Request) (*Response, error) {
	h := response.Header
	out := &Response{
		URL: response.Request.URL.String(), ContentType: h.Get("Content-Type"),
		ETag: h.Get("ETag"), LastModified: h.Get("Last-Modified"), MaxAge: maxAge(h.Get("Cache-Control")),
	}
	if response.StatusCode == http.StatusNotModified && (r.ETag != "" || r.LastModified != "") {
		out.NotModified = true
		return out, nil
	}
	if err := checkStatus(response, x.now()); err != nil {
		return nil, err
	}
	body, err := contentcoding.NewReader(h.Get("Content-Encoding"), response.Body)
	if err != nil {
		return nil, geo.Errorf(geo.ErrUnavailable, "the response cannot be decoded: %w", err)
	}
	defer body.Close()
	if x.truncate {
		out.Body, err = io.ReadAll(io.LimitReader(body, x.maxBytes))
	} else {
		out.Body, err = safehttp.ReadBody(body, x.maxBytes)
	}
	if err != nil {
		return nil, requestError(ctx, err, response.Request.URL.Hostname(), x.timeout)
	}
	return out, nil
}
