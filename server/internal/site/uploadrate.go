package site

import (
	"errors"
	"io"
	"net/http"
	"os"
	"time"

	"dateline/geo"
)

// LeastRate ends the reading of a body that arrives with less than a number of bytes in a
// period, so that slow clients do not keep others from uploading. Only the time in which
// the handler waits for the body counts.
func LeastRate(bytes int64, period time.Duration) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			end, ok := r.Context().Deadline()
			if !ok {
				end = time.Now().Add(period)
			}
			r.Body = &timedBody{ReadCloser: r.Body, setDeadline: http.NewResponseController(w).SetReadDeadline, end: end.Add(readGrace), bytes: bytes, period: period}
			next.ServeHTTP(w, r)
		})
	}
}

// timedBody is a body that must arrive at a rate.
type timedBody struct {
	io.ReadCloser
	setDeadline func(time.Time) error
	end         time.Time // the deadline after the body
	bytes       int64
	period      time.Duration

	got    int64         // bytes since the period began
	waited time.Duration // for them
}

func (b *timedBody) Read(p []byte) (int, error) {
	began := time.Now()
	// A test's recorder has no deadlines: ignore the errors.
	_ = b.setDeadline(began.Add(b.period - b.waited))
	n, err := b.ReadCloser.Read(p)
	b.waited += time.Since(began)
	if b.got += int64(n); b.got >= b.bytes {
		b.got, b.waited = 0, 0
	}
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded): // which remains: the server does not wait for the rest of the body
		return n, Errorf(geo.ErrInput, "The upload was too slow and was ended. Try again with a better connection, or with smaller files.")
	case err != nil:
		_ = b.setDeadline(b.end)
	}
	return n, err
}
