package view

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const viewerSource = "../../static/src/"

// The types of the viewer have no fields that Go does not write.
func TestTypesOfTheViewer(t *testing.T) {
	for _, c := range []struct {
		file, name string
		value      any
		all        bool // the viewer's type has every field
	}{
		{"config.ts", "Config", Client{}, true},
		{"viewdata.ts", "PlaceRow", PlaceJSON{}, true},
		{"viewdata.ts", "ViewData", screenJSON{}, true},
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
		want := jsonFields(c.value)
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

// jsonFields returns the JSON names of the fields of a struct.
func jsonFields(value any) []string {
	var out []string
	for f := range reflect.TypeOf(value).Fields() {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" {
			out = append(out, name)
		}
	}
	return out
}
