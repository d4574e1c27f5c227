// Package download fetches the public sources of gazetteers from their publishers, resumes interrupted transfers and verifies the files.
package download

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"dateline/geo"
	"dateline/geo/atomicfile"
)

// maxSize is the size of the largest files that are fetched, in bytes. The largest of
// the sets has 400 MB.
const maxSize = 8 << 30

// defaultAttempts is the number of attempts for a transfer without progress.
const defaultAttempts = 5

// defaultStall is the time without data after which a connection is closed.
const defaultStall = time.Minute

// maxWait is the longest wait between attempts.
const maxWait = 2 * time.Minute

// Progress is the progress of a transfer.
type Progress struct {
	File File
	// Done and Total are in bytes; Total is -1 if the server does not state it.
	Done, Total int64
}

// Status is the outcome of fetching a file.
type Status string

// The outcomes of fetching a file.
const (
	Fetched   Status = "fetched"
	Resumed   Status = "resumed"   // the end of an interrupted transfer
	Unchanged Status = "unchanged" // the publisher has no newer file
)

// Result is a file that was fetched.
type Result struct {
	Path   string
	Bytes  int64
	Status Status
}

// Downloader fetches files into a folder. A file gets its name when it is complete and
// verified. Until then it has a hidden name in the same folder, and a later call
// resumes the transfer.
type Downloader struct {
	// Dir is the folder, which is created if it does not exist.
	Dir string
	// Client sends the requests.
	Client *http.Client
	// Attempts is the number of attempts for a transfer without progress, 5 if 0.
	Attempts int
	// Stall is the time without data after which a connection is closed and the
	// transfer retried, a minute if 0.
	Stall time.Duration
	// Report is called during a transfer and at its end, if it is not nil.
	Report func(Progress)
	// Wait waits between attempts, or until the context ends. The default is to sleep.
	Wait func(context.Context, time.Duration) error
}

// state is stored in the folder to resume a transfer, or to request a file only if it
// has changed.
type state struct {
	URL          string `json:"url"`
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
	// Total is the size in bytes, -1 if unknown.
	Total int64 `json:"total"`
}

// validator returns the value for If-Range, or "". A weak entity tag is not one,
// because it does not guarantee the same bytes.
func (s *state) validator() string {
	if s.ETag != "" && !strings.HasPrefix(s.ETag, "W/") {
		return s.ETag
	}
	return s.LastModified
}

// Fetch fetches a file. It requests only the missing part, and nothing if the file
// exists and the publisher has no newer one.
func (d *Downloader) Fetch(ctx context.Context, f File) (Result, error) {
	if err := os.MkdirAll(d.Dir, 0o755); err != nil {
		return Result{}, fmt.Errorf("creating the folder for %s: %w", f.Name, err)
	}
	attempts := d.Attempts
	if attempts == 0 {
		attempts = defaultAttempts
	}
	t := &transfer{d: d, file: f, path: filepath.Join(d.Dir, f.Name)}
	for failed := 0; ; {
		before := t.size()
		result, err := t.attempt(ctx)
		if err == nil {
			return result, nil
		}
		var retry *retryError
		if !errors.As(err, &retry) || ctx.Err() != nil {
			return Result{}, fmt.Errorf("downloading %s: %w", f.URL, err)
		}
		if failed++; t.size() > before {
			failed = 1
		}
		if failed >= attempts {
			return Result{}, fmt.Errorf("downloading %s failed %d times: %w; run the same command again to continue", f.URL, failed, err)
		}
		if err := d.wait(ctx, retry.delay(failed)); err != nil {
			return Result{}, fmt.Errorf("downloading %s: %w", f.URL, err)
		}
	}
}

