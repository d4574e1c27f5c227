package annex

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"strings"
)

// The parts of a DOCX other than the document.
var parts = []struct{ name, text string }{
	{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`},
	{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
	{"word/_rels/document.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`},
	{"word/styles.xml", `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">` +
		`<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:cs="Times New Roman"/><w:sz w:val="21"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>` +
		headingStyle(1, 36) + headingStyle(2, 28) + headingStyle(3, 23) +
		`<w:style w:type="paragraph" w:styleId="Passage"><w:name w:val="Passage"/><w:basedOn w:val="Normal"/><w:pPr><w:tabs><w:tab w:val="left" w:pos="567"/></w:tabs><w:ind w:left="567" w:hanging="567"/></w:pPr></w:style>` +
		`</w:styles>`},
}

func headingStyle(level, size int) string {
	return fmt.Sprintf(`<w:style w:type="paragraph" w:styleId="Heading%d"><w:name w:val="heading %d"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="%d"/></w:pPr><w:rPr><w:b/><w:sz w:val="%d"/></w:rPr></w:style>`, level, level, level-1, size)
}

// docx is a document in Office Open XML. The writer keeps the first error until Flush.
type docx struct {
	zip *zip.Writer
	w   *bufio.Writer
}

func newDOCX(w io.Writer) (*docx, error) {
	z := zip.NewWriter(w)
	for _, p := range parts {
		f, err := z.Create(p.name)
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(f, xml.Header+p.text); err != nil {
			return nil, err
		}
	}
	f, err := z.Create("word/document.xml")
	if err != nil {
		return nil, err
	}
	d := &docx{z, bufio.NewWriterSize(f, 64<<10)}
	d.raw(xml.Header + `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + "\n")
	return d, nil
}

func (d *docx) raw(s string) { _, _ = d.w.WriteString(s) }

func (d *docx) heading(level int, text string) {
	d.styled(fmt.Sprint("Heading", level), []run{{text: text}})
}

func (d *docx) item(n int, runs []run) {
	d.styled("Passage", append([]run{{text: fmt.Sprintf("%d.\t", n)}}, runs...))
}

func (d *docx) paragraph(runs []run) { d.styled("Normal", runs) }

func (d *docx) styled(style string, runs []run) {
	d.raw(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`)
	for _, r := range runs {
		if r.link == "" {
			d.run(r)
			continue
		}
		d.raw(`<w:fldSimple w:instr=" HYPERLINK &quot;`)
		d.text(fieldURL(r.link))
		d.raw(`&quot; ">`)
		d.run(r)
		d.raw(`</w:fldSimple>`)
	}
	d.raw("</w:p>\n")
}

// fieldURL returns an address without what would end the argument of a field.
func fieldURL(address string) string {
	if u, err := url.Parse(address); err == nil {
		address = u.String()
	}
	return strings.NewReplacer(`"`, "%22", `\`, "%5C").Replace(address)
}

func (d *docx) run(r run) {
	d.raw("<w:r>")
	switch {
	case r.link != "":
		d.raw(`<w:rPr><w:color w:val="1F4E79"/><w:u w:val="single"/></w:rPr>`)
	case r.bold:
		d.raw(`<w:rPr><w:b/></w:rPr>`)
	}
	for i, part := range strings.Split(r.text, "\t") {
		if i > 0 {
			d.raw("<w:tab/>")
		}
		d.raw(`<w:t xml:space="preserve">`)
		d.text(part)
		d.raw("</w:t>")
	}
	d.raw("</w:r>")
}

// text writes a text on one line.
func (d *docx) text(s string) {
	_ = xml.EscapeText(d.w, []byte(strings.NewReplacer("\r", " ", "\n", " ").Replace(s)))
}

func (d *docx) close() error {
	d.raw(`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr></w:body></w:document>`)
	if err := d.w.Flush(); err != nil {
		return err
	}
	return d.zip.Close()
}
