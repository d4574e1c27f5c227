package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"
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

// Limits on what is kept of requests with an idempotency key.
const (
	keptResponses = 1000
	keptFor       = 24 * time.Hour
	maxKept       = 1 << 20 // bytes of a request or a response
)

// kept is the response to a request with an idempotency key.
type kept struct {
	mu       sync.Mutex // held while the request is carried out
	request  [32]byte
	response *recorder
	at       time.Time
}

// replay repeats the response to an earlier request with the same Idempotency-Key. A key that was used for another request is answered with
// status 422. The keys are those of this process.
func (a *API) replay(next http.Handler) http.Handler {
	var mu sync.Mutex
	all := map[string]*kept{}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key := r.Header.Get("Idempotency-Key")
		if key == "" || r.Method == http.MethodGet || len(key) > 200 {
			next.ServeHTTP(w, r)
			return
		}
		content, err := io.ReadAll(io.LimitReader(r.Body, maxKept+1))
		if err != nil || len(content) > maxKept {
			http.Error(w, "The request is too large.", http.StatusRequestEntityTooLarge)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(content))
		sum := sha256.Sum256(append([]byte(r.Method+" "+r.URL.RequestURI()+"\n"), content...))
		mu.Lock()
		for old, k := range all {
			if len(all) >= keptResponses || time.Since(k.at) > keptFor {
				delete(all, old)
			}
		}
		k := all[key]
		if k == nil {
			k = &kept{request: sum, at: time.Now()}
			all[key] = k
		}
		mu.Unlock()
		k.mu.Lock()
		defer k.mu.Unlock()
		switch {
		case k.request != sum:
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(http.StatusUnprocessableEntity)
			_, _ = io.WriteString(w, `{"type":"about:blank","title":"Unprocessable Entity","status":422,"detail":"The Idempotency-Key was used for another request."}`)
		case k.response != nil:
			k.response.header.Set("Idempotency-Replayed", "true")
			k.response.send(w)
		default:
			out := newRecorder()
			next.ServeHTTP(out, r)
			if out.status < http.StatusInternalServerError && out.body.Len() <= maxKept {
				k.response = out
			}
			out.send(w)
		}
	})
}
