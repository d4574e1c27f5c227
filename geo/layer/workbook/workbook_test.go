package workbook_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"dateline/geo/layer"
	"dateline/geo/layer/layertest"
	"dateline/geo/layer/workbook"
)

func TestWorkbookHasNoFormula(t *testing.T) {
	set := layertest.Set()
	set.Parsed[1].Article.Title = strings.Repeat("長", 40_000)
	var b bytes.Buffer
	if err := workbook.Write(&b, set.Export(), layer.Options{}); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	text := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		text[f.Name] = string(content)
		if strings.Contains(string(content), "<f>") {
			t.Errorf("%s contains a formula", f.Name)
		}
	}
	mentions := text["xl/worksheets/sheet2.xml"]
	for _, want := range []string{`s="2" t="inlineStr"><is><t xml:space="preserve">=HYPERLINK(&#34;x&#34;)`, `<c r="A1" s="1" t="inlineStr"><is><t xml:space="preserve">mention<`, strings.Repeat("長", 32_766) + "…<"} {
		if !strings.Contains(mentions, want) {
			t.Errorf("there is no %.80q", want)
		}
	}
	if strings.Contains(mentions, strings.Repeat("長", 32_767)) || !strings.Contains(text["xl/workbook.xml"], `name="About"`) || !strings.Contains(text["xl/worksheets/sheet3.xml"], "Test places") {
		t.Error("a cell is too long, or there is no sheet on the provenance")
	}
}
