package compile

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"

	"dateline/geo/gazetteer/internal/layout"
)

// sectionWriter collects the sections of a file: large ones in temporary files,
// the others in memory.
type sectionWriter struct {
	dir  string
	b    [layout.SectionCount][]byte
	temp [layout.SectionCount]*tempSection
}

// tempSection is a section in a temporary file. Errors are kept until flush.
type tempSection struct {
	f    *os.File
	w    *bufio.Writer
	size uint64
	sum  uint32
	err  error
}

// create starts a section in a temporary file.
func (p *sectionWriter) create(s layout.Section) *tempSection {
	f, err := os.CreateTemp(p.dir, "dateline-section-*")
	if err != nil {
		f = nil
	} else {
		_ = os.Remove(f.Name()) // on systems that allow it, so that a killed process leaves nothing
	}
	p.temp[s] = &tempSection{f: f, w: bufio.NewWriterSize(f, 1<<20), err: err}
	return p.temp[s]
}

// write appends to the section.
func (s *tempSection) write(b []byte) {
	if s.err == nil {
		_, s.err = s.w.Write(b)
		s.size += uint64(len(b))
		s.sum = layout.Checksum(s.sum, b)
	}
}

// close removes the temporary files.
func (p *sectionWriter) close() {
	for _, s := range p.temp {
		if s != nil && s.f != nil {
			_ = s.f.Close()
			_ = os.Remove(s.f.Name())
		}
	}
}

// flush completes the temporary files and returns the first error of them.
func (p *sectionWriter) flush() error {
	for _, s := range p.temp {
		if s == nil {
			continue
		}
		if s.err == nil {
			s.err = s.w.Flush()
		}
		if s.err != nil {
			return fmt.Errorf("writing a temporary file: %w", s.err)
		}
	}
	return nil
}

// sizes returns the length and the checksum of each section.
func (p *sectionWriter) sizes() (lengths [layout.SectionCount]uint64, sums [layout.SectionCount]uint32) {
	for i := range p.b {
		if s := p.temp[i]; s != nil {
			lengths[i], sums[i] = s.size, s.sum
		} else {
			lengths[i], sums[i] = uint64(len(p.b[i])), layout.Checksum(0, p.b[i])
		}
	}
	return lengths, sums
}

// version returns a hash of the lengths and checksums of all sections but SecInfo,
// which contains it.
func (p *sectionWriter) version() string {
	lengths, sums := p.sizes()
	h := sha256.New()
	for s := range layout.SectionCount {
		if s != layout.SecInfo {
			fmt.Fprintf(h, "%d %d %08x\n", s, lengths[s], sums[s])
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// writeTo writes the header and all sections.
func (p *sectionWriter) writeTo(w io.Writer) error {
	lengths, sums := p.sizes()
	head, offsets := layout.Header(lengths, sums)
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
		if s := p.temp[i]; s != nil {
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
