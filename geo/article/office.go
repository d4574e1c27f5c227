package article

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"dateline/geo"
)

// vocabulary says which elements of an office document stand for what.
type vocabulary struct {
	text, skipped, paragraph, space, lineBreak, hyphen, cell, row []string
	// folded says that line ends within the text are spaces.
	folded bool
}

var (
	// wordWords are those of Office Open XML (ECMA-376); text that was deleted or
	// moved away is skipped, and so are field codes and stand-ins for drawings.
	wordWords = vocabulary{
		text: []string{"t"}, skipped: []string{"del", "moveFrom", "instrText", "Fallback"}, paragraph: []string{"p"},
		space: []string{"tab", "ptab"}, lineBreak: []string{"br", "cr"}, hyphen: []string{"noBreakHyphen"},
		cell: []string{"tc"}, row: []string{"tr"},
	}
	// openWords are those of OpenDocument (ISO/IEC 26300).
	openWords = vocabulary{
		text: []string{"text"}, skipped: []string{"tracked-changes", "annotation", "note-citation"}, paragraph: []string{"p", "h"},
		space: []string{"s", "tab"}, lineBreak: []string{"line-break"}, cell: []string{"table-cell"}, row: []string{"table-row"},
		folded: true,
	}
)

// officeText is the text of a part of an office document: paragraphs apart, the
// cells of a table's row on one line.
func officeText(b []byte, v vocabulary) (string, error) {
	var out strings.Builder
	inText, skipped, cells := 0, 0, 0
	err := xmlWalk(b, func(e element) {
		step, is := -1, func(names []string) bool { return slices.Contains(names, e.name) }
		if e.start {
			step = 1
		}
		switch {
		case is(v.text):
			inText += step
		case is(v.skipped):
			skipped += step
		case is(v.cell):
			cells += step
		case e.start && is(v.space):
			out.WriteByte(' ')
		case e.start && is(v.lineBreak):
			out.WriteByte('\n')
		case e.start && is(v.hyphen):
			out.WriteByte('-')
		case !e.start && is(v.paragraph) && cells > 0:
			out.WriteByte(' ')
		case !e.start && (is(v.paragraph) || is(v.row)):
			out.WriteString("\n\n")
		}
	}, func(s string) {
		if inText == 0 || skipped > 0 {
			return
		}
		if v.folded {
			s = strings.Map(oneLine, s)
		}
		out.WriteString(s)
	})
	return out.String(), err
}

// readDOCX reads an Office Open XML document: its body, then its notes.
func readDOCX(z *archive) (*geo.Article, error) {
	return readOffice(z, wordWords, "docProps/core.xml", "word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
}

// readODT reads an OpenDocument text, whose notes stand where they are called.
func readODT(z *archive) (*geo.Article, error) {
	return readOffice(z, openWords, "meta.xml", "content.xml")
}

// readOffice reads a document of a body and further parts, if they are there, with
// its properties.
func readOffice(z *archive, v vocabulary, about, body string, further ...string) (*geo.Article, error) {
	var out strings.Builder
	for i, part := range append([]string{body}, further...) {
		if i > 0 && z.find(part) == nil {
			continue
		}
		b, err := z.bytes(part)
		if err != nil {
			return nil, err
		}
		text, err := officeText(b, v)
		if err != nil {
			return nil, err
		}
		out.WriteString(text + "\n\n")
	}
	a := &geo.Article{Text: NormalizeText(out.String())}
	if z.find(about) != nil {
		b, err := z.bytes(about)
		if err != nil {
			return nil, err
		}
		if err := properties(b, a); err != nil {
			return nil, err
		}
	}
	a.Title = first(a.Title, headline(a.Text))
	return a, nil
}

// readEPUB reads an EPUB book (W3C EPUB 3.3): the documents of its spine in
// their order.
func readEPUB(z *archive) (*geo.Article, error) {
	b, err := z.bytes("META-INF/container.xml")
	if err != nil {
		return nil, err
	}
	var root string
	if err := xmlWalk(b, func(e element) {
		if e.start && e.name == "rootfile" && root == "" {
			root = e.attr("full-path")
		}
	}, func(string) {}); err != nil {
		return nil, err
	}
	if b, err = z.bytes(root); err != nil {
		return nil, fmt.Errorf("its package document: %w", err)
	}
	a := &geo.Article{}
	if err := properties(b, a); err != nil {
		return nil, err
	}
	files := map[string]string{}
	var spine []string
	if err := xmlWalk(b, func(e element) {
		switch {
		case !e.start:
		case e.name == "item":
			files[e.attr("id")] = e.attr("href")
		case e.name == "itemref" && e.attr("linear") != "no":
			spine = append(spine, e.attr("idref"))
		}
	}, func(string) {}); err != nil {
		return nil, err
	}
	var out strings.Builder
	for _, id := range spine {
		href, err := url.PathUnescape(files[id])
		if err != nil || href == "" {
			continue
		}
		page, err := z.bytes(path.Join(path.Dir(root), href))
		if err != nil {
			return nil, err
		}
		doc, err := parseHTML(string(page))
		if err != nil {
			return nil, fmt.Errorf("%q: %w", href, err)
		}
		out.WriteString(blockText(doc, true))
		out.WriteString("\n\n")
	}
	a.Text = NormalizeText(out.String())
	return a, nil
}
