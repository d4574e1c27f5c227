package office

import (
	"fmt"
	"net/url"
	"path"
	"strings"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/zipfile"
	"dateline/geo/article/markup"
	"dateline/geo/text"
)

// readEPUB reads a book (W3C EPUB 3.3): the documents of its spine in their order.
func readEPUB(z *zipfile.Archive) (*geo.Article, error) {
	root, err := packagePath(z)
	if err != nil {
		return nil, err
	}
	b, err := z.ReadFile(root)
	if err != nil {
		return nil, fmt.Errorf("its package document: %w", err)
	}
	a := &geo.Article{}
	if err := document.ReadDublinCore(b, a); err != nil {
		return nil, err
	}
	spine, err := readSpine(b)
	if err != nil {
		return nil, err
	}
	var out strings.Builder
	for _, href := range spine {
		page, err := z.ReadFile(path.Join(path.Dir(root), href))
		if err != nil {
			return nil, err
		}
		tree, err := markup.ParseHTML(string(page))
		if err != nil {
			return nil, fmt.Errorf("%q: %w", href, err)
		}
		out.WriteString(markup.Text(tree, true))
		out.WriteString("\n\n")
	}
	a.Text = text.Normalize(out.String())
	return a, nil
}

// packagePath returns the path of a book's package document.
func packagePath(z *zipfile.Archive) (string, error) {
	b, err := z.ReadFile("META-INF/container.xml")
	if err != nil {
		return "", err
	}
	root := ""
	err = document.WalkXML(b, func(e document.Element) {
		if e.Start && e.Name == "rootfile" && root == "" {
			root = e.Attr("full-path")
		}
	}, func(string) {})
	return root, err
}

// readSpine returns the paths of a book's documents in reading order, relative to
// its package document.
func readSpine(b []byte) ([]string, error) {
	files := map[string]string{} // by id
	var ids []string
	err := document.WalkXML(b, func(e document.Element) {
		switch {
		case !e.Start:
		case e.Name == "item":
			files[e.Attr("id")] = e.Attr("href")
		case e.Name == "itemref" && e.Attr("linear") != "no":
			ids = append(ids, e.Attr("idref"))
		}
	}, func(string) {})
	var spine []string
	for _, id := range ids {
		if href, err := url.PathUnescape(files[id]); err == nil && href != "" {
			spine = append(spine, href)
		}
	}
	return spine, err
}
