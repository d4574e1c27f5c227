package gazetteer

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"io"
	"os"
)

// parts are the sections of a file while it is compiled: the large ones on disk,
// the others in memory.
type parts struct {
	dir    string
	b      [sectionCount][]byte
	spools [sectionCount]*spool
}

// spool is a section on disk. An error is kept, and returned when the section is
// read.
type spool struct {
	f    *os.File
	w    *bufio.Writer
	size uint64
	sum  uint32
	err  error
}

// spool begins a section on disk.
func (p *parts) spool(s section) *spool {
	f, err := os.CreateTemp(p.dir, "dateline-section-*")
	if err != nil {
		f = nil
	} else {
		_ = os.Remove(f.Name()) // where the system allows it
	}
	p.spools[s] = &spool{f: f, w: bufio.NewWriterSize(f, 1<<20), err: err}
	return p.spools[s]
}

// Write appends to the section.
func (s *spool) Write(b []byte) (int, error) {
	if s.err == nil {
		_, s.err = s.w.Write(b)
		s.size += uint64(len(b))
		s.sum = crc32.Update(s.sum, castagnoli, b)
	}
	return len(b), s.err
}

// close gives the disk back.
func (p *parts) close() {
	for _, s := range p.spools {
		if s != nil && s.f != nil {
			_ = s.f.Close()
			_ = os.Remove(s.f.Name()) // where it still had its name
		}
	}
}

// flush ends the writing to disk.
func (p *parts) flush() error {
	for _, s := range p.spools {
		if s == nil {
			continue
		}
		if s.err == nil {
			s.err = s.w.Flush()
		}
		if s.err != nil {
			return fmt.Errorf("keeping a part of the gazetteer on disk: %w", s.err)
		}
	}
	return nil
}

// sizes returns the length and the sum of each section.
func (p *parts) sizes() (lengths [sectionCount]uint64, sums [sectionCount]uint32) {
	for i := range p.b {
		if s := p.spools[i]; s != nil {
			lengths[i], sums[i] = s.size, s.sum
		} else {
			lengths[i], sums[i] = uint64(len(p.b[i])), crc32.Checksum(p.b[i], castagnoli)
		}
	}
	return lengths, sums
}

// version is made from the length and the sum of every section but secInfo, which
// holds it.
func (p *parts) version() string {
	lengths, sums := p.sizes()
	h := sha256.New()
	for s := range sectionCount {
		if s != secInfo {
			fmt.Fprintf(h, "%d %d %08x\n", s, lengths[s], sums[s])
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// write writes the whole file.
func (p *parts) write(w io.Writer) error {
	lengths, sums := p.sizes()
	head, offsets := header(lengths, sums)
	if _, err := w.Write(head); err != nil {
		return err
	}
	at := uint64(len(head))
	for i := range p.b {
		if _, err := w.Write(make([]byte, offsets[i]-at)); err != nil {
			return err
		}
		at = offsets[i] + lengths[i]
		var err error
		if s := p.spools[i]; s != nil {
			_, err = io.Copy(w, io.NewSectionReader(s.f, 0, int64(s.size)))
		} else {
			_, err = w.Write(p.b[i])
		}
		if err != nil {
			return err
		}
	}
	return nil
}
