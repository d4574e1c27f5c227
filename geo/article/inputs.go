package article

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"dateline/geo"
)

// InputKind is the kind of an [Input].
type InputKind int

// The kinds of input.
const (
	File InputKind = iota
	Address
	Stdin
)

// Input is one thing to read: a file, an address or standard input.
type Input struct {
	Kind InputKind
	// Name is the path, the address or "-".
	Name string
}

// Inputs yields the inputs that arguments name, in order: a file, an address, "-" for
// standard input, or of a folder each file by path, without hidden files and folders.
// It opens no file. What cannot be found or listed is an [InputError], and the rest
// follows; an error that is the context's ends it.
//
// The command, the importer and uploads read their inputs alike: [Inputs] lists them,
// [Input.Open] opens one as a [Document] whose format is known, [Document.Hash]
// identifies its content, and [Document.Articles] reads it. [ReadInputs] does all of
// it in turn.
func Inputs(ctx context.Context, args []string) iter.Seq2[Input, error] {
	return func(yield func(Input, error) bool) {
		for _, arg := range args {
			if err := ctx.Err(); err != nil {
				yield(Input{Name: arg}, &InputError{Input: arg, Err: err})
				return
			}
			var more bool
			switch {
			case arg == "-":
				more = yield(Input{Kind: Stdin, Name: arg}, nil)
			case strings.HasPrefix(arg, "http://"), strings.HasPrefix(arg, "https://"):
				more = yield(Input{Kind: Address, Name: arg}, nil)
			default:
				more = walk(ctx, arg, yield)
			}
			if !more {
				return
			}
		}
	}
}

// walk yields the file that root is, or the files of the folder. It reports whether
// more is wanted.
func walk(ctx context.Context, root string, yield func(Input, error) bool) (more bool) {
	info, err := os.Stat(root)
	if err != nil {
		return yield(Input{Name: root}, inputError(root, err))
	}
	if !info.IsDir() { // a pipe or a link may be named, but is not looked for in folders
		return yield(Input{Name: root}, nil)
	}
	more = true
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && ctx.Err() != nil {
			err = ctx.Err()
			more = false
			yield(Input{Name: path}, inputError(path, err))
			return fs.SkipAll
		}
		switch {
		case err != nil:
			more = yield(Input{Name: path}, inputError(path, err))
		case path != root && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.Type().IsRegular():
			more = yield(Input{Name: path}, nil)
		}
		if !more {
			return fs.SkipAll
		}
		return nil
	})
	if err != nil && more {
		more = yield(Input{Name: root}, inputError(root, err))
	}
	return more
}

// Open opens an input as a [Document]: a file from disk, an address with o.Fetch, and
// standard input from stdin. The caller closes the document. The error is an
// [InputError].
func (in Input) Open(ctx context.Context, stdin io.Reader, o Options) (*Document, error) {
	o.Name = in.Name
	switch in.Kind {
	case File: // see below
	case Stdin:
		return NewDocument(io.NopCloser(stdin), o), nil // standard input stays open
	case Address:
		if o.Fetch == nil {
			return nil, inputError(in.Name, geo.Errorf(geo.ErrUnavailable, "addresses are not fetched; save the page and read the file"))
		}
		o.URL = in.Name
		r, err := o.Fetch(ctx, in.Name)
		if err != nil {
			return nil, inputError(in.Name, err)
		}
		return NewDocument(r, o), nil
	}
	f, err := os.Open(in.Name)
	if err != nil {
		return nil, inputError(in.Name, err)
	}
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		o.Length = info.Size()
	}
	return NewDocument(f, o), nil
}

// inputError returns the [InputError] of an input that cannot be opened.
func inputError(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		err = geo.Errorf(geo.ErrNotFound, "no such file or folder")
	}
	return &InputError{Input: name, Err: err}
}

// ReadInputs yields the articles of all inputs that arguments name, as [Inputs] has
// them, with errors as [Read] has them.
func ReadInputs(ctx context.Context, args []string, stdin io.Reader, o Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		for in, err := range Inputs(ctx, args) {
			if err != nil {
				if !yield(nil, err) {
					return
				}
				continue
			}
			if !readInput(ctx, in, stdin, o, yield) {
				return
			}
		}
	}
}

// readInput yields the articles of one input and reports whether more are wanted.
func readInput(ctx context.Context, in Input, stdin io.Reader, o Options, yield func(*geo.Article, error) bool) bool {
	d, err := in.Open(ctx, stdin, o)
	if err != nil {
		return yield(nil, err)
	}
	defer d.Close()
	for a, err := range d.Articles(ctx) {
		if !yield(a, err) {
			return false
		}
	}
	return true
}
