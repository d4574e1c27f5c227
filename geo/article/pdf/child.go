package pdf

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"runtime/debug"
	"time"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/text"
)

// Limits on a process that reads documents. Its memory is limited by the system where
// that is possible, otherwise by that of PDFium alone.
const (
	MaxProcessMemory = 448 << 20 // bytes
	stackMemory      = 192 << 20 // bytes that stacks of threads reserve and do not use
	idleMemory       = 160 << 20 // bytes of a process that is kept for the next document
	childTimeout     = timeout + 15*time.Second
)

// NewChildReader returns a reader that reads documents in other processes, one document at
// a time each, so that a document can neither end this process nor take its memory. The
// command, the path of a program and its arguments, runs [Serve].
func NewChildReader(command ...string) *Reader {
	r := NewReader("")
	r.command = command
	r.start = func() error { return nil }
	r.busy, r.idle = make(chan struct{}, MaxProcesses), make(chan *child, MaxProcesses)
	return r
}

// request precedes a document on the standard input of a process.
type request struct{ Length int64 }

// response is what a process writes for a document.
type response struct {
	Article  *geo.Article
	Message  string // of the error
	Category int    // index of the error's category in categories, or -1
	Last     bool   // the process ends
}

// categories are the categories of the errors of [Reader.Read].
var categories = [...]error{geo.ErrInput, geo.ErrTooLarge, geo.ErrUnavailable}

// Serve reads documents for another process, which starts this one with
// [NewChildReader], until in ends or the documents have taken much memory. It limits the
// memory of this process.
func Serve(ctx context.Context, in io.Reader, out io.Writer, cacheDir string) error {
	runtime.GOMAXPROCS(min(2, runtime.GOMAXPROCS(0))) // fewer threads
	debug.SetMemoryLimit(MaxProcessMemory)
	if err := limitMemory(MaxProcessMemory + stackMemory); err != nil {
		return fmt.Errorf("limiting the memory of the PDF reader: %w", err)
	}
	r := NewReader(cacheDir)
	r.reuseMemory = true
	encoder := gob.NewEncoder(out)
	for {
		var q request
		if err := binary.Read(in, binary.LittleEndian, &q); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		b := make([]byte, q.Length)
		if _, err := io.ReadFull(in, b); err != nil {
			return err
		}
		res := r.respond(ctx, b)
		if err := encoder.Encode(res); err != nil || res.Last {
			return err
		}
	}
}

// respond reads a document.
func (r *Reader) respond(ctx context.Context, b []byte) response {
	a, err := r.Read(ctx, b, document.Options{})
	res := response{Article: a, Category: -1}
	if err != nil {
		res.Message = err.Error()
		for i, category := range categories {
			if errors.Is(err, category) {
				res.Category = i
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	res.Last = m.HeapSys-m.HeapReleased-memoryPages<<16+r.used > idleMemory || errors.Is(err, errTimeout)
	return res
}

// err returns the error of a response.
func (res *response) err() error {
	switch {
	case res.Message == "":
		return nil
	case res.Category >= 0 && res.Category < len(categories):
		return geo.Errorf(categories[res.Category], "%s", res.Message)
	}
	return errors.New(res.Message)
}

// child is a process that reads documents.
type child struct {
	cmd     *exec.Cmd
	in      io.WriteCloser
	decoder *gob.Decoder
	log     bytes.Buffer
}

func (r *Reader) startChild() (*child, error) {
	c := &child{cmd: exec.Command(r.command[0], r.command[1:]...)} //nolint:noctx // lives longer than one document
	c.cmd.Args[0] = "dateline"
	c.cmd.Stderr = &c.log
	in, err := c.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	c.in, c.decoder = in, gob.NewDecoder(out)
	return c, nil
}

// end ends the process and returns its error.
func (c *child) end() error {
	_ = c.in.Close()
	return c.cmd.Wait()
}

// readInChild reads a document in another process. Not more than MaxProcesses run.
func (r *Reader) readInChild(ctx context.Context, b []byte) (*geo.Article, error) {
	select {
	case r.busy <- struct{}{}:
		defer func() { <-r.busy }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	var c *child
	select {
	case c = <-r.idle:
	default:
		var err error
		if c, err = r.startChild(); err != nil {
			return nil, geo.Errorf(geo.ErrUnavailable, "the PDF reader cannot be started: %w", err)
		}
	}
	limited, cancel := context.WithTimeout(ctx, childTimeout)
	defer cancel()
	stop := context.AfterFunc(limited, func() { _ = c.cmd.Process.Kill() })
	res, err := c.read(b)
	if !stop() || err != nil || res.Last {
		if exit := c.end(); exit != nil && err != nil {
			err = c.failure(exit)
		}
	} else {
		r.idle <- c
	}
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil && limited.Err() != nil:
		return nil, errTimeout
	case err != nil:
		return nil, err
	}
	return res.Article, res.err()
}

// largeDocument is the length of a document in bytes whose memory is returned to the system
// while another process reads the document.
const largeDocument = 16 << 20

// read sends a document to the process and returns its response.
func (c *child) read(b []byte) (res response, err error) {
	length := len(b)
	if err = binary.Write(c.in, binary.LittleEndian, request{int64(length)}); err == nil {
		_, err = c.in.Write(b)
	}
	if length >= largeDocument {
		debug.FreeOSMemory() // b is not used any more
	}
	if err == nil {
		err = c.decoder.Decode(&res)
	}
	if err != nil {
		return res, geo.Errorf(geo.ErrInput, "the PDF reader failed on it: %w", err)
	}
	return res, nil
}

// failure returns the error of a document whose process ended.
func (c *child) failure(exit error) error {
	for _, reason := range []string{"out of memory", "cannot allocate memory", "pthread_create failed"} {
		if bytes.Contains(c.log.Bytes(), []byte(reason)) {
			return geo.Errorf(geo.ErrTooLarge, "reading the document takes more than %s of memory; split it, or print it to a new PDF document", text.FormatBytes(MaxProcessMemory))
		}
	}
	return geo.Errorf(geo.ErrInput, "the PDF reader failed on it (%w)", exit)
}

// errTimeout is the error of a document that takes too long.
var errTimeout = geo.Errorf(geo.ErrTooLarge, "the document took longer than %s to read; split it", timeout)

// closeChildren ends the processes that no document is read in.
func (r *Reader) closeChildren() error {
	var errs []error
	for {
		select {
		case c := <-r.idle:
			errs = append(errs, c.end())
		default:
			return errors.Join(errs...)
		}
	}
}
