package server_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"dateline/server"
	"dateline/server/internal/browser"
	"dateline/server/internal/fixture"
	"dateline/server/internal/generate"
	"dateline/server/view"
	"dateline/static"
)

// maxFirstWeight is the maximum of the compressed bytes of a collection of 5,000 articles before its first pin.
const maxFirstWeight = 340_000

// The first pin of a large collection needs little: outlines come after it, and each only once.
func TestWeightBeforeTheFirstPin(t *testing.T) {
	t.Parallel()
	if _, err := view.OpenAssets(static.Files()); err != nil {
		t.Skip(err)
	}
	s := storeOf(t, collection{Name: "talks", Title: "Border talks", Parsed: fixture.Parsed()})
	// The places of 5,000 real articles are about as many, and so are the mentions.
	o := generate.Options{Collection: "large", Articles: 5000, Mentions: 8, Places: 4000, Batch: 500}
	if err := generate.Fill(t.Context(), s, o); err != nil {
		t.Fatal(err)
	}
	h, err := server.New(server.Config{Store: s, Static: static.Files(), Gazetteer: fixture.Gazetteer(t)})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(h)
	t.Cleanup(web.Close)
	for _, name := range []string{"large", "talks"} {
		tab := browser.Open(t)
		tab.Go(web.URL + "/c/" + name)
		tab.Wait(`document.querySelector('button.pin') && watched.firstPin > 0`)
		tab.Settle()
		first, all := tab.Weight()
		before, areas := 0, map[string]bool{}
		for address, n := range all {
			if strings.HasPrefix(address, "/areas.json") {
				for _, id := range strings.Split(address, "&id=")[1:] {
					if areas[id] {
						t.Errorf("%s: the outline of %s is requested twice", name, id)
					}
					areas[id] = true
				}
				if first[address] > 0 {
					t.Errorf("%s: an outline is requested before the first pin", name)
				}
				continue
			}
			before += n // even what may come later, in whatever order the machine does it
		}
		if before > maxFirstWeight {
			t.Errorf("%s has %d compressed bytes before its first pin: %v", name, before, all)
		}
		t.Logf("%s: %d bytes before the first pin", name, before)
	}
}
