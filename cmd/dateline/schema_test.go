package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/data"
	"dateline/geo"
	"dateline/geo/geoparser"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

const schemaURL = "https://dateline.invalid/schema/geoparse.schema.json"

// compileSchema compiles a definition of the schema that geoparse prints. The schema is
// closed: a key that it doesn't list is an error.
func compileSchema(t *testing.T, definition string) *jsonschema.Schema {
	t.Helper()
	status, out, errs := try(nil, "geoparse", "--schema")
	if status != exitDone || out != string(geoparser.Schema()) {
		t.Fatalf("geoparse --schema: status %d, %s", status, errs)
	}
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	for name, def := range document.(map[string]any)["$defs"].(map[string]any) {
		if object, ok := def.(map[string]any); ok && name != "input" && object["type"] == "object" {
			object["unevaluatedProperties"] = false
		}
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	if err := c.AddResource(schemaURL, document); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(schemaURL + "#/$defs/" + definition)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// validate returns the error of a line.
func validate(s *jsonschema.Schema, line string) error {
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
	if err != nil {
		return err
	}
	return s.Validate(value)
}

func TestSchemaOfInput(t *testing.T) {
	s := compileSchema(t, "input")
	for line, valid := range map[string]bool{
		`{"text": ""}`:                          true,
		`{"text": "x", "id": 3, "other": [{}]}`: true,
		`{"text": "x", "id": "a", "title": "T", "publisher": "P", "published": "2021-09-06"}`: true,
		`{"title": "no text"}`:          false,
		`{"text": 3}`:                   false,
		`{"text": "x", "id": {"a": 1}}`: false,
		`[]`:                            false,
	} {
		if err := validate(s, line); (err == nil) != valid {
			t.Errorf("%s: %v", line, err)
		}
	}
}

// The lines that geoparse writes are as the schema describes them, and have no other
// keys.
func TestSchemaOfOutput(t *testing.T) {
	if !built(t) {
		t.Skip("the gazetteer or the models are not built: run make")
	}
	s := compileSchema(t, "output")
	var in bytes.Buffer
	encoder := json.NewEncoder(&in)
	for i, text := range append(contractTexts, "A village 50 kilometers north of Kabul, between Chaman and Spin Boldak, was hit on Sunday. Washington said Afghan troops left Helmand.", "Fighters left Qaryatzzan near Kabul, Afghanistan.", "Rain fell in Zzyzgrad on Monday.") {
		if err := encoder.Encode(map[string]string{"id": fmt.Sprint(i), "text": text, "published": "2021-09-06", "publisher": "Paper"}); err != nil {
			t.Fatal(err)
		}
	}
	folder := t.TempDir()
	if err := os.CopyFS(folder, data.Sample()); err != nil {
		t.Fatal(err)
	}
	articles, err := fs.Glob(os.DirFS(folder), "0*.md")
	if err != nil || len(articles) == 0 {
		t.Fatalf("%d sample articles, %v", len(articles), err)
	}
	args := []string{"geoparse", "--format", "jsonl", "-"}
	for _, a := range articles {
		args = append(args, filepath.Join(folder, a))
	}
	history := append([]string{"geoparse", "--history"}, args[1:]...)
	used := map[string]bool{}
	for _, command := range [][]string{args, history} {
		status, out, errs := try(io.Reader(bytes.NewReader(in.Bytes())), command...)
		if status != exitDone {
			t.Fatalf("%v: status %d, %s", command, status, errs)
		}
		for line := range strings.Lines(out) {
			if err := validate(s, line); err != nil {
				t.Errorf("%s: %#v", line, err)
			}
			for _, o := range geo.Outcomes() {
				used[string(o)] = used[string(o)] || strings.Contains(line, `"outcome":"`+string(o)+`"`)
			}
			for _, key := range []string{`"relation":`, `"when":`, `"wide":`, `"base":`, `"role":"coordinates"`} {
				used[key] = used[key] || strings.Contains(line, key)
			}
		}
	}
	for what, ok := range used {
		if !ok {
			t.Errorf("no line has the outcome or key %q, so it was not tested", what)
		}
	}
}

// A kind, outcome or role that is added to the code must be added to the schema.
func TestSchemaListsAllKinds(t *testing.T) {
	var document struct {
		Defs struct {
			Toponym struct {
				Properties struct {
					Kind, Outcome struct{ Enum []string }
				}
			}
		} `json:"$defs"`
	}
	if err := json.Unmarshal(geoparser.Schema(), &document); err != nil {
		t.Fatal(err)
	}
	listed := strings.Join(append(document.Defs.Toponym.Properties.Kind.Enum, document.Defs.Toponym.Properties.Outcome.Enum...), " ")
	want := geo.KindUnknown.String()
	for _, k := range geo.Kinds() {
		want += " " + k.String()
	}
	for _, o := range geo.Outcomes() {
		want += " " + string(o)
	}
	if listed != want {
		t.Errorf("the schema lists %s, want %s", listed, want)
	}
}
