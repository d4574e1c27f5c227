package server_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/server"
	"dateline/server/internal/browser"
	"dateline/server/internal/fixture"
	. "dateline/server/internal/htmlcheck"
)

// doorForm encodes the form of the front door. Files have names that begin with "@".
func doorForm(t *testing.T, pairs ...string) (mediaType string, body io.Reader) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		var part io.Writer
		var err error
		if name, ok := strings.CutPrefix(pairs[i], "@"); ok {
			part, err = w.CreateFormFile("files", name)
		} else {
			part, err = w.CreateFormField(pairs[i])
		}
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(part, pairs[i+1])
	}
	w.Close()
	return w.FormDataContentType(), &b
}

func TestFrontDoor(t *testing.T) {
	h, s := importing(t)
	if err := Run(get(h, "http://localhost/").Body, All(
		In("h1", Text("Put a story on the map")), Count("#add-input[autofocus]", 1), Count(`select[name="into"] option`, 2), In(".articles", Text("Border talks")),
	)); err != nil {
		t.Error(err)
	}
	for _, c := range []struct {
		name string
		form []string
		want string // the beginning of the address
	}{
		{"a text", []string{"text", "Rain in Kabul\n\nIt rained in Kabul.", "into", "new"}, "/c/rain-in-kabul?show=article:"},
		{"a text without a headline", []string{"text", "It rained in Kabul all day long.", "into", ""}, "/c/it-rained-in-kabul-all-day-long"},
		{"a link", []string{"text", "https://www.news.example/story", "into", "new"}, "/c/news-example"},
		{"a file", []string{"into", "new", "@border report.txt", "From Kabul"}, "/c/border-report"},
		{"files into a collection", []string{"into", "talks", "@a.txt", "From Kabul", "@b.txt", "Also from Kabul"}, "/c/talks"},
	} {
		mediaType, body := doorForm(t, c.form...)
		w := post(h, "/add", mediaType, body)
		if got := w.Header().Get("Location"); w.Code != http.StatusSeeOther || !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %d to %q, want %s: %.300s", c.name, w.Code, got, c.want, w.Body)
		}
	}
	if len(s.texts) != 2 || s.texts[0].Title != "Rain in Kabul" || s.texts[1].Title != "" {
		t.Errorf("texts: %+v", s.texts)
	}
	mediaType, body := doorForm(t, "text", "Snow in Kabul\n\nIt snowed.")
	w := post(h, "/add", mediaType, body, "Accept", "application/json")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"location":"/c/snow-in-kabul`) {
		t.Errorf("as JSON: %d %s", w.Code, w.Body)
	}
}

func TestFrontDoorFailures(t *testing.T) {
	h, _ := importing(t)
	for _, c := range []struct {
		form   []string
		status int
		want   string
	}{
		{[]string{"into", "new"}, 400, "Paste a story, give a link, or choose files."},
		{[]string{"text", "x", "into", "nope"}, 404, "There is no collection at this address."},
		{[]string{"text", "Kabul", "published", "yesterday"}, 400, "“yesterday” is not a date."},
		{[]string{"text", "Kabul", "into", "none"}, 403, "This server cannot read articles without keeping them."},
		{[]string{"text", strings.Repeat("https://a.example/b ", 101)}, 413, "These are 101 links."},
	} {
		mediaType, body := doorForm(t, c.form...)
		w := post(h, "/add", mediaType, body)
		if w.Code != c.status {
			t.Errorf("%v: %d, want %d", c.form, w.Code, c.status)
		}
		if err := Run(w.Body, In("main", Text(c.want))); err != nil {
			t.Errorf("%.80v: %v", c.form, err)
		}
	}
}

// A collection for what a reader adds is not kept if nothing could be read, and the box has what was in it.
func TestFailedInputsLeaveNoCollection(t *testing.T) {
	h, s := importing(t)
	kind, body := doorForm(t, "into", "new", "text", "", "@scan.pdf", "unreadable Kabul")
	w := post(h, "/add", kind, body)
	if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "scan.pdf") {
		t.Errorf("status %d, page %.300s", w.Code, w.Body)
	}
	all, err := s.Collections(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		if all[i].Articles == 0 {
			t.Errorf("the empty collection %q is left", all[i].Name)
		}
	}
}

// What is not kept is answered as a map in one file; nothing is stored.
func TestNothingIsKept(t *testing.T) {
	h, s := importing(t, func(c *server.Config) {
		c.Static = files(t)
		c.Parse = func(_ context.Context, name string, document io.Reader) ([]*geo.Parsed, error) {
			b, err := io.ReadAll(document)
			if strings.Contains(string(b), "unreadable") {
				return nil, geo.Errorf(geo.ErrInput, "the document %s has no text", name)
			}
			return []*geo.Parsed{fixture.Placed(name, "A secret", string(b))}, err
		}
	})
	mediaType, body := doorForm(t, "text", "A secret in Kabul", "into", "none")
	w := post(h, "/add", mediaType, body)
	if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	if err := Run(w.Body, In("h1", Text("A secret")), In("#annex .story", Text("A secret in Kabul")), Count(`meta[http-equiv="Content-Security-Policy"]`, 1)); err != nil {
		t.Error(err)
	}
	if all, _ := s.Collections(context.Background()); len(all) != 1 || len(s.texts)+len(s.documents) != 0 {
		t.Errorf("something was kept: %+v", all)
	}
	for form, want := range map[string]string{"unreadable": "The document pasted.txt has no text.", "https://a.example/b": "Links are fetched into a collection."} {
		mediaType, body := doorForm(t, "text", form, "into", "none")
		if w := post(h, "/add", mediaType, body); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d, want %q", form, w.Code, want)
		}
	}
}

// From the first page to one's own story on the map there are two actions: paste, and press a button.
func TestPastedStoryIsOnTheMapAtOnce(t *testing.T) {
	url := serveImporting(t)
	tab := browser.Open(t)
	pasteStory(tab, url)
	mapStory(tab)
	if got := strings.TrimSpace(tab.Text(".collection")); got != "Rain in Kabul" {
		t.Errorf("the collection is called %q", got)
	}
}

// BenchmarkPastedStory measures the time from the last action to the story on the map.
func BenchmarkPastedStory(b *testing.B) {
	url := startImporting(b)
	tab := browser.Open(b)
	for b.Loop() {
		b.StopTimer()
		pasteStory(tab, url)
		tab.Settle()
		b.StartTimer()
		mapStory(tab)
	}
}

// pasteStory opens the first page and pastes a story.
func pasteStory(tab *browser.Tab, url string) {
	tab.Go(url + "/")
	tab.Wait(`document.activeElement.id === 'add-input'`)
	browser.Eval[bool](tab, `(() => {
		const box = document.activeElement
		box.value = 'Rain in Kabul\n\nIt rained in Kabul for the third day.'
		return box.dispatchEvent(new InputEvent('input', {bubbles: true, inputType: 'insertFromPaste'}))
	})()`)
	tab.Wait(`document.querySelector('#recognized').textContent === 'Text, 11 words'`)
}

// mapStory presses the button and waits for the map of the story.
func mapStory(tab *browser.Tab) {
	tab.Click(".door .primary")
	tab.Wait(`document.querySelector('#detail .story h1')?.textContent === 'Rain in Kabul' && document.querySelector('button.pin` + kabul + `')`)
}
