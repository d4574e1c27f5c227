package fetch

import (
	"context"
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

// RetryError says that an address is to be asked again later: the server wants it
// so, or its host has no time now.
type RetryError struct {
	// After is how long to wait, at least a minute and at most a day.
	After time.Duration
	// Reason says why.
	Reason string
}

func (e *RetryError) Error() string {
	return fmt.Sprintf("%s: to be asked again in %s", e.Reason, e.After.Round(time.Second))
}

// Unwrap returns [geo.ErrUnavailable].
func (e *RetryError) Unwrap() error { return geo.ErrUnavailable }

// Bounds of the wait of a [RetryError].
const (
	leastRetry = time.Minute
	mostRetry  = 24 * time.Hour
)

func within(wait time.Duration) time.Duration { return min(max(wait, leastRetry), mostRetry) }

// statusError is an answer that is no page.
type statusError struct {
	code     int
	status   string
	category error
}

func (e *statusError) Error() string { return "the server answers " + e.status }

func (e *statusError) Unwrap() error { return e.category }

// refusal is the error that an answer stands for, nil if it is a page.
func refusal(r *http.Response, now time.Time) error {
	category := geo.ErrUnavailable
	switch code := r.StatusCode; code {
	case http.StatusOK, http.StatusNonAuthoritativeInfo:
		if encoding := r.Header.Get("Content-Encoding"); encoding != "" && !strings.EqualFold(encoding, "identity") {
			return geo.Errorf(geo.ErrUnavailable, "the server packs its answer as %.40q, which it was not asked for", encoding)
		}
		return nil
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return &RetryError{retryAfter(r.Header.Get("Retry-After"), now), "the server answers " + r.Status}
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

// retryAfter reads a Retry-After header: seconds, or a day and time (RFC 9110).
func retryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	if seconds, err := strconv.ParseInt(value, 10, 32); err == nil {
		return within(time.Duration(seconds) * time.Second)
	} else if errors.Is(err, strconv.ErrRange) {
		return mostRetry
	}
	if at, err := http.ParseTime(value); err == nil {
		return within(at.Sub(now).Round(time.Second))
	}
	return leastRetry
}

// maxAge reads max-age of a Cache-Control header.
func maxAge(value string) time.Duration {
	for part := range strings.SplitSeq(value, ",") {
		name, seconds, _ := strings.Cut(strings.TrimSpace(part), "=")
		if n, err := strconv.ParseInt(strings.Trim(seconds, `"`), 10, 32); err == nil && strings.EqualFold(name, "max-age") && n > 0 {
			return min(time.Duration(n)*time.Second, mostRetry)
		}
	}
	return 0
}

// failure is the error of a request that was not answered, or not to the end,
// without the address, which whoever asks knows, and with a category.
func failure(ctx context.Context, err error, timeout time.Duration) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return geo.Errorf(geo.ErrUnavailable, "no whole answer within %s", timeout)
	case errors.Is(err, geo.ErrForbidden), errors.Is(err, geo.ErrTooLarge), errors.Is(err, geo.ErrUnavailable):
		return err
	}
	return geo.Errorf(geo.ErrUnavailable, "%w", err)
}

// redirects reports whether an answer sends one elsewhere, and whether for good.
func redirects(r *http.Response) (is, permanently bool) {
	switch r.StatusCode {
	case http.StatusMovedPermanently, http.StatusPermanentRedirect:
		return true, true
	case http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect:
		return true, false
	}
	return false, false
}

// target is where an answer sends one, if it may be followed.
func target(r *http.Response) (*url.URL, error) {
	to, err := r.Location()
	if err != nil {
		return nil, geo.Errorf(geo.ErrUnavailable, "the server answers %s and does not say where", r.Status)
	}
	if err := safehttp.CheckRedirect(r.Request.URL, to); err != nil {
		return nil, err
	}
	if to, err = parse(to.String()); err != nil {
		return nil, fmt.Errorf("redirect that cannot be followed: %w", err)
	}
	return to, nil
}
