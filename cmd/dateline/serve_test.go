package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// start runs "dateline serve" on a free port in a process of its own, with a store of its
// own, and returns its address and a function that stops it.
func start(t *testing.T, args ...string) (address string, stop func() error) {
	t.Helper()
	return startWith(t, []string{storeVariable + "=" + filepath.Join(t.TempDir(), "store.db")}, args...)
}

// startWith is start with other environment variables.
func startWith(t *testing.T, env []string, args ...string) (address string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, "dateline", append([]string{"serve", "--addr", "localhost:0"}, args...)...)
	cmd.Stderr = os.Stderr
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the server printed nothing: %v, %v", err, cmd.Wait())
	}
	_, address, found := strings.Cut(strings.TrimSpace(line), "http://")
	if !found {
		t.Fatalf("the server printed %q", line)
	}
	return "http://" + address, func() error {
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			return err
		}
		return cmd.Wait()
	}
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// eventually gets a page until it contains a text, because the given inputs are shown as
// they are parsed.
func eventually(t *testing.T, url, want string) (status int, body string) {
	t.Helper()
	for end := time.Now().Add(time.Minute); ; {
		status, body = get(t, url)
		if status == http.StatusOK && strings.Contains(body, want) || time.Now().After(end) {
			return status, body
		}
	}
}

func TestServeShowsCollectionsAndStops(t *testing.T) {
	if !built(t) {
		t.Skip("the gazetteer or the models are not built: run make")
	}
	story := filepath.Join(t.TempDir(), "story.txt")
	if err := os.WriteFile(story, []byte("Ministers met in Kabul, Afghanistan, on Monday."), 0o644); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	address, stop := start(t, "--collection", "mine", "--title", "My stories", story)
	t.Logf("serving after %s", time.Since(began).Round(time.Millisecond))
	for path, want := range map[string]string{
		"/healthz":                        "",
		"/readyz":                         "",
		"/":                               "My stories",
		"/c/mine":                         "Kabul",
		"/c/mine/places.geojson":          `"id":"geonames:1138958"`,
		"/c/mine/mentions.geojson":        `"phrase":"Kabul"`,
		"/c/mine/mentions.csv":            "geonames:1138958",
		"/c/sample/places.geojson":        `"FeatureCollection"`,
		"/embed/c/mine":                   "2 mentions: 1 on the map, 1 country",
		"/c/mine/places/geonames:1138958": "Ministers met in",
	} {
		if status, body := eventually(t, address+path, want); status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: status %d without %q", path, status, want)
		}
	}
	if err := stop(); err != nil {
		t.Errorf("after an interrupt: %v", err)
	}
}

func TestServeNamesTheFlagForAUsedPort(t *testing.T) {
	if !built(t) {
		t.Skip("the gazetteer or the models are not built: run make")
	}
	address, stop := start(t)
	t.Setenv(storeVariable, filepath.Join(t.TempDir(), "store.db"))
	status, _, errs := try(nil, "serve", "--addr", strings.TrimPrefix(address, "http://"))
	if status != exitFailed || !strings.Contains(errs, "--addr") {
		t.Errorf("status %d: %s", status, errs)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// Without a home folder for a store, the server shows the given inputs.
func TestServeWithoutAHomeFolder(t *testing.T) {
	if !built(t) {
		t.Skip("the gazetteer or the models are not built: run make")
	}
	story := filepath.Join(t.TempDir(), "story.txt")
	if err := os.WriteFile(story, []byte("Ministers met in Kabul, Afghanistan, on Monday."), 0o644); err != nil {
		t.Fatal(err)
	}
	address, stop := startWith(t, []string{"HOME=", "XDG_DATA_HOME=", storeVariable + "="}, "--collection", "mine", story)
	if status, body := eventually(t, address+"/c/mine/places.geojson", "geonames:1138958"); status != http.StatusOK {
		t.Errorf("status %d: %s", status, body)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// A server that is stopped while it opens its store has not failed.
func TestServeStoppedWhileStarting(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	root, _ := newRootCommand(io.Discard)
	root.SetOut(io.Discard)
	root.SetArgs([]string{"serve", "--addr", "localhost:0", "--sample=false", "--store", filepath.Join(t.TempDir(), "store.db")})
	if err := root.ExecuteContext(ctx); err != nil {
		t.Error(err)
	}
}
