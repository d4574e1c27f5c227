package importer_test

import (
	"errors"
	"fmt"
	"testing"

	"dateline/geo"
	"dateline/server/importer"
)

// Articles are parsed again when the home of their publisher changes, alone and with history.
func TestHome(t *testing.T) {
	for _, history := range []bool{false, true} {
		t.Run(fmt.Sprint("history ", history), func(t *testing.T) {
			f := start(t, options{history: history, version: "1"})
			f.FindHome = func(words string) (geo.Place, error) {
				if words != "Dayton, Ohio" {
					return geo.Place{}, geo.Errorf(geo.ErrInput, "no town is called %q", words)
				}
				return geo.Place{ID: "geonames:4509884", Name: "Dayton"}, nil
			}
			if _, err := f.AddText(t.Context(), "news", importer.Text{Title: "Ferries", Body: story}); err != nil {
				t.Fatal(err)
			}
			f.settle(t)
			if _, _, err := f.SetHome(t.Context(), "news", "", "Springfield"); !errors.Is(err, geo.ErrInput) {
				t.Errorf("an unknown home: %v", err)
			}
			for _, step := range []struct{ words, want string }{{"Dayton, Ohio", "among 0 at home in geonames:4509884"}, {"", "among 0"}} {
				home, queued, err := f.SetHome(t.Context(), "news", "", step.words)
				if err != nil || queued != 1 || (home.ID == "") != (step.words == "") {
					t.Errorf("home %q: %+v, %d articles, error %v", step.words, home, queued, err)
				}
				f.settle(t)
				all := f.parsed(t, "news")
				if len(all) != 1 || all[0].Resolutions[0].Why[0] != step.want {
					t.Errorf("with the home %q: %q", step.words, all[0].Resolutions[0].Why)
				}
			}
			if _, _, err := f.SetHome(t.Context(), "nothing", "", ""); !errors.Is(err, geo.ErrNotFound) {
				t.Errorf("a collection that does not exist: %v", err)
			}
		})
	}
}
