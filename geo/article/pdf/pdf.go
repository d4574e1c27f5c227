// Package pdf reads PDF documents with PDFium in a WebAssembly sandbox.
package pdf

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/text"

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
	maxPages    = 5_000
	maxText     = 32 << 20 // bytes
	timeout     = 2 * time.Minute
	memoryPages = 4096 // of 64 KiB: 256 MiB
)

// MaxProcesses is the number of documents that a [Reader] reads at the same time.
const MaxProcesses = 2

// Reader reads PDF documents with PDFium compiled to WebAssembly, a sandbox without
// files or network. It starts on first use and is safe for concurrent use.
type Reader struct {
	command []string // of the processes that read documents; empty reads in this one
	busy    chan struct{}
	idle    chan *child

	cacheDir string
	reuse    bool         // of instances for several documents, for fuzzing
	start    func() error // once
	use      sync.RWMutex // held for reading while a document is read
	pool     pdfium.Pool
	cache    wazero.CompilationCache
	memories
}

// NewReader returns a reader that starts PDFium on first use. The machine code of
// PDFium is stored in cacheDir, so that later starts take a tenth of a second; if it
// is empty, or cannot be written, each start compiles PDFium, which takes seconds.
func NewReader(cacheDir string) *Reader {
	r := &Reader{cacheDir: cacheDir}
	r.start = sync.OnceValue(r.open)
	return r
}

func (r *Reader) open() error {
	r.cache = wazero.NewCompilationCache()
	if r.cacheDir != "" {
		if cache, err := wazero.NewCompilationCacheWithDir(r.cacheDir); err == nil {
			r.cache = cache
		}
	}
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(memoryPages).WithCompilationCache(r.cache).WithCloseOnContextDone(true)
	ctx, instances := context.Background(), MaxProcesses
	if r.reuseMemory {
		ctx, instances = experimental.WithMemoryAllocator(ctx, experimental.MemoryAllocatorFunc(r.newMemory)), 1
	}
	pool, err := webassembly.Init(webassembly.Config{
		Context:  ctx,
		MaxTotal: instances, MaxIdle: 1, ReuseWorkers: r.reuse,
		FSConfig: wazero.NewFSConfig(), RuntimeConfig: config, Stdout: io.Discard, Stderr: io.Discard,
	})
	if err != nil {
		return fmt.Errorf("starting the PDF reader: %w", err)
	}
	r.pool = pool
	return nil
}

// Close stops the reader after the documents that are being read. It cannot be used
// afterwards.
func (r *Reader) Close() error {
	r.use.Lock()
	defer r.use.Unlock()
	r.start = func() error { return geo.Errorf(geo.ErrUnavailable, "the PDF reader is closed") }
	if len(r.command) > 0 {
		return r.closeChildren()
	}
	if r.pool == nil {
		return nil
	}
	err := r.pool.Close()
	if cerr := r.cache.Close(context.Background()); err == nil {
		err = cerr
	}
	r.pool = nil
	return err
}

// Is reports whether a document is a PDF document, by its first bytes.
func Is(head []byte) bool {
	return bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-"))
}

// Read reads a document: its text in reading order and the offsets of its pages.
// Scanned pages have no text; a document with no other pages is an error. The error
// wraps [geo.ErrInput], [geo.ErrTooLarge] or [geo.ErrUnavailable].
func (r *Reader) Read(ctx context.Context, b []byte, _ document.Options) (*geo.Article, error) {
	r.use.RLock()
	defer r.use.RUnlock()
	if err := r.start(); err != nil {
		return nil, err
	}
	if len(r.command) > 0 {
		return r.readInChild(ctx, b)
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	return r.read(ctx, b)
}

func (r *Reader) read(ctx context.Context, b []byte) (*geo.Article, error) {
	instance, err := r.pool.GetInstance(timeout)
	if err != nil {
		return nil, geo.Errorf(geo.ErrUnavailable, "the PDF reader is not available: %w", err)
	}
	type result struct {
		article *geo.Article
		err     error
	}
	done := make(chan result, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				done <- result{err: geo.Errorf(geo.ErrInput, "the PDF reader failed on it: %v", r)}
			}
		}()
		a, err := readDocument(ctx, instance, b)
		done <- result{a, err}
	}()
	select {
	case res := <-done:
		_ = instance.Close() // the next document gets a new one unless instances are reused
		return res.article, res.err
	case <-ctx.Done():
		_ = instance.Kill()
		return nil, errTimeout
	}
}

func readDocument(ctx context.Context, instance pdfium.Pdfium, b []byte) (*geo.Article, error) {
	doc, err := instance.OpenDocument(&requests.OpenDocument{File: &b})
	if err != nil {
		if strings.Contains(err.Error(), "password") {
			return nil, geo.Errorf(geo.ErrInput, "the document is locked with a password")
		}
		return nil, geo.Errorf(geo.ErrInput, "the document is damaged, cut short or not a PDF document; get it again")
	}
	defer func() { _, _ = instance.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: doc.Document}) }()
	count, err := instance.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "%w", err)
	}
	if count.PageCount > maxPages {
		return nil, geo.Errorf(geo.ErrTooLarge, "the document has more than %d pages", maxPages)
	}
	pages := make([]string, 0, count.PageCount)
	length := 0
	for i := range count.PageCount {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		page := requests.Page{ByIndex: &requests.PageByIndex{Document: doc.Document, Index: i}}
		pages = append(pages, pageText(instance, page)) // a broken page has no text
		if length += len(pages[i]); length > maxText {
			return nil, geo.Errorf(geo.ErrTooLarge, "the document contains more than %s of text; split it", text.FormatBytes(maxText))
		}
	}
	a := &geo.Article{}
	a.Text, a.Pages = joinPages(pages)
	if a.Text == "" {
		return nil, geo.Errorf(geo.ErrInput, "none of its %d pages contains text; run character recognition (OCR) on scanned pages first", len(pages))
	}
	readProperties(instance, doc.Document, a)
	a.Title = cmp.Or(a.Title, document.GuessTitle(a.Text))
	return a, nil
}

// pageText returns the text of a page in reading order, or an empty string if it
// cannot be extracted.
func pageText(instance pdfium.Pdfium, page requests.Page) string {
	plain, err := instance.GetPageText(&requests.GetPageText{Page: page})
	if err != nil {
		return ""
	}
	body := plain.Text
	if containsRightToLeft(body) {
		placed, err := instance.GetPageTextStructured(&requests.GetPageTextStructured{Page: page, Mode: requests.GetPageTextStructuredModeChars})
		if err == nil {
			glyphs := make([]glyph, len(placed.Chars))
			for i, c := range placed.Chars {
				glyphs[i] = glyph{c.Text, c.PointPosition.Left}
			}
			body = logicalOrder(glyphs)
		}
	}
	return strings.ReplaceAll(body, "\x02", "-") // PDFium's hyphen at the end of a line
}

// readProperties sets the title and the author from the document's properties. The
// dates on which a file was created and modified are not dates of publication and are
// ignored.
func readProperties(instance pdfium.Pdfium, doc references.FPDF_DOCUMENT, a *geo.Article) {
	property := func(name string) string {
		r, err := instance.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: doc, Tag: name})
		if err != nil {
			return ""
		}
		return text.Normalize(r.Value)
	}
	if title := property("Title"); strings.Contains(title, " ") { // "report_final.docx" is a file name
		a.Title = title
	}
	a.Author = property("Author")
}
