package annex

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// markdown is a document in Markdown. The writer keeps the first error until Flush.
type markdown struct{ w *bufio.Writer }

func newMarkdown(w io.Writer) *markdown { return &markdown{bufio.NewWriterSize(w, 64<<10)} }

func (m *markdown) heading(level int, text string) {
	fmt.Fprintf(m.w, "%s %s\n\n", strings.Repeat("#", level), escape(text))
}

func (m *markdown) item(n int, runs []run) {
	fmt.Fprintf(m.w, "%d. ", n)
	m.paragraph(runs)
}

func (m *markdown) paragraph(runs []run) {
	for _, r := range runs {
		text := escape(r.text)
		if r.bold {
			// The emphasis must not begin or end with a space.
			trimmed := strings.TrimSpace(text)
			text = strings.Replace(text, trimmed, "**"+trimmed+"**", 1)
		}
		if r.link != "" {
			text = "[" + text + "](<" + linkEscaper.Replace(r.link) + ">)"
		}
		_, _ = m.w.WriteString(text)
	}
	_, _ = m.w.WriteString("\n\n")
}

func (m *markdown) close() error { return m.w.Flush() }

// linkEscaper escapes what ends a link.
var linkEscaper = strings.NewReplacer("<", "%3C", ">", "%3E", "\\", "%5C", "\n", "%0A", "\r", "%0D")

// escape escapes a text so that Markdown has no markup in it, on one line.
func escape(text string) string {
	var b strings.Builder
	for i, r := range strings.Join(strings.Fields(text), " ") {
		switch {
		case strings.ContainsRune("\\`*_{}[]<>#|~&$!", r), i == 0 && strings.ContainsRune("+-=", r):
			b.WriteByte('\\')
		case r == '.' || r == ')':
			if digits(b.String()) {
				b.WriteByte('\\')
			}
		}
		b.WriteRune(r)
	}
	out := b.String()
	// Fields removed the spaces at the ends, which separate runs.
	if strings.HasPrefix(text, " ") {
		out = " " + out
	}
	if strings.HasSuffix(text, " ") && strings.TrimSpace(text) != "" {
		out += " "
	}
	return out
}

// digits reports whether a text is a number, as that of a list item.
func digits(s string) bool {
	return s != "" && len(s) < 10 && strings.Trim(s, "0123456789") == ""
}
