package server_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/server"
)

// TestMalformedPartsLoseNothingElse uploads files of which some have a NUL character in
// their header.
func TestMalformedPartsLoseNothingElse(t *testing.T) {
	long := strings.Repeat("\r\n"+strings.Repeat("It rained. ", 1000)+"\r\n\r\n--x\r\n", 3)
	for _, c := range []struct {
		name   string
		files  []string // names and contents
		added  []string
		failed int
	}{
		{"first", []string{"a\x00.txt", "Kabul bad", "b.txt", "Kabul b", "c.txt", "Kabul c"}, []string{"b.txt", "c.txt"}, 1},
		{"in the middle", []string{"a.txt", "Kabul a", "b\x00.txt", "Kabul bad" + long, "c.txt", "Kabul c"}, []string{"a.txt", "c.txt"}, 1},
		{"last", []string{"a.txt", "Kabul a", "b\x00.txt", "Kabul bad"}, []string{"a.txt"}, 1},
		{"two", []string{"a\x00.txt", "", "b\x00.txt", long, "c.txt", "Kabul c"}, []string{"c.txt"}, 2},
		{"alone", []string{"a\x00.txt", "Kabul bad"}, nil, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			h, s := importing(t)
			kind, body := upload(t, c.files...)
			checkMalformed(t, post(h, "/c/talks/add/files", kind, body, "Accept", "application/json"), s, c.added, c.failed)
			pairs := []string{"into", "talks"}
			for i := 0; i < len(c.files); i += 2 {
				pairs = append(pairs, "@"+c.files[i], c.files[i+1])
			}
			h, s = importing(t, func(c *server.Config) {
				c.Parse = func(context.Context, string, io.Reader) ([]*geo.Parsed, error) { return nil, nil }
			})
			kind, body = doorForm(t, pairs...)
			checkMalformed(t, post(h, "/add", kind, body, "Accept", "application/json"), s, c.added, c.failed)
			kind, body = doorForm(t, append([]string{"into", "none"}, pairs[2:]...)...)
			if w := post(h, "/add", kind, body); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "characters that cannot be sent") {
				t.Errorf("without keeping them: %d %.300s", w.Code, w.Body)
			}
		})
	}
}

// checkMalformed checks what was added and how many files failed.
func checkMalformed(t *testing.T, w *httptest.ResponseRecorder, s *testImporter, added []string, failed int) {
	t.Helper()
	var answer struct {
		Added  int
		Failed []struct{ Name, Reason string }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatalf("%v: %s", err, w.Body)
	}
	if answer.Added != len(added) || len(answer.Failed) != failed || !slices.Equal(s.documents, added) {
		t.Errorf("added %d, failed %v, documents %q; want %q and %d", answer.Added, answer.Failed, s.documents, added, failed)
	}
	for _, f := range answer.Failed {
		if !strings.Contains(f.Reason, "Rename the file") {
			t.Errorf("the reason is %q", f.Reason)
		}
	}
}
