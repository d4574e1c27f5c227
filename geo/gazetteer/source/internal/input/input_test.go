package input_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer/source"
	"dateline/geo/gazetteer/source/internal/input"
	"dateline/geo/gazetteer/source/internal/sourcetest"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"
)

func TestFind(t *testing.T) {
	dir := sourcetest.WriteFiles(t, map[string]string{
		"b.txt": "plain", "a.csv.gz": sourcetest.Gzip(t, "compressed"), ".hidden": "no", "empty": "",
		"c.zip": sourcetest.Zip(t, map[string]string{"z.txt": "last", "folder/y.txt": "in a folder", "__MACOSX/._z": "no"}),
	})
	if err := os.Mkdir(filepath.Join(dir, "d"), 0o755); err != nil {
		t.Fatal(err)
	}
	inputs, err := input.Find(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, in := range inputs {
		r, err := in.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err := errors.Join(err, r.Close()); err != nil {
			t.Fatal(err)
		}
		got = append(got, in.Base+"="+string(b))
	}
	if want := "a.csv=compressed b.txt=plain y.txt=in a folder z.txt=last empty="; strings.Join(got, " ") != want {
		t.Errorf("inputs %q, want %q", got, want)
	}
	if input.Version(inputs...) == "" || input.Version() != "" {
		t.Errorf("versions %q and %q", input.Version(inputs...), input.Version())
	}
	if _, err := input.Find(filepath.Join(dir, "none")); !errors.Is(err, geo.ErrNotFound) {
		t.Errorf("a missing file: %v", err)
	}
	damaged := filepath.Join(sourcetest.WriteFiles(t, map[string]string{"a.zip": "PK\x03\x04 and no more", "b.gz": "\x1f\x8b and no more"}), "a.zip")
	if _, err := input.Find(damaged); !errors.Is(err, geo.ErrInput) {
		t.Errorf("a damaged archive: %v", err)
	}
	gz, err := input.Find(filepath.Join(filepath.Dir(damaged), "b.gz"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := gz[0].Open(); !errors.Is(err, geo.ErrInput) {
		t.Errorf("a damaged gzip file: %v", err)
	}
}

// open returns the input of a file with the given content.
func open(t testing.TB, content string) *input.Input {
	t.Helper()
	inputs, err := input.Find(filepath.Join(sourcetest.WriteFiles(t, map[string]string{"a.txt": content}), "a.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return &inputs[0]
}

func TestEachLine(t *testing.T) {
	in := open(t, "\xef\xbb\xbfone\r\n# comment\n\nbad\n"+strings.Repeat("x", 1<<20+1)+"\nlast")
	var lines []string
	var skipped []int
	do := func(line []byte) error {
		if string(line) == "bad" {
			return errors.New("bad line")
		}
		lines = append(lines, string(line))
		return nil
	}
	report := func(err error) bool {
		if e, ok := errors.AsType[*source.EntryError](err); ok {
			skipped = append(skipped, e.Line)
		}
		return true
	}
	if err := input.EachLine(in, do, report); err != nil {
		t.Fatal(err)
	}
	if strings.Join(lines, " ") != "one last" || len(skipped) != 2 || skipped[0] != 4 || skipped[1] != 5 {
		t.Errorf("lines %q, skipped %v", lines, skipped)
	}
	if err := input.EachLine(in, do, func(error) bool { return false }); !errors.Is(err, input.ErrStopped) {
		t.Errorf("stopped: %v", err)
	}
}

func TestColumns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.StringMatching("[a-c]{0,3}"), 1, 8).Draw(t, "columns")
		col := make([][]byte, rapid.IntRange(0, 8).Draw(t, "wanted"))
		if n := input.Columns(col, []byte(strings.Join(want, "\t"))); n != len(want) {
			t.Fatalf("%d columns, want %d", n, len(want))
		}
		for i := range min(len(col), len(want)) {
			if string(col[i]) != want[i] {
				t.Fatalf("column %d is %q, want %q", i, col[i], want[i])
			}
		}
	})
}

// readAll returns all records of an input, with "!" for recoverable errors.
func readAll(t *testing.T, content string) string {
	t.Helper()
	r, err := input.OpenRecords(open(t, content))
	if err != nil {
		return "error: " + err.Error()
	}
	defer r.Close()
	var out []string
	for {
		fields, recoverable, err := r.Next()
		switch {
		case err == nil:
			out = append(out, strings.Join(fields, "|"))
		case recoverable:
			out = append(out, "!")
		case errors.Is(err, io.EOF):
			return strings.Join(out, " ")
		default:
			t.Fatal(err)
		}
	}
}

func TestRecords(t *testing.T) {
	latin1, err := charmap.ISO8859_1.NewEncoder().String("nom;ville\nLéa;Orléans\nZoé;Besançon\n")
	if err != nil {
		t.Fatal(err)
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("a,b\nکابل,1\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ content, want string }{
		"commas":        {"a,b\n1,2\n\n3,4", "a|b 1|2 3|4"},
		"semicolons":    {"a;b\n1,5;2\n", "a|b 1,5|2"},
		"tabs":          {"a\tb\n1\t2\n", "a|b 1|2"},
		"bars":          {"a|b\n1|2\n", "a|b 1|2"},
		"quoted":        {"a,b\n\"1,\"\"x\"\"\",2\n", "a|b 1,\"x\"|2"},
		"several lines": {"a,b\n\"x\ny\",2\n", "a|b x\ny|2"},
		"stray quote":   {"a,b\n1,\"2\n3,4\n", "a|b ! 3|4"},
		"Latin-1":       {latin1, "nom|ville Léa|Orléans Zoé|Besançon"},
		"UTF-16":        {utf16, "a|b کابل|1"},
		"UTF-8 mark":    {"\xef\xbb\xbfa,b\n1,2\n", "a|b 1|2"},
		"many columns":  {"a,b\n" + strings.Repeat(",", 5000) + "\n1,2\n", "a|b ! 1|2"},
		"long line":     {"a,b\n" + strings.Repeat("x", 1<<20+1) + "\n1,2\n", "a|b ! 1|2"},
	} {
		if got := readAll(t, c.content); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if got := readAll(t, "a\x00b\x01"); !strings.Contains(got, "not a text file") {
		t.Errorf("a binary file: %s", got)
	}
}
