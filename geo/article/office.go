package article

import (
	"fmt"
	"net/url"
	"path"
	"strings"

	"dateline/geo"
)

// readDOCX reads an Office Open XML document (ECMA-376): paragraphs, tables and
// notes in order, deletions left out.
func readDOCX(z *archive) (*geo.Article, error) {
	a := &geo.Article{}
	var out strings.Builder
	for _, part := range []string{"word/document.xml", "word/footnotes.xml", "word/endnotes.xml"} {
		if part != "word/document.xml" && z.find(part) == nil {
			continue
		}
		b, err := z.bytes(part)
		if err != nil {
			return nil, err
		}
		deleted, inText, cells := 0, false, 0
		err = xmlWalk(b, func(e element) {
			switch e.name {
			case "del", "moveFrom", "instrText", "Fallback":
				if e.start {
					deleted++
				} else {
					deleted--
				}
			case "t":
				inText = e.start
			case "tab", "ptab":
				if e.start {
					out.WriteByte(' ')
				}
			case "br", "cr":
				if e.start {
					out.WriteByte('\n')
				}
			case "noBreakHyphen":
				if e.start {
					out.WriteByte('-')
				}
			case "tc":
				if e.start {
					cells++
				} else {
					cells--
				}
			case "tr":
				if !e.start {
					out.WriteString("\n\n")
				}
			case "p":
				if !e.start {
					if cells > 0 {
						out.WriteString(" ")
					} else {
						out.WriteString("\n\n")
					}
				}
			}
		}, func(s string) {
			if inText && deleted == 0 {
				out.WriteString(s)
			}
		})
		if err != nil {
			return nil, err
		}
		out.WriteString("\n\n")
	}
	a.Text = NormalizeText(out.String())
	if b, err := z.bytes("docProps/core.xml"); err == nil {
		if err := properties(b, a); err != nil {
			return nil, err
		}
	}
	a.Title = first(a.Title, headline(a.Text))
	return a, nil
}

// readODT reads an OpenDocument text (ISO/IEC 26300): paragraphs, headings,
// tables and notes in order, tracked deletions left out.
func readODT(z *archive) (*geo.Article, error) {
	a := &geo.Article{}
	b, err := z.bytes("content.xml")
	if err != nil {
		return nil, err
	}
	var out strings.Builder
	body, skipped, cells := 0, 0, 0
	step := func(e element, n *int) {
		if e.start {
			*n++
		} else {
			*n--
		}
	}
	err = xmlWalk(b, func(e element) {
		switch e.name {
		case "text":
			step(e, &body)
		case "tracked-changes", "annotation", "note-citation":
			step(e, &skipped)
		case "table-cell":
			step(e, &cells)
		case "table-row":
			if !e.start {
				out.WriteString("\n\n")
			}
		case "p", "h":
			if !e.start {
				if cells > 0 {
					out.WriteString(" ")
				} else {
					out.WriteString("\n\n")
				}
			}
		case "s", "tab":
			if e.start {
				out.WriteByte(' ')
			}
		case "line-break":
			if e.start {
				out.WriteByte('\n')
			}
		}
	}, func(s string) {
		if body > 0 && skipped == 0 {
			out.WriteString(strings.Map(oneLine, s))
		}
	})
	if err != nil {
		return nil, err
	}
	a.Text = NormalizeText(out.String())
	if b, err := z.bytes("meta.xml"); err == nil {
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
