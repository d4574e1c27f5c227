// Package contentcoding decodes the content codings of HTTP: gzip, deflate, br and zstd.
package contentcoding

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"
	"strings"

	"dateline/geo"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// Accept is the value of the Accept-Encoding header for the codings that are decoded.
const Accept = "gzip, br, zstd"

// maxWindow is the largest window of zstd, in bytes, that decoders must support and
// senders may use (RFC 9659).
const maxWindow = 8 << 20

// NewReader returns a reader of the decoded content of r. Unnamed and "identity"
// content is not changed. A decoder uses at most a few times the largest window; the
// caller must limit the decoded length. The error wraps [geo.ErrInput].
func NewReader(coding string, r io.Reader) (io.ReadCloser, error) {
	switch strings.ToLower(strings.TrimSpace(coding)) {
	case "", "identity":
		return io.NopCloser(r), nil
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(r)
		return checked(z, "gzip", err)
	case "deflate":
		return newDeflate(r)
	case "br":
		return &reader{io.NopCloser(brotli.NewReader(r)), "br"}, nil
	case "zstd":
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderLowmem(true))
		if err != nil {
			return checked(nil, "zstd", err)
		}
		return &reader{z.IOReadCloser(), "zstd"}, nil
	}
	return nil, geo.Errorf(geo.ErrInput, "the content coding %.40q is not supported", coding)
}

// newDeflate returns a reader of deflate content, which some servers send without the
// header of zlib.
func newDeflate(r io.Reader) (io.ReadCloser, error) {
	in := bufio.NewReader(r)
	if head, err := in.Peek(2); err == nil && (head[0]&0x0f != 8 || (int(head[0])<<8|int(head[1]))%31 != 0) {
		return &reader{flate.NewReader(in), "deflate"}, nil
	}
	z, err := zlib.NewReader(in)
	return checked(z, "deflate", err)
}

func checked(r io.ReadCloser, coding string, err error) (io.ReadCloser, error) {
	if err != nil {
		return nil, damaged(coding, err)
	}
	return &reader{r, coding}, nil
}

// reader adds the coding to the errors of a decoder.
type reader struct {
	io.ReadCloser
	coding string
}

func (r *reader) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	if err != nil && err != io.EOF { //nolint:errorlint // io.Reader returns io.EOF itself
		err = damaged(r.coding, err)
	}
	return n, err
}

func damaged(coding string, err error) error {
	return geo.Errorf(geo.ErrInput, "the %s compression is damaged: %w", coding, err)
}
