package article

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"dateline/geo"
	"dateline/geo/safehttp"
)

// fetchTimeout bounds the fetching of one address, with its body.
const fetchTimeout = time.Minute

// userAgent says who asks.
const userAgent = "Dateline (reads articles a person asked for)"

// Fetch opens an address that a person named. It connects to public addresses
// only, whatever names resolve to and redirects say, and takes a minute at most.
// The error wraps geo.ErrForbidden, geo.ErrNotFound or geo.ErrUnavailable.
func Fetch(ctx context.Context, url string) (io.ReadCloser, error) {
	return FetchWith(ctx, url, safehttp.Policy{UserAgent: userAgent})
}

// FetchWith is Fetch with a policy of one's own about which addresses are allowed.
func FetchWith(ctx context.Context, url string, p safehttp.Policy) (io.ReadCloser, error) {
	client, err := safehttp.NewClient(p)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		cancel()
		return nil, fmt.Errorf("%w: %w", geo.ErrInput, err)
	}
	request.Header.Set("Accept", "text/html, application/xhtml+xml, text/plain;q=0.9, application/pdf;q=0.8, */*;q=0.5")
	response, err := client.Do(request)
	if err != nil {
		cancel()
		return nil, fetchError(err)
	}
	if response.StatusCode == http.StatusOK {
		return &fetched{response.Body, cancel}, nil
	}
	response.Body.Close()
	cancel()
	category := geo.ErrUnavailable
	switch response.StatusCode {
	case http.StatusNotFound, http.StatusGone:
		category = geo.ErrNotFound
	case http.StatusUnauthorized, http.StatusForbidden:
		category = geo.ErrForbidden
	}
	return nil, fmt.Errorf("%w: the server answers %s", category, response.Status)
}

// fetchError gives an error without a category the one of what does not answer.
func fetchError(err error) error {
	for _, known := range []error{geo.ErrForbidden, geo.ErrInput, geo.ErrTooLarge, geo.ErrUnavailable, context.Canceled} {
		if errors.Is(err, known) {
			return err
		}
	}
	return fmt.Errorf("%w: %w", geo.ErrUnavailable, err)
}

// fetched is a body that ends the request's time-out with itself.
type fetched struct {
	io.ReadCloser
	cancel context.CancelFunc
}

func (f *fetched) Close() error {
	defer f.cancel()
	return f.ReadCloser.Close()
}
