// Package download fetches the gazetteer's public sources from their publishers, takes up again what was cut off, and checks what came.
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
)

// maxSize bounds a file that is fetched, in bytes; the largest has 400 MB.
const maxSize = 8 << 30

// defaultAttempts is how often a transfer that makes no progress is tried.
const defaultAttempts = 5

// defaultStall is how long a connection may bring nothing before it is given up.
const defaultStall = time.Minute

// maxWait bounds how long a server may make a client wait between attempts.
const maxWait = 2 * time.Minute

// Progress says how far a file is.
type Progress struct {
	File File
	// Done and Total are bytes; Total is -1 where the server does not say.
	Done, Total int64
}

// Status says what came of fetching a file.
type Status string

// What can come of fetching a file.
const (
	Fetched   Status = "fetched"
	Resumed   Status = "resumed"   // the end of a transfer that had been cut off
	Unchanged Status = "unchanged" // the publisher has nothing newer
)

// Result is a file that was fetched.
type Result struct {
	Path   string
	Bytes  int64
	Status Status
}

// Downloader fetches files into a folder. A file stands under its name only when
// it is whole and has been checked; until then it grows beside it under a hidden
// name, from which a later call goes on.
type Downloader struct {
	// Dir is the folder; it is made if it is not there.
	Dir string
	// Client sends the requests.
	Client *http.Client
	// Attempts is how often a transfer that makes no progress is tried, 5 if 0.
	Attempts int
	// Stall is how long a connection may bring nothing before it is given up and
	// taken up anew, a minute if 0.
	Stall time.Duration
	// Report is called now and then during a transfer, and at its end, if it is
	// not nil.
	Report func(Progress)
	// Wait waits between attempts, or until the context ends; nil means to sleep.
	Wait func(context.Context, time.Duration) error
}

// state is what is kept beside a file to go on with it, or to ask whether there
// is a newer one.
type state struct {
	URL          string `json:"url"`
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
	// Total is the size in bytes, -1 where it is not known.
	Total int64 `json:"total"`
}

// validator is what identifies the version of a file, or "": a weak tag does not
// promise the same bytes.
func (s *state) validator() string {
	if s.ETag != "" && !strings.HasPrefix(s.ETag, "W/") {
		return s.ETag
	}
	return s.LastModified
}

