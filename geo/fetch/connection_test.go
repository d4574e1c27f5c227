package fetch_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"dateline/geo"
	"dateline/geo/fetch"
)

// Errors of the network are sentences that name the host, and neither servers of an inner
// network nor functions. The cause can be found for logs.
func TestErrorsOfTheNetworkAreSentences(t *testing.T) {
	dial := func(err error) error {
		return &url.Error{Op: "Get", URL: "https://news.example/a", Err: &net.OpError{Op: "dial", Net: "tcp", Addr: &net.TCPAddr{IP: net.IPv4(10, 0, 0, 7), Port: 443}, Err: err}}
	}
	for want, cause := range map[string]error{
		"no website answers at news.example: there is no such host; check the address": dial(&net.DNSError{Err: "no such host", Name: "news.example", Server: "10.255.255.53:53", IsNotFound: true}),
		"the address of news.example cannot be looked up at the moment":                dial(&net.DNSError{Err: "server misbehaving", Name: "news.example", Server: "10.255.255.53:53"}),
		"no website answers at news.example: it refuses the connection":                dial(os.NewSyscallError("connect", syscall.ECONNREFUSED)),
		"news.example cannot be reached from this network":                             dial(os.NewSyscallError("connect", syscall.ENETUNREACH)),
		"news.example did not respond in time":                                         dial(os.ErrDeadlineExceeded),
		"the certificate of news.example is not valid":                                 &url.Error{Err: &tls.CertificateVerificationError{Err: errors.New("x509: certificate signed by unknown authority")}},
		"news.example does not use HTTPS at this port":                                 &url.Error{Err: tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}},
		"news.example closed the connection before its response was complete":          io.ErrUnexpectedEOF,
		"the connection to news.example failed":                                        dial(errors.New("read 10.0.0.7: strange")),
		"the response of news.example cannot be read: malformed chunked encoding":      errors.New("malformed chunked encoding"),
	} {
		err := fetch.RequestError(t.Context(), cause, "news.example", time.Minute)
		if err.Error() != want || !errors.Is(err, geo.ErrUnavailable) {
			t.Errorf("%v: %q, want %q", cause, err, want)
		}
		inner := cause
		if u, ok := errors.AsType[*url.Error](cause); ok {
			inner = u.Err
		}
		if !errors.Is(err, inner) {
			t.Errorf("%v is not the cause of %v", inner, err)
		}
	}
	forbidden := fetch.RequestError(t.Context(), dial(geo.Errorf(geo.ErrForbidden, "10.0.0.7 is not a public address")), "news.example", time.Minute)
	if forbidden.Error() != "10.0.0.7 is not a public address" || !errors.Is(forbidden, geo.ErrForbidden) {
		t.Errorf("a private address: %v", forbidden)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := fetch.RequestError(ended, io.EOF, "news.example", time.Minute); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %v", err)
	}
}

// A server that is gone, one that closes the connection and one that does not use HTTPS.
func TestGetOfServersThatDoNotAnswer(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, "Rain")
	}))
	f := fetcher(t, local(t, s))
	for address, want := range map[string]string{
		s.URL: "127.0.0.1 closed the connection before its response was complete",
		strings.Replace(s.URL, "http", "https", 1): "127.0.0.1 does not use HTTPS at this port",
	} {
		if _, err := f.Get(t.Context(), fetch.Request{URL: address}); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %q", address, err, want)
		}
	}
	s.Close()
	if _, err := f.Get(t.Context(), fetch.Request{URL: s.URL}); err == nil || err.Error() != "no website answers at 127.0.0.1: it refuses the connection" {
		t.Errorf("a server that is gone: %v", err)
	}
}
