package article

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"dateline/geo"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// Limits on one PDF document.
const (
	maxPages      = 5_000
	pdfTimeout    = 2 * time.Minute
	pdfMemory     = 8192 // pages of 64 KiB: 512 MiB
	maxPDFWorkers = 2
)

// PDF reads PDF documents with PDFium compiled to WebAssembly, which keeps a
// hostile document in a sandbox without files or network. It starts on first use
// and is safe for concurrent use.
type PDF struct {
	start func() error // once
	use   sync.RWMutex // held for reading while a document is read
	pool  pdfium.Pool
	cache wazero.CompilationCache
}

// NewPDF returns a reader that starts PDFium when it is first used. The machine
// code made from it is kept in the user's cache folder, where there is one, so
// that later starts take a tenth of a second.
func NewPDF() *PDF {
	p := &PDF{}
	p.start = sync.OnceValue(p.open)
	return p
}

func (p *PDF) open() error {
	p.cache = wazero.NewCompilationCache()
	if dir, err := os.UserCacheDir(); err == nil {
		if cache, err := wazero.NewCompilationCacheWithDir(filepath.Join(dir, "dateline", "pdfium")); err == nil {
			p.cache = cache
		}
	}
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(pdfMemory).WithCompilationCache(p.cache).WithCloseOnContextDone(true)
	pool, err := webassembly.Init(webassembly.Config{
		MaxTotal: maxPDFWorkers, MaxIdle: 1,
		FSConfig: wazero.NewFSConfig(), RuntimeConfig: config, Stdout: io.Discard, Stderr: io.Discard,
	})
	if err != nil {
		return fmt.Errorf("starting the PDF reader: %w", err)
	}
	p.pool = pool
	return nil
}

// Close ends the reader, if it was ever used, once the documents that are being
// read are done. No further one can be read.
func (p *PDF) Close() error {
	p.use.Lock()
	defer p.use.Unlock()
	p.start = func() error { return geo.Errorf(geo.ErrUnavailable, "the PDF reader was closed") }
	if p.pool == nil {
		return nil
	}
	err := p.pool.Close()
	if cerr := p.cache.Close(context.Background()); err == nil {
		err = cerr
	}
	p.pool = nil
	return err
}

func isPDF(head []byte, _ Options) bool {
	return bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-"))
}

// readPDF keeps the text of a PDF document in reading order, with the page on
// which each part stands. Scanned pages have no text: a document of nothing
// else is an error that says so.
func readPDF(ctx context.Context, b []byte, o Options) (*geo.Article, error) {
	p := o.PDF
	if p == nil {
		p = NewPDF()
		defer p.Close()
	}
	p.use.RLock()
	defer p.use.RUnlock()
	if err := p.start(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, pdfTimeout)
	defer cancel()
	return p.read(ctx, b)
}

func (p *PDF) read(ctx context.Context, b []byte) (*geo.Article, error) {
	instance, err := p.pool.GetInstance(pdfTimeout)
	if err != nil {
		return nil, geo.Errorf(geo.ErrUnavailable, "the PDF reader: %w", err)
	}
	type outcome struct {
		article *geo.Article
		err     error
	}
	done := make(chan outcome, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				done <- outcome{err: geo.Errorf(geo.ErrInput, "the PDF reader stopped at it: %v", r)}
			}
		}()
		a, err := readPages(ctx, instance, b)
		done <- outcome{a, err}
	}()
	select {
	case out := <-done:
		_ = instance.Close() // the next document gets a fresh one
		return out.article, out.err
	case <-ctx.Done():
		_ = instance.Kill()
		return nil, geo.Errorf(geo.ErrTooLarge, "the document took longer than %s to read", pdfTimeout)
	}
}

func readPages(ctx context.Context, instance pdfium.Pdfium, b []byte) (*geo.Article, error) {
	doc, err := instance.OpenDocument(&requests.OpenDocument{File: &b})
	if err != nil {
		if strings.Contains(err.Error(), "password") {
			return nil, geo.Errorf(geo.ErrInput, "it is locked with a password")
		}
		return nil, geo.Errorf(geo.ErrInput, "%w", err)
	}
	defer func() { _, _ = instance.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: doc.Document}) }()
	count, err := instance.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "%w", err)
	}
	if count.PageCount > maxPages {
		return nil, geo.Errorf(geo.ErrTooLarge, "more than %d pages", maxPages)
	}
	pages := make([]string, 0, count.PageCount)
	for i := range count.PageCount {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		page := requests.Page{ByIndex: &requests.PageByIndex{Document: doc.Document, Index: i}}
		pages = append(pages, pageText(instance, page)) // a broken page loses only itself
	}
	a := &geo.Article{}
	a.Text, a.Pages = joinPages(pages)
	if a.Text == "" {
		return nil, geo.Errorf(geo.ErrInput, "none of its %d pages holds text; scanned pages must go through character recognition (OCR) first", len(pages))
	}
	facts(instance, doc.Document, a)
	a.Title = first(a.Title, headline(a.Text))
	return a, nil
}

// pageText is the text of a page in the order in which it is read, or empty where it
// cannot be had.
func pageText(instance pdfium.Pdfium, page requests.Page) string {
	plain, err := instance.GetPageText(&requests.GetPageText{Page: page})
	if err != nil {
		return ""
	}
	text := plain.Text
	if rightToLeft(text) {
		placed, err := instance.GetPageTextStructured(&requests.GetPageTextStructured{Page: page, Mode: requests.GetPageTextStructuredModeChars})
		if err == nil {
			glyphs := make([]glyph, len(placed.Chars))
			for i, c := range placed.Chars {
				glyphs[i] = glyph{c.Text, c.PointPosition.Left}
			}
			text = logical(glyphs)
		}
	}
	return strings.ReplaceAll(text, "\x02", "-") // so PDFium writes a hyphen at the end of a line
}

// facts reads the title and author of a document from its properties. The day on
// which a file was made is not the day of publication, and is left alone.
func facts(instance pdfium.Pdfium, doc references.FPDF_DOCUMENT, a *geo.Article) {
	tag := func(name string) string {
		r, err := instance.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: doc, Tag: name})
		if err != nil {
			return ""
		}
		return NormalizeText(r.Value)
	}
	if title := tag("Title"); strings.Contains(title, " ") { // "report_final.docx" is no title
		a.Title = title
	}
	a.Author = tag("Author")
}