// Fetch fetches one file. It asks only for what it lacks, and for nothing if
// the file is there and the publisher has no newer one.
func (d *Downloader) Fetch(ctx context.Context, f File) (Result, error) {
	if err := os.MkdirAll(d.Dir, 0o755); err != nil {
		return Result{}, fmt.Errorf("making the folder for %s: %w", f.Name, err)
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
		var again *retryError
		if !errors.As(err, &again) || ctx.Err() != nil {
			return Result{}, fmt.Errorf("downloading %s: %w", f.URL, err)
		}
		if failed++; t.size() > before {
			failed = 1
		}
		if failed >= attempts {
			return Result{}, fmt.Errorf("downloading %s, tried %d times: %w; what has come is kept, the same command goes on from there", f.URL, failed, err)
		}
		if err := d.wait(ctx, again.delay(failed)); err != nil {
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

// retryError is a failure that may pass.
type retryError struct {
	err   error
	after time.Duration // as the server wishes, or 0
}

func (e *retryError) Error() string { return e.err.Error() }
func (e *retryError) Unwrap() error { return e.err }

// delay doubles from one second with every attempt that failed.
func (e *retryError) delay(failed int) time.Duration {
	return min(maxWait, max(e.after, time.Second<<min(failed-1, 6)))
}

// transfer is one file on its way.
type transfer struct {
	d    *Downloader
	file File
	path string
}

func (t *transfer) beside(suffix string) string {
	return filepath.Join(filepath.Dir(t.path), "."+filepath.Base(t.path)+suffix)
}

func (t *transfer) partPath() string  { return t.beside(".part") }
func (t *transfer) statePath() string { return t.beside(".state.json") }

// size is how much of the file has come.
func (t *transfer) size() int64 {
	info, err := os.Stat(t.partPath())
	if err != nil {
		return 0
	}
	return info.Size()
}

// load reads the state; a state of another address, or that cannot be read, is
// none.
func (t *transfer) load() state {
	b, err := os.ReadFile(t.statePath())
	s := state{}
	if err != nil || json.Unmarshal(b, &s) != nil || s.URL != t.file.URL {
		return state{URL: t.file.URL, Total: -1}
	}
	return s
}

func (t *transfer) save(s state) error {
	b, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return os.WriteFile(t.statePath(), b, 0o644)
}

// attempt sends one request and takes what comes.
func (t *transfer) attempt(ctx context.Context) (Result, error) {
	have, s := t.size(), t.load()
	stall := t.d.Stall
	if stall == 0 {
		stall = defaultStall
	}
	begun, giveUp := context.WithCancel(ctx)
	defer giveUp()
	watchdog := time.AfterFunc(stall, giveUp)
	defer watchdog.Stop()
	req, err := http.NewRequestWithContext(begun, http.MethodGet, t.file.URL, http.NoBody)
	if err != nil {
		return Result{}, err
	}
	req.Header.Set("Accept-Encoding", "identity") // a range is one of the file's own bytes
	switch whole, err := os.Stat(t.path); {
	case have > 0 && s.validator() != "":
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", have))
		req.Header.Set("If-Range", s.validator())
	case err == nil && whole.Mode().IsRegular() && have == 0:
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
	return t.take(ctx, resp, &watched{resp.Body, watchdog, stall}, have, s)
}

// watched is a body that keeps its watchdog quiet as long as bytes come.
type watched struct {
	io.Reader
	watchdog *time.Timer
	stall    time.Duration
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	if n > 0 {
		w.watchdog.Reset(w.stall)
	}
	return n, err
}

// take goes by the answer.
func (t *transfer) take(ctx context.Context, resp *http.Response, body io.Reader, have int64, s state) (Result, error) {
	switch resp.StatusCode {
	case http.StatusNotModified:
		info, err := os.Stat(t.path)
		if err != nil {
			return Result{}, t.restart(geo.Errorf(geo.ErrUnavailable, "the server says that nothing has changed, but there is no file"))
		}
		return Result{Path: t.path, Bytes: info.Size(), Status: Unchanged}, nil
	case http.StatusOK:
		have = 0
		s = state{URL: t.file.URL, ETag: resp.Header.Get("ETag"), LastModified: resp.Header.Get("Last-Modified"), Total: resp.ContentLength}
	case http.StatusPartialContent:
		first, total, ok := parseContentRange(resp.Header.Get("Content-Range"))
		if !ok || first != have || s.Total >= 0 && total >= 0 && total != s.Total {
			return Result{}, t.restart(geo.Errorf(geo.ErrUnavailable, "asked for what follows byte %d, the server sent %q", have, resp.Header.Get("Content-Range")))
		}
		if total >= 0 {
			s.Total = total
		}
	case http.StatusRequestedRangeNotSatisfiable:
		if have == s.Total {
			return t.finish(have, Resumed)
		}
		return Result{}, t.restart(geo.Errorf(geo.ErrUnavailable, "the server has no more than the %d bytes that are here", have))
	default:
		return Result{}, statusError(resp)
	}
	if kind := resp.Header.Get("Content-Type"); strings.HasPrefix(kind, "text/html") {
		return Result{}, geo.Errorf(geo.ErrInput, "the server sent a web page where a file was asked for; is there a log-in page between here and there?")
	}
	if s.Total > maxSize {
		return Result{}, geo.Errorf(geo.ErrTooLarge, "the file has %d bytes, at most %d are fetched", s.Total, int64(maxSize))
	}
	if err := t.save(s); err != nil {
		return Result{}, fmt.Errorf("keeping what is known of the transfer: %w", err)
	}
	n, err := t.copy(ctx, body, have, s.Total)
	switch {
	case err != nil:
		return Result{}, err
	case s.Total >= 0 && n < s.Total:
		return Result{}, &retryError{err: geo.Errorf(geo.ErrUnavailable, "%d of %d bytes came", n, s.Total)}
	case s.Total >= 0 && n > s.Total:
		return Result{}, t.restart(geo.Errorf(geo.ErrUnavailable, "%d bytes came, more than the %d announced", n, s.Total))
	}
	status := Fetched
	if have > 0 {
		status = Resumed
	}
	return t.finish(n, status)
}

// restart throws away what has come; the next attempt begins anew.
func (t *transfer) restart(reason error) error {
	for _, p := range []string{t.partPath(), t.statePath()} {
		if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return &retryError{err: reason}
}

// reportEvery is after how many bytes the progress is told.
const reportEvery = 1 << 20

// copy writes the body behind the first have bytes and returns the size then.
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
	for done, told := have, int64(-reportEvery); ; {
		n, errRead := body.Read(buf)
		if _, err := part.Write(buf[:n]); err != nil {
			return done, fmt.Errorf("writing %s: %w", t.partPath(), err)
		}
		done += int64(n)
		if done > maxSize {
			return done, geo.Errorf(geo.ErrTooLarge, "more than %d bytes came", int64(maxSize))
		}
		if t.d.Report != nil && (done-told >= reportEvery || errRead != nil) {
			told = done
			t.d.Report(Progress{File: t.file, Done: done, Total: total})
		}
		switch {
		case errors.Is(errRead, io.EOF):
			return done, part.Sync()
		case ctx.Err() != nil:
			return done, ctx.Err()
		case errRead != nil:
			return done, &retryError{err: geo.Errorf(geo.ErrUnavailable, "the connection broke after %d bytes: %w", done, errRead)}
		}
	}
}

// finish checks what has come and puts it in its place.
func (t *transfer) finish(size int64, status Status) (Result, error) {
	if err := t.file.check(t.partPath()); err != nil {
		if restart := t.restart(nil); !errors.As(restart, new(*retryError)) {
			return Result{}, errors.Join(err, restart)
		}
		if status == Resumed { // two halves that do not fit: once more, whole
			return Result{}, &retryError{err: err}
		}
		return Result{}, err
	}
	if err := os.Rename(t.partPath(), t.path); err != nil {
		return Result{}, err
	}
	if dir, err := os.Open(t.d.Dir); err == nil {
		_ = dir.Sync() // the new name survives a power failure where the system can do that
		dir.Close()
	}
	return Result{Path: t.path, Bytes: size, Status: status}, nil
}

// parseContentRange reads "bytes 100-199/200" or "bytes 100-199/*".
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

// statusError tells an answer that will not change from one that may.
func statusError(resp *http.Response) error {
	err := fmt.Errorf("the server answers %s", resp.Status)
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

// retryAfter reads the header of that name, in seconds or as a date.
func retryAfter(s string) time.Duration {
	if seconds, err := strconv.Atoi(s); err == nil && seconds > 0 {
		return min(maxWait, time.Duration(min(seconds, 1<<20))*time.Second)
	}
	if at, err := http.ParseTime(s); err == nil {
		return min(maxWait, max(0, time.Until(at)))
	}
	return 0
}
