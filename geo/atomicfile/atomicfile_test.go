package atomicfile

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"pgregory.net/rapid"
)

// content returns what is in a file.
func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// names returns the names of all files in a folder.
func names(t *testing.T, dir string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	for _, text := range []string{"first", "second, longer", ""} {
		if err := WriteFile(path, []byte(text), 0o640); err != nil {
			t.Fatal(err)
		}
		if got := content(t, path); got != text {
			t.Errorf("content %q, want %q", got, text)
		}
	}
	if all := names(t, dir); len(all) != 1 {
		t.Errorf("files %v, want only a.txt", all)
	}
}

func TestPermissions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	mode := func() fs.FileMode {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info.Mode().Perm()
	}
	if err := WriteFile(path, nil, 0o600); err != nil || mode() != 0o600 {
		t.Errorf("a new file has %v (%v), want 0600", mode(), err)
	}
	if err := os.Chmod(path, 0o751); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(path, nil, 0o600); err != nil || mode() != 0o751 {
		t.Errorf("a replaced file has %v (%v), want 0751 as before", mode(), err)
	}
}

func TestDiscardKeepsTheOldFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	if err := WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := Create(path, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(f, "new")
	if got := content(t, path); got != "old" {
		t.Errorf("content %q before Commit, want the old", got)
	}
	f.Discard()
	if got := content(t, path); got != "old" || len(names(t, dir)) != 1 {
		t.Errorf("content %q and files %v after Discard", got, names(t, dir))
	}
	if err := f.Commit(); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("Commit after Discard: %v", err)
	}
}

func TestSymbolicLinksAreFollowed(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	for name, target := range map[string]string{"to a file": "file", "to no file yet": "new", "relative": "../" + filepath.Base(other) + "/relative"} {
		link := filepath.Join(dir, name)
		to := filepath.Join(other, filepath.Base(target))
		if target == filepath.Base(target) {
			target = to
		}
		if name != "to no file yet" {
			if err := os.WriteFile(to, []byte("old"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if name == "relative" {
			dir2, _ := filepath.Rel(dir, to)
			target = dir2
		}
		if err := os.Symlink(target, link); err != nil {
			t.Fatal(err)
		}
		if err := WriteFile(link, []byte("new"), 0o644); err != nil {
			t.Fatal(err)
		}
		if info, _ := os.Lstat(link); info.Mode()&fs.ModeSymlink == 0 || content(t, to) != "new" {
			t.Errorf("%s: the link is %v, the target has %q", name, info.Mode(), content(t, to))
		}
	}
	circle := filepath.Join(dir, "circle")
	if err := os.Symlink(circle, circle); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(circle, nil, 0o644); err == nil {
		t.Error("a link to itself was written")
	}
}

func TestPipesAreWrittenDirectly(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip("no named pipes here:", err)
	}
	got := make(chan string)
	go func() {
		b, _ := os.ReadFile(pipe)
		got <- string(b)
	}()
	if err := WriteFile(pipe, []byte("through the pipe"), 0o644); err != nil {
		t.Fatal(err)
	}
	if s := <-got; s != "through the pipe" {
		t.Errorf("read %q", s)
	}
	if info, err := os.Lstat(pipe); err != nil || info.Mode()&fs.ModeNamedPipe == 0 {
		t.Errorf("the pipe was replaced: %v", info.Mode())
	}
	if err := Replace(pipe, pipe); err == nil {
		t.Error("Replace replaced a pipe")
	}
	if err := WriteFile(os.DevNull, []byte("x"), 0o644); err != nil {
		t.Errorf("writing the null device: %v", err)
	}
}

func TestNotWritable(t *testing.T) {
	dir := t.TempDir()
	if err := WriteFile(dir, nil, 0o644); err == nil || !strings.Contains(err.Error(), "is a directory") {
		t.Errorf("a directory: %v", err)
	}
	if err := WriteFile(filepath.Join(dir, "none", "a"), nil, 0o644); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that does not exist: %v", err)
	}
	if os.Getuid() == 0 {
		return // root may write everything
	}
	path := filepath.Join(dir, "protected")
	if err := os.WriteFile(path, []byte("old"), 0o444); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(path, nil, 0o644); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("a protected file: %v", err)
	}
}

func TestReplace(t *testing.T) {
	dir := t.TempDir()
	path, finished := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	if err := os.WriteFile(finished, []byte("new"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Replace(finished, path); err != nil || content(t, path) != "new" {
		t.Errorf("%v", err)
	}
	if err := Replace(finished, path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is gone: %v", err)
	}
}

func TestStalePartialFilesAreRemoved(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	writing, err := Create(path, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer writing.Discard()
	stale, others := ".a.00112233445566ff.part", []string{".a.part", ".a.zz112233445566ff.part", ".b.00112233445566ff.part", "a.00112233445566ff.part", ".a.00.part"}
	for _, name := range append(others, stale) {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := WriteFile(path, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	left := strings.Join(names(t, dir), " ")
	for _, name := range append(others, filepath.Base(writing.f.Name())) {
		if !strings.Contains(left, name) {
			t.Errorf("%s was removed", name)
		}
	}
	if strings.Contains(left, stale) {
		t.Errorf("%s is still there", stale)
	}
}

// TestStandardOutput runs this test binary as a child that writes to /dev/stdout
// between two lines of its own.
func TestStandardOutput(t *testing.T) {
	if os.Getenv("ATOMICFILE_CHILD") != "" {
		os.Stdout.WriteString("before ")
		if err := WriteFile("/dev/stdout", []byte("written "), 0o644); err != nil {
			t.Fatal(err)
		}
		os.Stdout.WriteString("after ")
		os.Exit(0)
	}
	path := filepath.Join(t.TempDir(), "out")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	child := exec.Command(os.Args[0], "-test.run=^TestStandardOutput$")
	child.Env = append(os.Environ(), "ATOMICFILE_CHILD=1")
	child.Stdout = out
	if err := child.Run(); err != nil {
		t.Fatal(err)
	}
	if got := content(t, path); got != "before written after " {
		t.Errorf("output %q", got)
	}
	f, err := Create("/dev/stderr", 0)
	if err != nil {
		t.Fatal(err)
	}
	f.Discard()
	if _, err := os.Stderr.WriteString(""); err != nil {
		t.Errorf("standard error was closed: %v", err)
	}
}

// TestContentIsWhole writes random pieces and reads the file after each commit.
func TestContentIsWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	var last []byte
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOf(rapid.SliceOf(rapid.Byte())).Draw(t, "pieces")
		f, err := Create(path, 0o644)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Discard()
		for _, p := range pieces {
			if _, err := f.Write(p); err != nil {
				t.Fatal(err)
			}
		}
		if rapid.Bool().Draw(t, "commit") {
			if err := f.Commit(); err != nil {
				t.Fatal(err)
			}
			last = bytes.Join(pieces, nil)
		} else {
			f.Discard()
		}
		if got, _ := os.ReadFile(path); !bytes.Equal(got, last) {
			t.Fatalf("content %q, want %q", got, last)
		}
	})
}
