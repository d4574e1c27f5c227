package office_test

import (
	"archive/zip"
	"bytes"
	"context"
	"dateline/geo"
	"dateline/geo/article/archive"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/documenttest"
	"io"
	"iter"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// readOffice reads an archive that is a document.
func readOffice(ctx context.Context, r io.Reader, o document.Options) iter.Seq2[*geo.Article, error] {
	return archive.Read(ctx, r, o, func(context.Context, io.Reader, document.Options) iter.Seq2[*geo.Article, error] {
		return func(func(*geo.Article, error) bool) {}
	})
}

func TestReadDOCX(t *testing.T) {
	a := documenttest.One(t, readOffice, documenttest.Zip(t,
		"word/document.xml", `<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Flood in </w:t></w:r><w:r><w:t>Sindh</w:t></w:r></w:p><w:p><w:del><w:r><w:delText>Punjab</w:delText><w:t>Punjab</w:t></w:r></w:del><w:ins><w:r><w:t>Balochistan too.</w:t></w:r></w:ins></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Quetta</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>12</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>`,
		"word/footnotes.xml", `<w:footnotes xmlns:w="w"><w:footnote><w:p><w:r><w:t>As of Sunday.</w:t></w:r></w:p></w:footnote></w:footnotes>`,
		"docProps/core.xml", `<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>Situation report</dc:title><dc:creator>OCHA</dc:creator><dcterms:issued>2022-09-01T10:00:00Z</dcterms:issued><dcterms:created>2026-09-01T10:00:00Z</dcterms:created></cp:coreProperties>`))
	if want := "Flood in Sindh\n\nBalochistan too.\n\nQuetta 12\n\nAs of Sunday."; a.Text != want {
		t.Errorf("text %q, want %q", a.Text, want)
	}
	if a.Title != "Situation report" || a.Author != "OCHA" || a.Published != "2022-09-01" {
		t.Errorf("facts: %+v", a)
	}
}

func TestReadODT(t *testing.T) {
	a := documenttest.One(t, readOffice, documenttest.Zip(t, "mimetype", "application/vnd.oasis.opendocument.text",
		"content.xml", `<o:document-content xmlns:o="o" xmlns:t="t"><o:body><o:text><t:tracked-changes><t:p>gone</t:p></t:tracked-changes><t:h>Flood</t:h><t:p>In <t:span>Sindh</t:span><t:s/>today.</t:p></o:text></o:body></o:document-content>`,
		"meta.xml", `<o:document-meta xmlns:o="o" xmlns:dc="d"><o:meta><dc:title>Report</dc:title></o:meta></o:document-meta>`))
	if a.Text != "Flood\n\nIn Sindh today." || a.Title != "Report" {
		t.Errorf("text %q, title %q", a.Text, a.Title)
	}
}

func TestReadEPUBFollowsTheSpine(t *testing.T) {
	a := documenttest.One(t, readOffice, documenttest.Zip(t, "META-INF/container.xml", `<container><rootfiles><rootfile full-path="OEBPS/p.opf"/></rootfiles></container>`,
		"OEBPS/p.opf", `<package xmlns:dc="d"><metadata><dc:title>Journey</dc:title></metadata><manifest><item id="b" href="b.xhtml"/><item id="a" href="a%20a.xhtml"/></manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>`,
		"OEBPS/b.xhtml", `<html><body><p>Then Quetta.</p></body></html>`, "OEBPS/a a.xhtml", `<html><head><title>x</title></head><body><p>First Kabul.</p></body></html>`))
	if a.Text != "First Kabul.\n\nThen Quetta." || a.Title != "Journey" {
		t.Errorf("text %q, title %q", a.Text, a.Title)
	}
}

func FuzzOffice(f *testing.F) {
	f.Add(uint8(0), []byte(`<w:document xmlns:w="w"><w:p><w:r><w:t>Flood</w:t><w:tab/></w:r><w:del><w:t>x</w:t></w:del></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:document>`), []byte(`<c><title>T</title><issued>2022-09-01T10:00:00Z</issued></c>`))
	f.Add(uint8(1), []byte(`<o:d xmlns:o="o" xmlns:t="t"><o:text><t:tracked-changes><t:p>x</t:p></t:tracked-changes><t:h>F</t:h><t:p>In<t:s/>S</t:p></o:text></o:d>`), []byte(`<m><creator>x</creator><date>2022</date></m>`))
	f.Add(uint8(2), []byte(`<p xmlns:dc="d"><dc:title>J</dc:title><item id="a" href="p.xhtml"/><itemref idref="a"/></p>`), []byte(`<html><body><p>Kabul.</p></body></html>`))
	f.Fuzz(func(t *testing.T, kind uint8, body, rest []byte) {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		add := func(name string, content []byte) {
			if w, err := z.Create(name); err != nil {
				t.Fatal(err)
			} else if _, err := w.Write(content); err != nil {
				t.Fatal(err)
			}
		}
		switch kind % 3 {
		case 0:
			add("word/document.xml", body)
			add("docProps/core.xml", rest)
		case 1:
			add("mimetype", nil)
			add("content.xml", body)
			add("meta.xml", rest)
		case 2:
			add("META-INF/container.xml", []byte(`<c><rootfile full-path="p.opf"/></c>`))
			add("p.opf", body)
			add("p.xhtml", rest)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		documenttest.Check(t, readOffice, b.Bytes())
	})
}

// TestGolden reads archives that testdata has as text.
func TestGolden(t *testing.T) {
	documenttest.Golden(t, readRTF, "testdata/*.rtf")
	paths, err := filepath.Glob(filepath.Join("testdata", "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("archives %v, error %v", paths, err)
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".txtar")
		t.Run(name, func(t *testing.T) {
			files, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var parts []string
			for _, f := range files.Files {
				parts = append(parts, f.Name, string(f.Data))
			}
			documenttest.CompareGolden(t, path+".golden", documenttest.Describe(readOffice, documenttest.Zip(t, parts...), name))
		})
	}
}
