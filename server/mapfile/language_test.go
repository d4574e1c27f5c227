package mapfile_test

import (
	"bytes"
	"strings"
	"testing"

	"dateline/geo/layer"
	"dateline/server/internal/fixture"
	. "dateline/server/internal/htmlcheck"
	"dateline/server/mapfile"
	"dateline/server/view"
	"dateline/static"
)

// TestFileInAnotherLanguage checks that a file names places in its language, in the list, the annex and the data of the viewer, and that its
// layers have the stored names.
func TestFileInAnotherLanguage(t *testing.T) {
	if _, err := view.OpenAssets(static.Files()); err != nil {
		t.Skip(err)
	}
	var b bytes.Buffer
	set := &layer.Set{Title: "Talks", Parsed: fixture.Parsed()}
	if err := mapfile.Write(&b, &mapfile.Config{Set: set, Title: "Talks", Gazetteer: fixture.Gazetteer(t), Static: static.Files(), Language: "ar"}); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	if err := Run(strings.NewReader(page),
		In("html", Attribute("lang", "ar"), Attribute("dir", "rtl")),
		In(`#places a[data-place="geonames:1138958"] .name`, Text("كابول")),
		In(`[id="place=geonames:1138958"] h2 bdi`, Text("كابول")),
		In("#messages", Text("كل الأماكن")),
	); err != nil {
		t.Error(err)
	}
	for id, want := range map[string]string{"data": `"name":"كابول","stored_name":"Kabul"`, "passages": `\u003cbdi\u003eكابول\u003c/bdi\u003e`} {
		_, data, _ := strings.Cut(page, `id="`+id+`">`)
		data, _, _ = strings.Cut(data, "</script>")
		if !strings.Contains(data, want) {
			t.Errorf("%s has no %s", id, want)
		}
	}
}
