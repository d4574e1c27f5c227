// Package office reads word-processor documents, presentations and books: DOCX, PPTX, ODT, ODP, EPUB and RTF.
package office

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/zipfile"
	"dateline/geo/text"
)

// Reader returns the function that reads the document which an archive is, or nil for
// an archive that is no document of this package.
func Reader(z *zipfile.Archive) func(*zipfile.Archive) (*geo.Article, error) {
	switch {
	case z.Has("META-INF/manifest.xml") && isLocked(z):
		return refuse("the document is locked with a password; save it without one")
	case z.Has("word/document.xml"):
		return readDOCX
	case z.Has("ppt/presentation.xml"):
		return readPPTX
	case z.Has("xl/workbook.bin"):
		return refuse("the document is a binary Excel workbook (XLSB); save it as XLSX or CSV")
	case z.Has("META-INF/container.xml"):
		return readEPUB
	case z.Has("content.xml") && z.Has("mimetype"):
		if mimetype, _ := z.ReadFile("mimetype"); strings.Contains(string(mimetype), "spreadsheet") {
			return refuse("the document is an OpenDocument spreadsheet; save it as XLSX or CSV")
		}
		return readODT
	case z.Has("[Content_Types].xml"): // a package of Office Open XML
		return refuse("the Office document has no text: it is damaged, or of a kind that is not read; save it again as DOCX or PDF")
	}
	return nil
}

// vocabulary is the meaning of the elements of an XML format, by their local names.
type vocabulary struct {
	text, skipped, paragraph, space, lineBreak, hyphen, cell, row []string
	// lineEndsAreSpaces is set where line ends within the text have no meaning.
	lineEndsAreSpaces bool
}

var (
	// wordVocabulary is that of Office Open XML (ECMA-376). Deleted and moved text,
	// field codes and the fallbacks of drawings are skipped.
	wordVocabulary = vocabulary{
		text: []string{"t"}, skipped: []string{"del", "moveFrom", "instrText", "Fallback"}, paragraph: []string{"p"},
		space: []string{"tab", "ptab"}, lineBreak: []string{"br", "cr"}, hyphen: []string{"noBreakHyphen"},
		cell: []string{"tc"}, row: []string{"tr"},
	}
	// openDocumentVocabulary is that of OpenDocument (ISO/IEC 26300).
	openDocumentVocabulary = vocabulary{
		text: []string{"text", "presentation"}, skipped: []string{"tracked-changes", "annotation", "note-citation"}, paragraph: []string{"p", "h"},
		space: []string{"s", "tab"}, lineBreak: []string{"line-break"}, cell: []string{"table-cell"}, row: []string{"table-row"},
		lineEndsAreSpaces: true,
	}
)

// partText returns the text of a part of a document: an empty line between
// paragraphs, the cells of a table row on one line.
func partText(b []byte, v vocabulary) (string, error) {
	var out strings.Builder
	inText, skipped, cells := 0, 0, 0 // open elements of each kind
	err := document.WalkXML(b, func(e document.Element) {
		is := func(names []string) bool { return slices.Contains(names, e.Name) }
		step := -1
		if e.Start {
			step = 1
		}
		switch {
		case is(v.text):
			inText += step
		case is(v.skipped):
			skipped += step
		case is(v.cell):
			cells += step
		case e.Start && is(v.space):
			out.WriteByte(' ')
		case e.Start && is(v.lineBreak):
			out.WriteByte('\n')
		case e.Start && is(v.hyphen):
			out.WriteByte('-')
		case !e.Start && is(v.paragraph) && cells > 0:
			out.WriteByte(' ')
		case !e.Start && (is(v.paragraph) || is(v.row)):
			out.WriteString("\n\n")
		}
	}, func(s string) {
		if inText == 0 || skipped > 0 {
			return
		}
		if v.lineEndsAreSpaces {
			s = strings.NewReplacer("\n", " ", "\r", " ", "\t", " ").Replace(s)
		}
		out.WriteString(s)
	})
	return out.String(), err
}

// readDOCX reads an Office Open XML document: its body, then its notes, comments,
// headers and footers.
func readDOCX(z *zipfile.Archive) (*geo.Article, error) {
	parts := []string{"word/footnotes.xml", "word/endnotes.xml", "word/comments.xml"}
	parts = append(parts, z.Numbered("word/header", ".xml")...)
	parts = append(parts, z.Numbered("word/footer", ".xml")...)
	return readParts(z, wordVocabulary, "docProps/core.xml", "word/document.xml", parts...)
}

// readPPTX reads a presentation: its slides, then the notes on them.
func readPPTX(z *zipfile.Archive) (*geo.Article, error) {
	slides := z.Numbered("ppt/slides/slide", ".xml")
	if len(slides) == 0 {
		return nil, document.ErrNoText
	}
	v := wordVocabulary
	v.skipped = append([]string{"fld"}, v.skipped...) // numbers of slides and dates
	return readParts(z, v, "docProps/core.xml", slides[0], append(slides[1:], z.Numbered("ppt/notesSlides/notesSlide", ".xml")...)...)
}

// refuse returns a reader that fails with a reason.
func refuse(reason string) func(*zipfile.Archive) (*geo.Article, error) {
	return func(*zipfile.Archive) (*geo.Article, error) { return nil, geo.Errorf(geo.ErrInput, "%s", reason) }
}

// isLocked reports whether an OpenDocument document is encrypted.
func isLocked(z *zipfile.Archive) bool {
	manifest, err := z.ReadFile("META-INF/manifest.xml")
	return err == nil && bytes.Contains(manifest, []byte("encryption-data"))
}

// readODT reads an OpenDocument text, which contains its notes where they are cited.
func readODT(z *zipfile.Archive) (*geo.Article, error) {
	return readParts(z, openDocumentVocabulary, "meta.xml", "content.xml")
}

// readParts reads the body of a document, its optional parts and its properties.
func readParts(z *zipfile.Archive, v vocabulary, properties, body string, optional ...string) (*geo.Article, error) {
	var out strings.Builder
	seen := map[string]bool{} // texts; the headers of first, odd and even pages are often alike
	for i, part := range append([]string{body}, optional...) {
		if i > 0 && !z.Has(part) {
			continue
		}
		b, err := z.ReadFile(part)
		if err != nil {
			return nil, err
		}
		s, err := partText(b, v)
		if err != nil {
			return nil, err
		}
		if !seen[s] {
			out.WriteString(s + "\n\n")
		}
		seen[s] = true
	}
	a := &geo.Article{Text: text.Normalize(out.String())}
	if z.Has(properties) {
		b, err := z.ReadFile(properties)
		if err != nil {
			return nil, err
		}
		if err := document.ReadDublinCore(b, a); err != nil {
			return nil, err
		}
	}
	a.Title = cmp.Or(a.Title, document.GuessTitle(a.Text))
	return a, nil
}
