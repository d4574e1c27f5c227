package annotation_test

import (
	"bytes"
	"strings"
	"testing"

	"dateline/geo/layer"
	"dateline/geo/layer/annex"
	"dateline/geo/layer/annotation"
	"dateline/geo/layer/layertest"
)

// TestRightToLeftPassages checks that annotations carry the language and direction of the passage, and that the annex
// isolates quotes in a right-to-left language.
func TestRightToLeftPassages(t *testing.T) {
	set := layertest.Set()
	set.Parsed[0].Language = "ar"
	var notes, markdown bytes.Buffer
	if err := annotation.Write(&notes, set.Export(), layer.Options{}); err != nil {
		t.Fatal(err)
	}
	if err := annex.WriteMarkdown(&markdown, set.Export(), layer.Options{}); err != nil {
		t.Fatal(err)
	}
	if want := `"language":"ar","textDirection":"rtl"`; !strings.Contains(notes.String(), want) {
		t.Errorf("no annotation has %s", want)
	}
	if want := "\u2067“Émissaires “met” in Kabul.”\u2069"; !strings.Contains(markdown.String(), want) {
		t.Errorf("the annex does not isolate the first quote:\n%.2000s", markdown.String())
	}
}
