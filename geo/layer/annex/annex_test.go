package annex_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"dateline/geo/layer"
	"dateline/geo/layer/annex"
	"dateline/geo/layer/layertest"

	"github.com/yuin/goldmark"
)

func TestMarkdownHasNumberedPassagesAndNoMarkupOfTexts(t *testing.T) {
	var b bytes.Buffer
	if err := annex.WriteMarkdown(&b, layertest.Set().Export(), layer.Options{}); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	for _, want := range []string{
		"# Two \\<stories\\>\n", "## Places\n", "[**Kabul, Kabul District, Kabul Province, Afghanistan**](<geo:34.528131,69.172331>), settlement, certain: 4 mentions in 3 articles; see 1, 2, 5, 6.",
		"### \\=HYPERLINK(\"x\"), Talks \\<b\\>end\\</b\\> \\& \\*begin\\*, 2021-09-06", "[https://example.org/talks?a=1\\&b=2](<https://example.org/talks?a=1&b=2>)",
		"1. “Émissaires “met” in Kabul.” (page 1) — Kabul: [Kabul, Kabul District", "Qalai Nawi: not in the gazetteer", "ambiguous, perhaps Paris, France", "5. “斐济 Fiji was hit",
		"**Selection:** all mentions", "Test places",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %q in\n%s", want, got)
		}
	}
	var html bytes.Buffer
	if err := goldmark.Convert(b.Bytes(), &html); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<b>end", "<em>begin", "<em>they", `href="x"`} {
		if strings.Contains(html.String(), bad) {
			t.Errorf("a text became markup: %s", bad)
		}
	}
}

func TestDOCXIsWellFormed(t *testing.T) {
	var b bytes.Buffer
	if err := annex.WriteDOCX(&b, layertest.Set().Export(), layer.Options{Shapes: layer.Points}); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(r)
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			if data, ok := token.(xml.CharData); ok {
				text += string(data)
			}
		}
	}
	for _, want := range []string{"Two <stories>", "“Émissaires “met” in Kabul.”", "not in the gazetteer", "Bagram Airfield, Parwan"} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in %s", want, text)
		}
	}
}
