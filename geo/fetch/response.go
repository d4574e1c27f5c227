package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"dateline/geo"
	"dateline/geo/fetch/safehttp"
)

// RetryError is the error of a request that should be retried later, because the server
// requires it or its host is busy.
type RetryError struct {
	// After is the time to wait, at least a minute and at most a day.
	After time.Duration
	// Reason is the reason in words.
	Reason string
}

func (e *RetryError) Error() string {
	return fmt.Sprintf("%s; retry in %s", e.Reason, e.After.Round(time.Second))
}

// Unwrap returns [geo.ErrUnavailable].
func (e *RetryError) Unwrap() error { return geo.ErrUnavailable }

// The least and the greatest wait of a [RetryError].
const (
	minRetry = time.Minute
	maxRetry = 24 * time.Hour
)

func clampRetry(wait time.Duration) time.Duration { return min(max(wait, minRetry), maxRetry) }

// statusError is the error of a response with the status of a failure.
type statusError struct {
	code     int
	status   string
	category error
}

func (e *statusError) Error() string { return "the server responded " + e.status }

func (e *statusError) Unwrap() error { return e.category }

// checkStatus returns the error of a response with the status of a failure.
func checkStatus(r *http.Response, now time.Time) error {
	category := geo.ErrUnavailable
	switch code := r.StatusCode; code {
	case http.StatusOK, http.StatusNonAuthoritativeInfo:
		return nil
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return &RetryError{retryAfter(r.Header.Get("Retry-After"), now), "the server responded " + r.Status}
	case http.StatusNotFound, http.StatusGone:
		category = geo.ErrNotFound
	case http.StatusUnauthorized, http.StatusPaymentRequired, http.StatusForbidden, http.StatusUnavailableForLegalReasons:
		category = geo.ErrForbidden
	case http.StatusRequestTimeout, http.StatusTooEarly:
	default:
		if code >= 400 && code < 500 {
			category = geo.ErrInput
		}
	}
	return &statusError{r.StatusCode, r.Status, category}
}

// retryAfter parses a Retry-After header: seconds or a date (RFC 9110).
func retryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	if seconds, err := strconv.ParseInt(value, 10, 32); err == nil {
		return clampRetry(time.Duration(seconds) * time.Second)
	} else if errors.Is(err, strconv.ErrRange) {
		return maxRetry
	}
	if at, err := http.ParseTime(value); err == nil {
		return clampRetry(at.Sub(now).Round(time.Second))
	}
	return minRetry
}

// maxAge returns max-age of a Cache-Control header, or 0.
func maxAge(value string) time.Duration {
	for part := range strings.SplitSeq(value, ",") {
		name, seconds, _ := strings.Cut(strings.TrimSpace(part), "=")
		if n, err := strconv.ParseInt(strings.Trim(seconds, `"`), 10, 32); err == nil && strings.EqualFold(name, "max-age") && n > 0 {
			return min(time.Duration(n)*time.Second, maxRetry)
		}
	}
	return 0
}

// isRedirect reports whether a response is a redirect and whether it is permanent.
func isRedirect(r *http.Response) (is, permanent bool) {
	switch r.StatusCode {
	case http.StatusMovedPermanently, http.StatusPermanentRedirect:
		return true, true
	case http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect:
		return true, false
	}
	return false, false
}

// redirectTarget returns the target of a redirect that may be followed.
func redirectTarget(r *http.Response) (*url.URL, error) {
	to, err := r.Location()
	if err != nil {
		return nil, geo.Errorf(geo.ErrUnavailable, "the server responded %s without a target", r.Status)
	}
	if err := safehttp.CheckRedirect(r.Request.URL, to); err != nil {
		return nil, err
	}
	if to, err = parseURL(to.String()); err != nil {
		return nil, fmt.Errorf("the redirect cannot be followed: %w", err)
	}
	return to, nil
}
