package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"strings"
	"time"

	"dateline/geo"
	"dateline/server/store"

	"github.com/go-chi/chi/v5"
)

// recorder keeps a response.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func newRecorder() *recorder { return &recorder{header: http.Header{}, status: http.StatusOK} }

// Header, WriteHeader and Write are those of [http.ResponseWriter].
func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) WriteHeader(status int)      { r.status = status }
func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }

// send writes the response to a client.
func (r *recorder) send(w http.ResponseWriter) {
	maps.Copy(w.Header(), r.header)
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body.Bytes()) // fails only when the client is gone
}

// entityTags sets the ETag of responses to GET from their content, and answers with status 304 if the client has it. Exports are streamed and
// have none.
func entityTags(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || strings.HasSuffix(r.URL.Path, "/export") {
			next.ServeHTTP(w, r)
			return
		}
		out := newRecorder()
		next.ServeHTTP(out, r)
		if out.status == http.StatusOK {
			sum := sha256.Sum256(out.body.Bytes())
			tag := `"` + hex.EncodeToString(sum[:12]) + `"`
			out.header.Set("ETag", tag)
			out.header.Set("Cache-Control", "no-cache")
			for known := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
				if known = strings.TrimPrefix(strings.TrimSpace(known), "W/"); known == tag || known == "*" {
					out.status = http.StatusNotModified
					out.body.Reset()
					out.header.Del("Content-Type")
					break
				}
			}
		}
		out.send(w)
	})
}

// maxKeyed is the maximum length of a request with an idempotency key, in bytes.
const maxKeyed = 1 << 20

// replay repeats the response to an earlier request with the same Idempotency-Key, which the store keeps. A key that was used for another
// request is answered with status 422, and a request that is still being carried out with status 409.
func (a *API) replay(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key := r.Header.Get("Idempotency-Key")
		changes := r.Method == http.MethodPost || r.Method == http.MethodDelete
		known := changes && chi.RouteContext(r.Context()).Routes.Match(chi.NewRouteContext(), r.Method, r.URL.EscapedPath())
		if key == "" || !known || len(key) > maxKey || a.Store == nil || !a.Writes || strings.HasSuffix(r.URL.Path, "/parse") {
			next.ServeHTTP(w, r)
			return
		}
		content, err := io.ReadAll(io.LimitReader(r.Body, maxKeyed+1))
		if err != nil || len(content) > maxKeyed {
			sendProblem(w, http.StatusRequestEntityTooLarge, "The request is too large.")
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(content))
		sum := sha256.Sum256(append([]byte(r.Method+" "+r.URL.RequestURI()+"\n"), content...))
		earlier, err := a.Store.BeginRequest(r.Context(), key, hex.EncodeToString(sum[:]), time.Now())
		switch {
		case errors.Is(err, geo.ErrInput):
			sendProblem(w, http.StatusUnprocessableEntity, "The Idempotency-Key was used for another request.")
			return
		case errors.Is(err, geo.ErrUnavailable):
			sendProblem(w, http.StatusConflict, "The request with this Idempotency-Key is still being carried out.")
			return
		case err != nil:
			status, _, detail := a.Problem(err)
			sendProblem(w, status, detail)
			return
		case earlier != nil:
			w.Header().Set("Idempotency-Replayed", "true")
			w.Header().Set("Content-Type", earlier.Type)
			w.WriteHeader(earlier.Status)
			_, _ = w.Write(earlier.Body) // fails only when the client is gone
			return
		}
		out := newRecorder()
		done := false
		end := func(kept *store.Response) {
			if err := a.Store.EndRequest(context.WithoutCancel(r.Context()), key, kept); err != nil {
				a.Problem(err) // logs it: the request was carried out
			}
		}
		defer func() { // after a panic the request may be sent again
			if !done {
				end(nil)
			}
		}()
		next.ServeHTTP(out, r)
		done = true
		if out.status < http.StatusInternalServerError {
			end(&store.Response{Status: out.status, Type: out.header.Get("Content-Type"), Body: out.body.Bytes()})
		} else {
			end(nil)
		}
		out.send(w)
	})
}

// sendProblem sends a problem document.
func sendProblem(w http.ResponseWriter, status int, detail string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"type": "about:blank", "title": http.StatusText(status), "status": status, "detail": detail})
}
