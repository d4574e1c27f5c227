package layer_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"testing"

	"dateline/geo/layer"
)

// TestFieldsAreDocumented compares FIELDS.md with the table of fields; -update rewrites it.
func TestFieldsAreDocumented(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("# Fields\n\nThe properties of places and mentions have the same names in every format. Generated from the table in\n`fields.go` by `go test ./geo/layer -run TestFields -update`. A value that is unknown or does not apply is absent;\nlists are joined by “; ”. Coordinates are WGS 84 degrees.\n\n| field | type | places | mentions | meaning |\n|---|---|---|---|---|\n")
	mark := map[bool]string{true: "✓"}
	names := map[string]bool{}
	for _, f := range layer.AllFields() {
		if names[f.Name] || f.Words == "" || !f.In(layer.Places) && !f.In(layer.Mentions) {
			t.Errorf("field %q is listed twice, has no description or is in no layer", f.Name)
		}
		names[f.Name] = true
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", f.Name, f.Type, mark[f.In(layer.Places)], mark[f.In(layer.Mentions)], f.Words)
	}
	if *update {
		if err := os.WriteFile("FIELDS.md", b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("FIELDS.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, b.Bytes()) {
		t.Error("FIELDS.md differs from the table; run go test ./geo/layer -run TestFields -update")
	}
}

func TestKindsShapesAndCapsHaveNames(t *testing.T) {
	for _, k := range []layer.Kind{layer.Places, layer.Mentions} {
		if back, ok := layer.ParseKind(k.String()); !ok || back != k {
			t.Errorf("%s is read as %s", k, back)
		}
	}
	for name, want := range map[string]layer.Cap{"none": layer.NoCap, "district": layer.CapDistrict, "country": layer.CapCountry} {
		if c, ok := layer.ParseCap(name); !ok || c != want || (c.Statement() == "") != (want == layer.NoCap) {
			t.Errorf("the cap %q is %q", name, c)
		}
	}
	_, kind := layer.ParseKind("pins")
	_, shape := layer.ParseShapes("lines")
	_, capped := layer.ParseCap("village")
	if kind || shape || capped {
		t.Error("an unknown name was accepted")
	}
	if !slices.Equal([]string{"text", "integer", "number", "boolean"}, []string{layer.Text.String(), layer.Integer.String(), layer.Number.String(), layer.Boolean.String()}) {
		t.Error("the types have other names")
	}
}
