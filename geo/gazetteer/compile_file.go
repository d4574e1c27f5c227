package gazetteer

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// CompileFile compiles sources into the file at path. Whatever happens, the path
// holds either the old file whole or the new one: the new one is written beside
// it, brought to the disk, and put in its place in one step. What earlier builds
// that were killed have left beside it is removed.
func CompileFile(ctx context.Context, path string, sources []Source, o CompileOptions) (info Info, err error) {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return Info{}, fmt.Errorf("making the folder of the gazetteer: %w", err)
	}
	f, err := unfinished(path)
	if err != nil {
		return Info{}, fmt.Errorf("writing the gazetteer: %w", err)
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	w := bufio.NewWriterSize(f, 1<<20)
	if info, err = Compile(ctx, w, sources, o); err != nil {
		return Info{}, err
	}
	if err = w.Flush(); err != nil {
		return Info{}, fmt.Errorf("writing the gazetteer: %w", err)
	}
	if err = f.Chmod(0o644); err != nil {
		return Info{}, fmt.Errorf("writing the gazetteer: %w", err)
	}
	if err = f.Sync(); err != nil {
		return Info{}, fmt.Errorf("bringing the gazetteer to the disk: %w", err)
	}
	if err = f.Close(); err != nil {
		return Info{}, fmt.Errorf("writing the gazetteer: %w", err)
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return Info{}, fmt.Errorf("putting the new gazetteer in place: %w", err)
	}
	return info, nil
}

// unfinished makes the file that a build writes, and removes those of earlier
// builds of the same path that no process writes any more.
func unfinished(path string) (*os.File, error) {
	dir, name := filepath.Dir(path), "."+filepath.Base(path)+"."
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		number, ok := strings.CutPrefix(e.Name(), name)
		if number, of := strings.CutSuffix(number, unfinishedEnd); ok && of && e.Type().IsRegular() && isNumber(number) {
			removeAbandoned(filepath.Join(dir, e.Name()))
		}
	}
	for {
		f, err := os.CreateTemp(dir, name+"*"+unfinishedEnd)
		if err != nil {
			return nil, err
		}
		if err := hold(f); err != nil {
			return nil, errors.Join(err, f.Close(), os.Remove(f.Name()))
		}
		mine, errMine := f.Stat()
		now, errNow := os.Stat(f.Name())
		if errMine == nil && errNow == nil && os.SameFile(mine, now) {
			return f, nil
		}
		_ = f.Close() // another build removed it before it was held
		if errMine != nil || !errors.Is(errNow, fs.ErrNotExist) {
			return nil, errors.Join(errMine, errNow)
		}
	}
}

// unfinishedEnd is what the names of files that are being written end in, after
// the number that makes them unique.
const unfinishedEnd = ".part"

func isNumber(s string) bool {
	_, err := strconv.ParseUint(s, 10, 64)
	return err == nil
}
