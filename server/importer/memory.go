package importer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"

	"golang.org/x/sync/semaphore"
)

// MaxDocumentMemory is about how many bytes of memory the documents that an importer
// receives and reads take together: an upload or a job waits while others take it. PDF
// documents take more in processes of their own.
const MaxDocumentMemory = 320 << 20

// documentMemory is the memory in bytes that reading a document takes for each of its
// bytes, at most.
const documentMemory = 5

// acquireDocument waits until there is memory for a document of a number of bytes. The
// caller calls release.
func (im *Importer) acquireDocument(ctx context.Context, length int64) (release func(), err error) {
	n := min(length*documentMemory, MaxDocumentMemory)
	if err := im.documents.Acquire(ctx, n); err != nil {
		return nil, err
	}
	return func() { im.documents.Release(n) }, nil
}

func newDocumentMemory() *semaphore.Weighted { return semaphore.NewWeighted(MaxDocumentMemory) }

// maxInMemory is the length in bytes up to which an upload is received into memory.
const maxInMemory = 64 << 10

// received is an upload that was received as a whole.
type received struct {
	bytes  []byte   // the upload, or its beginning
	rest   *os.File // after it, or nil
	length int64    // of both
	hash   string   // SHA-256 of both in hexadecimal
}

// receive reads r to the end, a long one into a temporary file: a slow upload takes no
// memory. The caller closes the result.
func receive(r io.Reader) (*received, error) {
	head, err := io.ReadAll(io.LimitReader(r, maxInMemory))
	if err != nil {
		return nil, err
	}
	in := &received{bytes: head, length: int64(len(head))}
	h := sha256.New()
	h.Write(head)
	defer func() { in.hash = hex.EncodeToString(h.Sum(nil)) }()
	if len(head) < maxInMemory {
		return in, nil
	}
	if in.rest, err = os.CreateTemp("", "dateline-upload-*"); err != nil {
		return nil, err
	}
	n, err := io.Copy(io.MultiWriter(in.rest, h), r)
	if err != nil {
		in.close()
		return nil, err
	}
	in.length += n
	return in, nil
}

// ReadAt reads a part of the upload.
func (in *received) ReadAt(b []byte, at int64) (n int, err error) {
	if at < int64(len(in.bytes)) {
		n = copy(b, in.bytes[at:])
		at += int64(n)
	}
	if n == len(b) {
		return n, nil
	}
	if in.rest == nil {
		return n, io.EOF
	}
	more, err := in.rest.ReadAt(b[n:], at-int64(len(in.bytes)))
	return n + more, err
}

// close removes the temporary file.
func (in *received) close() {
	if in.rest != nil {
		_ = in.rest.Close()
		_ = os.Remove(in.rest.Name())
	}
}
