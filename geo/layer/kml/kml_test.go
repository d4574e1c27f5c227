package kml_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"dateline/geo/layer"
	"dateline/geo/layer/kml"
	"dateline/geo/layer/layertest"
)

func TestFoldersAndEvidence(t *testing.T) {
	var b bytes.Buffer
	if err := kml.Write(&b, layertest.Set().Export(), layer.Options{Kind: layer.Places}); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	for _, want := range []string{
		"<Folder><name>Sites</name>", "<Folder><name>Settlements</name>", "<Folder><name>Areas</name>", "<Folder><name>Countries and regions</name>",
		`<SimpleField type="int" name="mentions"/>`, `<SimpleData name="passages">Émissaires “met” in Kabul. (=HYPERLINK(&#34;x&#34;), Talks &lt;b&gt;end&lt;/b&gt;`,
		"<coordinates>69.172331,34.528131</coordinates>", "<innerBoundaryIs>", "<MultiGeometry>", "Talks &amp;lt;b&amp;gt;end", "<styleUrl>#settlement</styleUrl>",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "Not placed") {
		t.Error("a folder is empty")
	}
}

func TestKMZOfMentions(t *testing.T) {
	var b bytes.Buffer
	if err := kml.WriteKMZ(&b, layertest.Set().Export(), layer.Options{Kind: layer.Mentions}); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("doc.kml")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), "<Placemark>"); n != 13 || !strings.Contains(string(text), "<name>Not placed</name>\n<Placemark><name>Qalai Nawi</name>") {
		t.Errorf("%d placemarks in %s", n, text)
	}
}
