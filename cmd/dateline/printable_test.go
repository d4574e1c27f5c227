package main

import (
	"strings"
	"testing"
)

func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"Kabul كابل 喀布尔\n\tend": "Kabul كابل 喀布尔\n\tend",
		"\x1b]0;title\a":        `\u001b]0;title\u0007`,
		"a\rb\x00\x7f\u009b":    `a\u000db\u0000\u007f\u009b`,
		"right\u202eleft":       `right\u202eleft`,
		"\xff\xfe":              `\xff\xfe`,
		"\ufffd":                "\ufffd",
		"":                      "",
	} {
		var out strings.Builder
		n, err := (&printable{&out}).Write([]byte(in))
		if err != nil || n != len(in) || out.String() != want {
			t.Errorf("%q is written as %q (%d, %v), want %q", in, out.String(), n, err, want)
		}
	}
}