func (d *Downloader) wait(ctx context.Context, delay time.Duration) error {
	if d.Wait != nil {
		return d.Wait(ctx, delay)
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// retryError is a failure that may be temporary.
type retryError struct {
	err   error
	after time.Duration // of the header Retry-After, or 0
}

func (e *retryError) Error() string { return e.err.Error() }
func (e *retryError) Unwrap() error { return e.err }

// delay returns the wait before the next attempt: one second, doubled with every failed
// attempt, or longer if the server requests it.
func (e *retryError) delay(failed int) time.Duration {
	return min(maxWait, max(e.after, time.Second<<min(failed-1, 6)))
}

// transfer is the transfer of a file.
type transfer struct {
	d    *Downloader
	file File
	path string
}

// hidden returns the path of a hidden file for the transfer.
func (t *transfer) hidden(suffix string) string {
	return filepath.Join(filepath.Dir(t.path), "."+filepath.Base(t.path)+suffix)
}

func (t *transfer) partPath() string  { return t.hidden(".part") }
func (t *transfer) statePath() string { return t.hidden(".state.json") }

// size returns the number of bytes that were received.
func (t *transfer) size() int64 {
	info, err := os.Stat(t.partPath())
	if err != nil {
		return 0
	}
	return info.Size()
}

// load reads the state. A state of another URL, or one that cannot be read, is
// ignored.
func (t *transfer) load() state {
	b, err := os.ReadFile(t.statePath())
	s := state{}
	if err != nil || json.Unmarshal(b, &s) != nil || s.URL != t.file.URL {
		return state{URL: t.file.URL, Total: -1}
	}
	return s
}

// save stores the state.
func (t *transfer) save(s state) error {
	b, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return atomicfile.WriteFile(t.statePath(), b, 0o644)
}

// attempt sends one request and handles the response.
func (t *transfer) attempt(ctx context.Context) (Result, error) {
	have, s := t.size(), t.load()
	stall := t.d.Stall
	if stall == 0 {
		stall = defaultStall
	}
	attemptCtx, giveUp := context.WithCancel(ctx)
	defer giveUp()
	watchdog := time.AfterFunc(stall, giveUp)
	defer watchdog.Stop()
	req, err := http.NewRequestWithContext(attemptCtx, http.MethodGet, t.file.URL, http.NoBody)
	if err != nil {
		return Result{}, err
	}
	req.Header.Set("Accept-Encoding", "identity") // ranges must be of the bytes of the file
	switch existing, err := os.Stat(t.path); {
	case have > 0 && s.validator() != "":
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", have))
		req.Header.Set("If-Range", s.validator())
	case err == nil && existing.Mode().IsRegular() && have == 0:
		if s.ETag != "" {
			req.Header.Set("If-None-Match", s.ETag)
		}
		if s.LastModified != "" {
			req.Header.Set("If-Modified-Since", s.LastModified)
		}
	}
	resp, err := t.d.Client.Do(req)
	if err != nil {
		if ctx.Err() != nil || errors.Is(err, geo.ErrForbidden) {
			return Result{}, err
		}
		return Result{}, &retryError{err: geo.Errorf(geo.ErrUnavailable, "%w", err)}
	}
	defer resp.Body.Close()
	return t.receive(ctx, resp, &watchedReader{resp.Body, watchdog, stall}, have, s)
}

// watchedReader is a body that resets a watchdog whenever data arrives.
type watchedReader struct {
	io.Reader
	watchdog *time.Timer
	stall    time.Duration
}

func (w *watchedReader) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	if n > 0 {
		w.watchdog.Reset(w.stall)
	}
	return n, err
}

// receive handles a response.
func (t *transfer) receive(ctx context.Context, resp *http.Response, body io.Reader, have int64, s state) (Result, error) {
	switch resp.StatusCode {
	case http.StatusNotModified:
		info, err := os.Stat(t.path)
		if err != nil {
			return Result{}, t.restart(geo.Errorf(geo.ErrUnavailable, "the server responded that the file has not changed, but there is no file"))
		}
		return Result{Path: t.path, Bytes: info.Size(), Status: Unchanged}, nil
	case http.StatusOK:
		have = 0
		s = state{URL: t.file.URL, ETag: resp.Header.Get("ETag"), LastModified: resp.Header.Get("Last-Modified"), Total: resp.ContentLength}
	case http.StatusPartialContent:
		first, total, ok := parseContentRange(resp.Header.Get("Content-Range"))
		if !ok || first != have || s.Total >= 0 && total >= 0 && total != s.Total {
			return Result{}, t.restart(geo.Errorf(geo.ErrUnavailable, "the server sent the range %[2]q instead of the one from byte %[1]d", have, resp.Header.Get("Content-Range")))
		}
		if total >= 0 {
			s.Total = total
		}
	case http.StatusRequestedRangeNotSatisfiable:
		if have == s.Total {
			return t.finish(have, Resumed)
		}
		return Result{}, t.restart(geo.Errorf(geo.ErrUnavailable, "the server has no more than the %d bytes that were received", have))
	default:
		return Result{}, statusError(resp)
	}
	if kind := resp.Header.Get("Content-Type"); strings.HasPrefix(kind, "text/html") {
		return Result{}, geo.Errorf(geo.ErrInput, "the server sent a web page instead of the file; check whether the network requires a login")
	}
	if s.Total > maxSize {
		return Result{}, geo.Errorf(geo.ErrTooLarge, "the file has %d bytes, more than the limit of %d", s.Total, int64(maxSize))
	}
	if err := t.save(s); err != nil {
		return Result{}, fmt.Errorf("storing the state of the transfer: %w", err)
	}
	n, err := t.copy(ctx, body, have, s.Total)
	switch {
	case err != nil:
		return Result{}, err
	case s.Total >= 0 && n < s.Total:
		return Result{}, &retryError{err: geo.Errorf(geo.ErrUnavailable, "%d of %d bytes were received", n, s.Total)}
	case s.Total >= 0 && n > s.Total:
		return Result{}, t.restart(geo.Errorf(geo.ErrUnavailable, "%d bytes were received, more than the %d of the header", n, s.Total))
	}
	status := Fetched
	if have > 0 {
		status = Resumed
	}
	return t.finish(n, status)
}

// restart removes what was received, so that the next attempt starts over.
func (t *transfer) restart(reason error) error {
	for _, p := range []string{t.partPath(), t.statePath()} {
		if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return &retryError{err: reason}
}

// reportEvery is the number of bytes between two reports of progress.
const reportEvery = 1 << 20

// copy writes the body after the first have bytes of the partial file and returns its
// size.
func (t *transfer) copy(ctx context.Context, body io.Reader, have, total int64) (int64, error) {
	part, err := os.OpenFile(t.partPath(), os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return 0, err
	}
	defer part.Close()
	if err := part.Truncate(have); err != nil {
		return 0, err
	}
	if _, err := part.Seek(have, io.SeekStart); err != nil {
		return 0, err
	}
	buf := make([]byte, 1<<17)
	for done, reported := have, int64(-reportEvery); ; {
		n, errRead := body.Read(buf)
		if _, err := part.Write(buf[:n]); err != nil {
			return done, fmt.Errorf("writing %s: %w", t.partPath(), err)
		}
		done += int64(n)
		if done > maxSize {
			return done, geo.Errorf(geo.ErrTooLarge, "more than %d bytes were received", int64(maxSize))
		}
		if t.d.Report != nil && (done-reported >= reportEvery || errRead != nil) {
			reported = done
			t.d.Report(Progress{File: t.file, Done: done, Total: total})
		}
		switch {
		case errors.Is(errRead, io.EOF):
			return done, part.Sync()
		case ctx.Err() != nil:
			return done, ctx.Err()
		case errRead != nil:
			return done, &retryError{err: geo.Errorf(geo.ErrUnavailable, "the connection was closed after %d bytes: %w", done, errRead)}
		}
	}
}

// finish verifies the partial file and renames it.
func (t *transfer) finish(size int64, status Status) (Result, error) {
	if err := t.file.check(t.partPath()); err != nil {
		if restart := t.restart(nil); !errors.As(restart, new(*retryError)) {
			return Result{}, errors.Join(err, restart)
		}
		if status == Resumed { // the parts do not match: fetch the whole file
			return Result{}, &retryError{err: err}
		}
		return Result{}, err
	}
	if err := atomicfile.Replace(t.partPath(), t.path); err != nil {
		return Result{}, err
	}
	return Result{Path: t.path, Bytes: size, Status: status}, nil
}

// parseContentRange parses "bytes 100-199/200" or "bytes 100-199/*"; total is -1 for
// the latter.
func parseContentRange(s string) (first, total int64, ok bool) {
	s, ok = strings.CutPrefix(s, "bytes ")
	if !ok {
		return 0, 0, false
	}
	span, size, ok := strings.Cut(s, "/")
	if !ok {
		return 0, 0, false
	}
	from, _, ok := strings.Cut(span, "-")
	if !ok {
		return 0, 0, false
	}
	first, err := strconv.ParseInt(from, 10, 64)
	if err != nil || first < 0 {
		return 0, 0, false
	}
	if size == "*" {
		return first, -1, true
	}
	total, err = strconv.ParseInt(size, 10, 64)
	return first, total, err == nil && total >= 0
}

// statusError returns the error of a status code, a *retryError if it may be temporary.
func statusError(resp *http.Response) error {
	err := fmt.Errorf("the server responded with %s", resp.Status)
	switch code := resp.StatusCode; {
	case code == http.StatusNotFound || code == http.StatusGone:
		return geo.Errorf(geo.ErrNotFound, "%w", err)
	case code == http.StatusUnauthorized || code == http.StatusForbidden:
		return geo.Errorf(geo.ErrForbidden, "%w", err)
	case code == http.StatusRequestTimeout || code == http.StatusTooManyRequests || code >= 500:
		return &retryError{err: geo.Errorf(geo.ErrUnavailable, "%w", err), after: retryAfter(resp.Header.Get("Retry-After"))}
	}
	return geo.Errorf(geo.ErrUnavailable, "%w", err)
}

// retryAfter parses the value of the header Retry-After, in seconds or a date.
func retryAfter(s string) time.Duration {
	if seconds, err := strconv.Atoi(s); err == nil && seconds > 0 {
		return min(maxWait, time.Duration(min(seconds, 1<<20))*time.Second)
	}
	if at, err := http.ParseTime(s); err == nil {
		return min(maxWait, max(0, time.Until(at)))
	}
	return 0
}
