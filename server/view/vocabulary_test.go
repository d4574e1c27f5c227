package view

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dateline/geo"
)

var update = flag.Bool("update", false, "write static/src/vocabulary.json")

const viewerSource = "../../static/src/"

// The viewer's words are those of this package.
func TestVocabularyOfTheViewer(t *testing.T) {
	var want struct {
		Kinds map[string]string `json:"kinds"`
	}
	want.Kinds = map[string]string{}
	for _, k := range append(geo.Kinds(), geo.KindUnknown) {
		want.Kinds[k.String()] = k.Label()
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(want); err != nil {
		t.Fatal(err)
	}
	name := viewerSource + "vocabulary.json"
	if *update {
		if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, b.Bytes()) {
		t.Errorf("%s differs from the words of this package: run go test ./server/view -update and build the front end again", name)
	}
}

// The types of the viewer have no fields that Go does not write.
func TestTypesOfTheViewer(t *testing.T) {
	for _, c := range []struct {
		file, name string
		value      any  // or the name of a struct in geo/layer/properties.go
		all        bool // the viewer's type has every field
	}{
		{"types.ts", "Config", Client{}, true},
		{"types.ts", "PlaceProperties", "placeProperties", false},
		{"import/poll.ts", "ImportList", ImportList{}, true},
		{"import/poll.ts", "ImportRow", ImportRow{}, true},
	} {
		source, err := os.ReadFile(viewerSource + c.file)
		if err != nil {
			t.Fatal(err)
		}
		_, body, found := strings.Cut(string(source), "export interface "+c.name+" {\n")
		body, _, closed := strings.Cut(body, "\n}\n")
		if !found || !closed {
			t.Errorf("%s has no interface %s", c.file, c.name)
			continue
		}
		var got []string
		for _, m := range regexp.MustCompile(`(?m)^  (\w+)\??:`).FindAllStringSubmatch(body, -1) {
			got = append(got, m[1])
		}
		want := jsonFields(t, c.value)
		for _, field := range got {
			if !slices.Contains(want, field) {
				t.Errorf("%s.%s is not a field of %T", c.name, field, c.value)
			}
		}
		for _, field := range want {
			if c.all && !slices.Contains(got, field) {
				t.Errorf("the viewer's %s lacks the field %s of %T", c.name, field, c.value)
			}
		}
		if len(got) == 0 {
			t.Errorf("%s has no fields", c.name)
		}
	}
}

// jsonFields returns the JSON names of the fields of a struct, or of a struct in
// geo/layer/properties.go.
func jsonFields(t *testing.T, value any) []string {
	t.Helper()
	var out []string
	if name, ok := value.(string); ok {
		source, err := os.ReadFile("../../geo/layer/properties.go")
		if err != nil {
			t.Fatal(err)
		}
		_, body, found := strings.Cut(string(source), "type "+name+" struct {\n")
		if !found {
			t.Fatalf("geo/layer has no struct %s", name)
		}
		body, _, _ = strings.Cut(body, "\n}\n")
		for _, m := range regexp.MustCompile(`json:"(\w+)`).FindAllStringSubmatch(body, -1) {
			out = append(out, m[1])
		}
		return out
	}
	for f := range reflect.TypeOf(value).Fields() {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" {
			out = append(out, name)
		}
	}
	return out
}
