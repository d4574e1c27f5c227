package site_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dateline/server/internal/site"
)

// A client that sends nothing more is answered. One that sends the whole body is not
// affected.
func TestSlowUploadsEnd(t *testing.T) {
	read := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%d bytes, %v", len(b), err)
	})
	start := func(period time.Duration) *httptest.Server {
		s := httptest.NewServer(site.Limit(time.Hour, 1<<20)(site.LeastRate(1<<10, period)(read)))
		t.Cleanup(s.Close)
		return s
	}
	whole, err := http.Post(start(time.Hour).URL, "text/plain", bytes.NewReader(make([]byte, 100<<10)))
	if err != nil {
		t.Fatal(err)
	}
	defer whole.Body.Close()
	if b, err := io.ReadAll(whole.Body); err != nil || string(b) != "102400 bytes, <nil>" {
		t.Errorf("a whole body: %s %v", b, err)
	}

	c, err := net.Dial("tcp", start(50*time.Millisecond).Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprint(c, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nslow")
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if b, err := io.ReadAll(answer.Body); err != nil || !strings.Contains(string(b), "bytes, The upload was too slow") {
		t.Errorf("a slow body: %s %v", b, err)
	}
}
