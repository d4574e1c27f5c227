package office_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/article/archive"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/documenttest"
	"dateline/geo/article/office"

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

func TestReadDOCXReadsHeadersAndComments(t *testing.T) {
	part := func(s string) string { return `<w:x xmlns:w="w"><w:p><w:r><w:t>` + s + `</w:t></w:r></w:p></w:x>` }
	a := documenttest.One(t, readOffice, documenttest.Zip(t, "word/document.xml", part("Rain in Multan."), "word/header2.xml", part("Field report"), "word/header1.xml", part("Field report"), "word/footer1.xml", part("Quetta office"), "word/comments.xml", part("Check the date.")))
	if want := "Rain in Multan.\n\nCheck the date.\n\nField report\n\nQuetta office"; a.Text != want {
		t.Errorf("text %q, want %q", a.Text, want)
	}
}

func TestReadPresentations(t *testing.T) {
	slide := func(s string) string {
		return `<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>` + s + `</a:t></a:r></a:p></p:sld>`
	}
	for name, content := range map[string]string{
		"PPTX": documenttest.Zip(t, "ppt/presentation.xml", "<p/>", "ppt/slides/slide10.xml", slide("Snow in Chitral."), "ppt/slides/slide2.xml", slide("Rain in Multan."),
			"ppt/notesSlides/notesSlide1.xml", `<p:notes xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>Ask about Gilgit.</a:t></a:r></a:p><a:p><a:fld type="slidenum"><a:t>2</a:t></a:fld></a:p></p:notes>`),
		"ODP": documenttest.Zip(t, "mimetype", "application/vnd.oasis.opendocument.presentation", "content.xml", `<o:d xmlns:o="o" xmlns:t="t"><o:presentation><t:p>Rain in Multan.</t:p><t:p>Snow in Chitral.</t:p></o:presentation></o:d>`),
	} {
		want := "Rain in Multan.\n\nSnow in Chitral."
		if name == "PPTX" {
			want += "\n\nAsk about Gilgit."
		}
		if a := documenttest.One(t, readOffice, content); a.Text != want {
			t.Errorf("%s: text %q, want %q", name, a.Text, want)
		}
	}
}

func TestReadWorkbook(t *testing.T) {
	content := documenttest.Workbook(t, `<si><t>id</t></si><si><t>event_date</t></si><si><t>notes</t></si><si><r><t>A bus fell into </t></r><r><t>a ditch near Ikeja.</t></r></si>`,
		`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="s"><v>2</v></c></row><row r="2"><c r="A2"><v>17</v></c><c r="B2"><v>44445</v></c><c r="D2" t="s"><v>3</v></c></row><row r="3"><c r="D3" t="inlineStr"><is><t>The road to Hyderabad is closed.</t></is></c></row>`,
		`<row><c><v>1</v></c><c><v>2</v></c></row>`)
	var notices []string
	articles, errs := documenttest.All(t, readOffice, content, document.Options{Name: "w.xlsx", Notice: func(s string) { notices = append(notices, s) }})
	if len(articles) != 2 || len(errs) != 0 || len(notices) != 2 {
		t.Fatalf("articles %v, errors %v, notices %q", articles, errs, notices)
	}
	if a := articles[0]; a.ID != "17" || a.Published != "2021-09-06" || a.Text != "A bus fell into a ditch near Ikeja." || articles[1].Text != "The road to Hyderabad is closed." {
		t.Errorf("first: %+v, second: %+v", a, articles[1])
	}
	// a sheet of one cell is an article
	a := documenttest.One(t, readOffice, documenttest.Workbook(t, "", `<row><c t="inlineStr"><is><t>Rain in Multan.</t></is></c></row>`))
	if a.Text != "Rain in Multan." {
		t.Errorf("text %q", a.Text)
	}
}

