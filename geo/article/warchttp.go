package article

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httputil"
	"slices"
	"strings"

	"dateline/geo"
)

// response is a HTTP response of a web archive.
type response struct {
	status  int
	header  http.Header
	chunked bool
	body    []byte // still packed
}

// readResponse reads the head of a HTTP response; the body is what follows it,
// whatever length the head claims.
func readResponse(block []byte) (*response, error) {
	head := block[:min(len(block), maxRecordHead)]
	if !bytes.Contains(head, []byte("\r\n\r\n")) && !bytes.Contains(head, []byte("\n\n")) {
		return nil, geo.Errorf(geo.ErrInput, "a HTTP response whose header has no end")
	}
	rest := bytes.NewReader(block)
	in := bufio.NewReader(rest)
	r, err := http.ReadResponse(in, nil)
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "a HTTP response: %w", err)
	}
	out := &response{status: r.StatusCode, header: r.Header, chunked: slices.Contains(r.TransferEncoding, "chunked")}
	out.body = block[len(block)-rest.Len()-in.Buffered():]
	r.Body.Close()
	return out, nil
}

// unpack undoes the transfer and content encodings of a body, up to limit bytes.
// Archives are not agreed on which of them they keep: what is named but not there
// is nothing to undo.
func (p *response) unpack(ctx context.Context, limit int64) ([]byte, error) {
	body := p.body
	if p.chunked {
		if b, err := io.ReadAll(httputil.NewChunkedReader(bytes.NewReader(body))); err == nil || len(b) > 0 {
			body = b
		}
	}
	var r io.ReadCloser
	var err error
	switch coding := strings.ToLower(strings.TrimSpace(p.header.Get("Content-Encoding"))); {
	case isGzip(body) && (coding == "gzip" || coding == "x-gzip"):
		r, err = gzip.NewReader(bytes.NewReader(body))
	case coding == "deflate" && bytes.HasPrefix(body, []byte("\x78")):
		r, err = zlib.NewReader(bytes.NewReader(body))
	case coding == "br" || coding == "zstd":
		return nil, geo.Errorf(geo.ErrInput, "it is compressed by %s, which cannot be read", coding)
	default:
		return body, nil
	}
	if err != nil {
		return nil, geo.Errorf(geo.ErrInput, "its compression: %w", err)
	}
	defer r.Close()
	b, err := slurp(ctx, r, limit)
	if err != nil && !errors.Is(err, geo.ErrTooLarge) && ctx.Err() == nil {
		return nil, geo.Errorf(geo.ErrInput, "its compression: %w", err)
	}
	return b, err
}
