package compile

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"dateline/geo/atomicfile"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"
)

// File compiles sources into the file at path. Until the new file is complete and
// on disk, the path has the old one; see package atomicfile.
func File(ctx context.Context, path string, sources []source.Source, o Options) (gazetteer.Info, error) {
	reached := o.reached
	if reached == nil {
		reached = func(string) {}
	}
	fail := func(err error) (gazetteer.Info, error) {
		return gazetteer.Info{}, fmt.Errorf("writing the gazetteer: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fail(err)
	}
	f, err := atomicfile.Create(path, 0o644)
	if err != nil {
		return fail(err)
	}
	defer f.Discard()
	reached("created")
	w := bufio.NewWriterSize(f, 1<<20)
	info, err := Gazetteer(ctx, w, sources, o)
	if err != nil {
		return gazetteer.Info{}, err
	}
	reached("compiled")
	if err := w.Flush(); err != nil {
		return fail(err)
	}
	reached("written")
	if err := f.Commit(); err != nil {
		return fail(err)
	}
	reached("committed")
	return info, nil
}