// A small workbook can refer to a long text many times, and to far columns.
func TestReadHugeWorkbook(t *testing.T) {
	for name, sheet := range map[string]string{
		"texts":   strings.Repeat(`<row><c t="s"><v>0</v></c></row>`, 1000),
		"columns": strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 1000),
	} {
		content := documenttest.Workbook(t, "<si><t>"+strings.Repeat("Rain. ", 80_000)+"</t></si>", sheet)
		if articles, errs := documenttest.All(t, readOffice, content, document.Options{Name: name}); len(articles) != 0 || len(errs) != 1 || !errors.Is(errs[0], geo.ErrTooLarge) {
			t.Errorf("%s: %d articles, errors %v", name, len(articles), errs)
		}
	}
}

// Documents that are not read are refused with what to do.
func TestRefusedOfficeDocuments(t *testing.T) {
	compound := func(stream string) string {
		return "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 504) + strings.Join(strings.Split(stream, ""), "\x00") + "\x00\x00\x00"
	}
	readCompound := document.Whole(office.ReadCompound)
	for _, c := range []struct {
		read          document.ReadFunc
		content, want string
	}{
		{readCompound, compound("WordDocument"), "an old Word file; save it as DOCX"},
		{readCompound, compound("Workbook"), "an old Excel file; save it as XLSX or CSV"},
		{readCompound, compound("PowerPoint Document"), "an old PowerPoint file"},
		{readCompound, compound("EncryptedPackage"), "locked with a password"},
		{readCompound, compound("x"), "an old Office file"},
		{readOffice, documenttest.Zip(t, "xl/workbook.bin", ""), "a binary Excel workbook"},
		{readOffice, documenttest.Zip(t, "[Content_Types].xml", "<Types/>", "word/styles.xml", "<w/>"), "save it again as DOCX"},
		{readOffice, documenttest.Zip(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", ""), "an OpenDocument spreadsheet; save it as XLSX or CSV"},
		{readOffice, documenttest.Zip(t, "mimetype", "", "content.xml", "x", "META-INF/manifest.xml", "<m:encryption-data/>"), "locked with a password"},
	} {
		articles, errs := documenttest.All(t, c.read, c.content, document.Options{Name: "d"})
		if len(articles) != 0 || len(errs) != 1 || !errors.Is(errs[0], geo.ErrInput) || !strings.Contains(errs[0].Error(), c.want) {
			t.Errorf("%d articles, errors %v, want %q", len(articles), errs, c.want)
		}
	}
	if !office.IsCompound([]byte(compound("x"))) || office.IsCompound([]byte("PK")) {
		t.Error("compound files are not recognized by their first bytes")
	}
}

func FuzzOffice(f *testing.F) {
	f.Add(uint8(0), []byte(`<w:document xmlns:w="w"><w:p><w:r><w:t>Flood</w:t><w:tab/></w:r><w:del><w:t>x</w:t></w:del></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:document>`), []byte(`<c><title>T</title><issued>2022-09-01T10:00:00Z</issued></c>`))
	f.Add(uint8(1), []byte(`<o:d xmlns:o="o" xmlns:t="t"><o:text><t:tracked-changes><t:p>x</t:p></t:tracked-changes><t:h>F</t:h><t:p>In<t:s/>S</t:p></o:text></o:d>`), []byte(`<m><creator>x</creator><date>2022</date></m>`))
	f.Add(uint8(2), []byte(`<p xmlns:dc="d"><dc:title>J</dc:title><item id="a" href="p.xhtml"/><itemref idref="a"/></p>`), []byte(`<html><body><p>Kabul.</p></body></html>`))
	f.Add(uint8(3), []byte(`<w><row><c r="B1" t="s"><v>0</v></c></row><row><c r="B2"><v>1</v></c></row></w>`), []byte(`<sst><si><t>notes</t></si></sst>`))
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
		switch kind % 4 {
		case 3:
			add("xl/workbook.xml", nil)
			add("xl/worksheets/sheet1.xml", body)
			add("xl/sharedStrings.xml", rest)
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
