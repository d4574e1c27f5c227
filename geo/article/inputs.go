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

// Inputs yields the articles of each argument in turn: a file, a folder (all its
// files, by name, hidden ones left out), an address, or "-" for stdin. One that
// cannot be read yields an [InputError] and the rest goes on.
func Inputs(ctx context.Context, args []string, stdin io.Reader, o Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		for _, arg := range args {
			if !input(ctx, arg, stdin, o, yield) {
				return
			}
		}
	}
}

func input(ctx context.Context, arg string, stdin io.Reader, o Options, yield func(*geo.Article, error) bool) bool {
	o.Name = arg
	if err := ctx.Err(); err != nil {
		yield(nil, o.fail(err))
		return false
	}
	switch {
	case arg == "-":
		return forward(Read(ctx, stdin, o), yield)
	case isAddress(arg):
		if o.Fetch == nil {
			return yield(nil, o.fail(geo.Errorf(geo.ErrUnavailable, "addresses are not fetched; save the page and give the file")))
		}
		o.URL = arg
		return open(ctx, o, func() (io.ReadCloser, error) { return o.Fetch(ctx, arg) }, yield)
	}
	info, err := os.Stat(arg)
	if err != nil {
		return yield(nil, o.fail(missing(err)))
	}
	if !info.IsDir() {
		return open(ctx, o, func() (io.ReadCloser, error) { return os.Open(arg) }, yield)
	}
	return folder(ctx, arg, o, yield)
}

// folder reads the files of a folder in the order of their paths.
func folder(ctx context.Context, root string, o Options, yield func(*geo.Article, error) bool) bool {
	goOn := true
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		o.Name = path
		switch {
		case err != nil:
			goOn = yield(nil, o.fail(err))
		case path != root && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.Type().IsRegular():
			goOn = open(ctx, o, func() (io.ReadCloser, error) { return os.Open(path) }, yield)
		}
		if !goOn {
			return fs.SkipAll
		}
		return nil
	})
	if err != nil && goOn {
		goOn = yield(nil, o.fail(err))
	}
	return goOn
}

func open(ctx context.Context, o Options, opener func() (io.ReadCloser, error), yield func(*geo.Article, error) bool) bool {
	r, err := opener()
	if err != nil {
		return yield(nil, o.fail(missing(err)))
	}
	defer r.Close()
	return forward(Read(ctx, r, o), yield)
}

func forward(articles iter.Seq2[*geo.Article, error], yield func(*geo.Article, error) bool) bool {
	for a, err := range articles {
		if !yield(a, err) {
			return false
		}
	}
	return true
}

// missing gives an error of the file system its category.
func missing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return geo.Errorf(geo.ErrNotFound, "no such file or folder")
	}
	return err
}

func isAddress(arg string) bool {
	return strings.HasPrefix(arg, "http://") || strings.HasPrefix(arg, "https://")
}
