package safehttp

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"dateline/geo"
)

func TestIsPublic(t *testing.T) {
	for addr, want := range map[string]bool{
		"93.184.216.34": true, "2606:2800:220:1::1": true, "::ffff:93.184.216.34": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.0.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "0.0.0.0": false, "255.255.255.255": false, "224.0.0.1": false, "198.18.0.1": false, "240.0.0.1": false,
		"::1": false, "::": false, "fe80::1": false, "fc00::1": false, "ff02::1": false, "::ffff:127.0.0.1": false,
		"64:ff9b::5db8:d822": true, "64:ff9b::7f00:1": false, "64:ff9b::a9fe:a9fe": false, "64:ff9b:1::1": false, "::ffff:0:127.0.0.1": false, "4000::1": false, "2002:7f00:1::": false, "::127.0.0.1": false, "2001:db8::1": false, "fe80::1%eth0": false,
	} {
		if got := IsPublic(netip.MustParseAddr(addr)); got != want {
			t.Errorf("IsPublic(%s) = %v, want %v", addr, got, want)
		}
	}
}

func get(t *testing.T, p Policy, address string) (string, error) {
	t.Helper()
	c, err := NewClient(p)
	if err != nil {
		t.Fatal(err)
	}
	defer c.CloseIdleConnections()
	resp, err := c.Get(address)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	b, err := ReadBody(resp.Body, 20)
	return string(b), err
}

func TestClient(t *testing.T) {
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	defer server.Close()
	mux.HandleFunc("/agent", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.UserAgent()) })
	mux.HandleFunc("/long", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, strings.Repeat("x", 21)) })
	mux.HandleFunc("/loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
	mux.HandleFunc("/away", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "http://[::1]:9/", http.StatusFound) })
	mux.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
	})
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	byName := "http://localhost:" + u.Port()

	for name, test := range map[string]struct {
		policy  Policy
		address string
		want    string
		err     error
	}{
		"refused":               {Policy{}, server.URL + "/agent", "", geo.ErrForbidden},
		"refused by name":       {Policy{}, byName + "/agent", "", geo.ErrForbidden},
		"allowed address":       {Policy{Allow: []string{"127.0.0.1"}, UserAgent: "me"}, server.URL + "/agent", "me", nil},
		"allowed network":       {Policy{Allow: []string{"127.0.0.0/8"}, UserAgent: "me"}, server.URL + "/agent", "me", nil},
		"allowed host":          {Policy{Allow: []string{"Localhost"}, UserAgent: "me"}, byName + "/agent", "me", nil},
		"other network allowed": {Policy{Allow: []string{"10.0.0.0/8"}}, server.URL + "/agent", "", geo.ErrForbidden},
		"allowed port":          {Policy{Allow: []string{u.Host}, UserAgent: "me"}, server.URL + "/agent", "me", nil},
		"allowed host and port": {Policy{Allow: []string{"localhost:" + u.Port()}, UserAgent: "me"}, byName + "/agent", "me", nil},
		"other port allowed":    {Policy{Allow: []string{"127.0.0.1:9", "[::1]:9"}}, server.URL + "/agent", "", geo.ErrForbidden},
		"host on another port":  {Policy{Allow: []string{"localhost:9"}}, byName + "/agent", "", geo.ErrForbidden},
		"redirect to private":   {Policy{Allow: []string{"127.0.0.1"}}, server.URL + "/away", "", geo.ErrForbidden},
		"redirect to a file":    {Policy{Allow: []string{"127.0.0.1"}}, server.URL + "/file", "", geo.ErrForbidden},
		"redirects for ever":    {Policy{Allow: []string{"127.0.0.1"}}, server.URL + "/loop", "", geo.ErrForbidden},
		"long":                  {Policy{Allow: []string{"127.0.0.1"}}, server.URL + "/long", "", geo.ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := get(t, test.policy, test.address)
			if got != test.want || !errors.Is(err, test.err) {
				t.Errorf("got %q, %v, want %q, %v", got, err, test.want, test.err)
			}
		})
	}
}

func TestRedirectToHTTP(t *testing.T) {
	from, to := &url.URL{Scheme: "https", Host: "a.example"}, &url.URL{Scheme: "http", Host: "a.example"}
	if err := CheckRedirect(from, to); !errors.Is(err, geo.ErrForbidden) {
		t.Errorf("CheckRedirect = %v, want it refused", err)
	}
	if err := CheckRedirect(to, from); err != nil {
		t.Errorf("CheckRedirect = %v, want it followed", err)
	}
}

func TestPolicyRefuses(t *testing.T) {
	for _, allow := range []string{"", "10.0.0.0/99", "http://x", "a b", "host:", "host:0", "host:port", "host:70000", ":80", "10.0.0.0/8:80"} {
		if _, err := NewClient(Policy{Allow: []string{allow}}); !errors.Is(err, geo.ErrInput) {
			t.Errorf("NewClient(%q) = %v, want an error", allow, err)
		}
	}
}
