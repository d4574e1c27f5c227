package main

import (
	"bytes"
	"compress/zlib"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"dateline/geo/article/pdf"
)

// A document takes bounded memory whatever it contains: the highest resident memory of
// the process that parses it, or of the process that reads a PDF document, is measured.
func TestMemoryOfHostileDocuments(t *testing.T) {
	if !built(t) {
		t.Skip("the gazetteer is not built in")
	}
	program := filepath.Join(t.TempDir(), "dateline")
	test, err := os.Executable()
	if err == nil {
		err = os.Symlink(test, program)
	}
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(test)
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Repeat("The road from Kabul to Kandahar is closed, officials told traders on Monday. ", 40)
	bomb := deflate(t, strings.NewReader(deflate(t, io.LimitReader(spaces{}, 400<<20)))) // little memory here: a process inherits the peak of the one that starts it
	for name, document := range map[string]string{
		"one-name.txt":   strings.Repeat("Paris, ", 857_000),
		"one-name.jsonl": `{"id": "a", "text": "` + strings.Repeat("Paris, ", 857_000) + `"}`,
		"pages.html":     "<title>Roads</title><article>" + strings.Repeat("<p>"+pages+"</p>\n", (4<<20)/len(pages)) + "</article>",
		"bomb.pdf": "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
			"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n" +
			"4 0 obj<</Length " + strconv.Itoa(len(bomb)) + "/Filter[/FlateDecode/FlateDecode]>>stream\n" + bomb + "\nendstream endobj\ntrailer<</Root 1 0 R>>\n",
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), name)
			if err := os.WriteFile(path, []byte(document), 0o600); err != nil {
				t.Fatal(err)
			}
			var errs bytes.Buffer
			cmd := exec.CommandContext(t.Context(), program, "geoparse", "--format", "jsonl", "--workers", "2", path)
			cmd.Stderr = &errs
			if err := cmd.Run(); err != nil && (name != "bomb.pdf" || cmd.ProcessState.ExitCode() != exitFailed) {
				t.Fatalf("%v: %s", err, errs.Bytes())
			}
			usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
			if !ok {
				t.Fatal("the memory of a process is not known")
			}
			limit := int64(500)
			if name == "bomb.pdf" { // on a busy machine, what the process that reads PDF documents may take before memory is collected, and the pages of the program itself
				limit = (pdf.MaxProcessMemory + 64<<20 + info.Size()) >> 20
			}
			if peak := usage.Maxrss >> 10; peak > limit {
				t.Errorf("%d MB were resident, want at most %d", peak, limit)
			} else {
				t.Logf("%d MB were resident", peak)
			}
		})
	}
}

// spaces is an endless stream of spaces.
type spaces struct{}

func (spaces) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = ' '
	}
	return len(b), nil
}

// deflate compresses what r contains with zlib.
func deflate(t *testing.T, r io.Reader) string {
	t.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := io.Copy(w, r); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
