package safehttp_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"sync/atomic"
	"testing"

	"dateline/geo"
	"dateline/geo/fetch/safehttp"
	"dateline/geo/fetch/safehttp/dnstest"
)

// at returns the port of a server of this test on 127.0.0.1.
func at(t *testing.T, h http.Handler) (port string) {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	return u.Port()
}

// client is allowed to connect to 127.0.0.1, which stands for a public address.
func client(t *testing.T, lookUp func(string) []netip.Addr) *http.Client {
	t.Helper()
	c, err := safehttp.NewClient(safehttp.Policy{Allow: []string{"127.0.0.1"}, Resolver: dnstest.Resolver(lookUp)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.CloseIdleConnections)
	return c
}

func visit(c *http.Client, address string) (string, error) {
	r, err := c.Get(address)
	if err != nil {
		return "", err
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	return string(b), err
}

func TestNamesThatResolveToPrivateAddresses(t *testing.T) {
	port := at(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for _, private := range []string{
		"127.0.0.2", "0.0.0.0", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255",
		"::1", "::", "fe80::1", "fd00::1", "::ffff:127.0.0.2", "64:ff9b::7f00:2", "2002:7f00:2::",
	} {
		c := client(t, func(string) []netip.Addr { return []netip.Addr{netip.MustParseAddr(private)} })
		if _, err := visit(c, "http://news.example:"+port+"/"); !errors.Is(err, geo.ErrForbidden) {
			t.Errorf("a name that resolves to %s: %v, want it refused", private, err)
		}
	}
}

// What a name resolves to is looked at each time that it is connected to, so that
// one that resolves to something else the second time is of no use.
func TestNamesThatResolveToSomethingElse(t *testing.T) {
	port := at(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Connection", "close")
		_, _ = io.WriteString(w, "news")
	}))
	var moved atomic.Bool
	c := client(t, func(string) []netip.Addr {
		if moved.Load() {
			return []netip.Addr{netip.MustParseAddr("127.0.0.2")}
		}
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}
	})
	address := "http://news.example:" + port + "/"
	if body, err := visit(c, address); body != "news" {
		t.Fatalf("first %q, %v", body, err)
	}
	moved.Store(true)
	if body, err := visit(c, address); !errors.Is(err, geo.ErrForbidden) {
		t.Errorf("then %q, %v, want it refused", body, err)
	}
}

func TestNamesWithSeveralAddresses(t *testing.T) {
	port := at(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "news") }))
	c := client(t, func(string) []netip.Addr {
		return []netip.Addr{netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("127.0.0.1")}
	})
	if body, err := visit(c, "http://news.example:"+port+"/"); body != "news" {
		t.Errorf("%q, %v, want the address that is allowed", body, err)
	}
}

// Some machines' resolvers take such names for numbers, others for no names at all:
// neither leads anywhere.
func TestNumbersAsNames(t *testing.T) {
	port := at(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	c := client(t, func(string) []netip.Addr { return []netip.Addr{netip.MustParseAddr("127.0.0.2")} })
	for _, host := range []string{"2130706434", "0x7f.2", "0177.0.0.2", "127.2", "[::ffff:127.0.0.2]", "[fe80::1%25lo]"} {
		if body, err := visit(c, "http://"+host+":"+port+"/"); err == nil {
			t.Errorf("%s answers %q", host, body)
		}
	}
}
