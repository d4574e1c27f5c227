package importer

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"dateline/geo"
	"dateline/geo/article"
)

// source is one thing to read: a file, an address or standard input.
type source struct {
	name    string
	address bool
	stdin   bool
}

// sources yields what the inputs stand for: of a folder each file, by path, hidden
// ones left out. One that is not there yields an [article.InputError].
func sources(ctx context.Context, inputs []string) iter.Seq2[source, error] {
	return func(yield func(source, error) bool) {
		for _, input := range inputs {
			if ctx.Err() != nil {
				return
			}
			switch {
			case input == "-":
				if !yield(source{name: input, stdin: true}, nil) {
					return
				}
			case strings.HasPrefix(input, "http://"), strings.HasPrefix(input, "https://"):
				if !yield(source{name: input, address: true}, nil) {
					return
				}
			case !files(ctx, input, yield):
				return
			}
		}
	}
}

// files yields the files of a folder, or the one that root is.
func files(ctx context.Context, root string, yield func(source, error) bool) (goOn bool) {
	goOn = true
	if info, err := os.Stat(root); err == nil && !info.IsDir() { // a pipe or a link may be named, not found
		return yield(source{name: root}, nil)
	}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			goOn = false
		case err != nil:
			goOn = yield(source{}, unreadable(path, err))
		case path != root && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.Type().IsRegular():
			goOn = yield(source{name: path}, nil)
		}
		if !goOn {
			return fs.SkipAll
		}
		return nil
	})
	if err != nil && goOn {
		goOn = yield(source{}, unreadable(root, err))
	}
	return goOn
}

// unreadable says which input cannot be read.
func unreadable(name string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		err = geo.Errorf(geo.ErrNotFound, "no such file or folder")
	}
	return &article.InputError{Input: name, Err: err}
}
