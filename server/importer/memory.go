package importer

import (
	"context"
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
}

// receive reads r to the end, a long one into a temporary file: a slow upload takes no
// memory. The caller closes the result.
func receive(r io.Reader) (*received, error) {
	head, err := io.ReadAll(io.LimitReader(r, maxInMemory))
	if err != nil {
		return nil, err
	}
	in := &received{bytes: head, length: int64(len(head))}
	if len(head) < maxInMemory {
		return in, nil
	}
	if in.rest, err = os.CreateTemp("", "dateline-upload-*"); err != nil {
		return nil, err
	}
	n, err := io.Copy(in.rest, r)
	if err != nil {
		in.close()
		return nil, err
	}
	in.length += n
	return in, nil
}

// all returns the whole upload.
func (in *received) all() ([]byte, error) {
	if in.rest == nil {
		return in.bytes, nil
	}
	b := make([]byte, in.length)
	n := copy(b, in.bytes)
	if _, err := in.rest.ReadAt(b[n:], 0); err != nil && n < len(b) {
		return nil, err
	}
	return b, nil
}

// close removes the temporary file.
func (in *received) close() {
	if in.rest != nil {
		_ = in.rest.Close()
		_ = os.Remove(in.rest.Name())
	}
}
