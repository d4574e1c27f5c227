package gazetteer

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// CompileFile compiles sources into the file at path. Whatever happens, the path
// holds either the old file whole or the new one: the new one is written beside
// it, brought to the disk, and put in its place in one step.
func CompileFile(ctx context.Context, path string, sources []Source, o CompileOptions) (info Info, err error) {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return Info{}, fmt.Errorf("making the folder of the gazetteer: %w", err)
	}
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+".*.part")
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
