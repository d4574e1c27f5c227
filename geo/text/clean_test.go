package text_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/geo/text"

	"pgregory.net/rapid"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"":                              "",
		"Kabul\tand\r\nQuetta":          "Kabul\tand\r\nQuetta",
		"Kabul\u0097the capital":        "Kabul—the capital",
		"\u0093Kabul\u0094 it\u0092s":   "“Kabul” it’s",
		"wait\u0085":                    "wait…",
		"\u0080\u0081\u009f\u008d":      "€\ufffdŸ\ufffd",
		"a\x00b\x1bc\x7f":               "a\ufffdb\ufffdc\ufffd",
		"a\vb\fc":                       "a\nb\nc",
		"\ufffe\uffff\ufdd0\U0010ffff.": "\ufffd\ufffd\ufffd\ufffd.",
		"kept \ufffd \u00a0 \u200d 🌍 ﷽": "kept \ufffd \u00a0 \u200d 🌍 ﷽",
		"bad \xff\xc2":                  "bad \ufffd\ufffd",
	} {
		if got := text.Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

// hostile draws text with every kind of character that is replaced.
func hostile() *rapid.Generator[string] {
	return rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.RuneFrom([]rune("aé€\x00\x0b\x1f\x7f\u0080\u0085\u0097\u009f\ufdd0\ufffe\U0001fffe\n\t"))))
}

// Cleaning is idempotent, keeps the number of code points, and written in pieces of any size it gives the same.
func TestCleanKeepsOffsets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := hostile().Draw(t, "text")
		want := text.Clean(in)
		if utf8.RuneCountInString(want) != utf8.RuneCountInString(in) || text.Clean(want) != want {
			t.Fatalf("Clean(%q) = %q", in, want)
		}
		if i := strings.IndexFunc(want, text.IsForbidden); i >= 0 {
			t.Fatalf("Clean(%q) = %q", in, want)
		}
		var out bytes.Buffer
		err := text.WriteClean(&out, func(w io.Writer) error {
			for rest := in; rest != ""; {
				n := rapid.IntRange(1, len(rest)).Draw(t, "bytes")
				if _, err := io.WriteString(w, rest[:n]); err != nil {
					return err
				}
				rest = rest[n:]
			}
			return nil
		})
		if err != nil || out.String() != want {
			t.Fatalf("written in pieces: %q, %v, want %q", out.String(), err, want)
		}
	})
}

func TestWriteCleanEndsInACharacter(t *testing.T) {
	var out bytes.Buffer
	err := text.WriteClean(&out, func(w io.Writer) error { _, err := io.WriteString(w, "Kabul\xe2\x80"); return err })
	if err != nil || !utf8.Valid(out.Bytes()) || !strings.HasPrefix(out.String(), "Kabul\ufffd") {
		t.Errorf("%q, %v", out.String(), err)
	}
}
