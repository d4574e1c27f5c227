package warc

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httputil"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/internal/contentcoding"
)

// response is an HTTP response in a web archive.
type response struct {
	status  int
	header  http.Header
	chunked bool
	body    []byte // with its codings
}

// readResponse reads the header of an HTTP response. The body is all that follows,
// whatever length the header claims.
func readResponse(block []byte) (*response, error) {
	head := block[:min(len(block), maxHeaderBytes)]
	if !bytes.Contains(head, []byte("\r\n\r\n")) && !bytes.Contains(head, []byte("\n\n")) {
		return nil, geo.Errorf(geo.ErrInput, "the header of the HTTP response has no end")
	}
	rest := bytes.NewReader(block)
	in := bufio.NewReader(rest)
	r, err := http.ReadResponse(in, nil)
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "the HTTP response cannot be parsed: %w", err)
	}
	out := &response{status: r.StatusCode, header: r.Header, chunked: slices.Contains(r.TransferEncoding, "chunked")}
	out.body = block[len(block)-rest.Len()-in.Buffered():]
	r.Body.Close()
	return out, nil
}

// magic are the first bytes of content codings that have such.
var magic = map[string]string{"gzip": "\x1f\x8b\x08", "x-gzip": "\x1f\x8b\x08", "deflate": "\x78", "zstd": "\x28\xb5\x2f\xfd"}

// decode decodes the transfer and content codings of the body, up to limit bytes. Some
// archives store bodies that are decoded already: a coding that is named but not found
// is ignored.
func (p *response) decode(ctx context.Context, limit int64) ([]byte, error) {
	body := p.body
	if p.chunked {
		if b, err := io.ReadAll(httputil.NewChunkedReader(bytes.NewReader(body))); err == nil || len(b) > 0 {
			body = b
		}
	}
	coding := strings.ToLower(strings.TrimSpace(p.header.Get("Content-Encoding")))
	start, known := magic[coding]
	if coding != "br" && (!known || !bytes.HasPrefix(body, []byte(start))) {
		return body, nil
	}
	r, err := contentcoding.NewReader(coding, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	b, err := document.ReadAll(ctx, r, limit)
	if err != nil && !errors.Is(err, geo.ErrTooLarge) && coding == "br" && bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) { // it is decoded already
		return body, nil
	}
	return b, err
}
