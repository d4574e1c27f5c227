// Package news reads news with marked names in the format of geo/train/recognizer/news.
//
// A file is UTF-8 text. A line that begins with "##" begins a document, and every other line that is not empty is a
// paragraph. A place is marked "[Kabul|AF]" with the ISO 3166-1 alpha-2 code of the country in which it is, or
// "[Alps|--]" if it is in several or in none. "{Washington|US}" is a state or town that acts, "<Real Madrid|O>" an
// organization, a work, a product or an event, and "<Angela Merkel|P>" a person. These six brackets have no other use.
package news

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/geo"
)

// Kind is what a marked name is the name of.
type Kind uint8

const (
	// Place is a place at which something is or happens.
	Place Kind = iota
	// Actor is a state or town that stands for its government, people or team.
	Actor
	// Organization is an organization, a work, a product or an event.
	Organization
	// Person is a person.
	Person
)

// Document is a piece of news.
type Document struct {
	// Line is the number of the line at which the document begins, from 1.
	Line int
	// Text has the paragraphs without marks, with an empty line between them.
	Text string
	// Names are the marked names in the order of the text, without overlap.
	Names []Name
}

// Name is a marked name: a span of the text of its document in bytes.
type Name struct {
	geo.Span
	Kind Kind
	// Country is the ISO 3166-1 alpha-2 code of the country in which a place or an actor is, and "" for other names and for
	// places that are in several countries or in none.
	Country string
}

// paragraphBreak is between the paragraphs of a text.
const paragraphBreak = "\n\n"

// Paragraphs calls f with the text of each paragraph and its names, whose spans are those in the paragraph.
func (d *Document) Paragraphs(f func(text string, names []Name)) {
	start, next := 0, 0
	for text := range strings.SplitSeq(d.Text, paragraphBreak) {
		var names []Name
		for ; next < len(d.Names) && d.Names[next].End <= start+len(text); next++ {
			n := d.Names[next]
			n.Start, n.End = n.Start-start, n.End-start
			names = append(names, n)
		}
		f(text, names)
		start += len(text) + len(paragraphBreak)
	}
}

// ReadFile reads a file of news. The error of a wrong mark names the file and the line.
func ReadFile(path string) ([]Document, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening a file of news: %w", err)
	}
	defer f.Close()
	return Read(f, path)
}

// maxLine is the length of the longest line of a file of news in bytes.
const maxLine = 1 << 20

// Read reads news. The error wraps [geo.ErrInput] if a mark is wrong, and contains the given name of the file and the
// number of the line.
func Read(r io.Reader, name string) ([]Document, error) {
	var docs []Document
	var text strings.Builder
	end := func() {
		if n := len(docs); n > 0 {
			docs[n-1].Text = text.String()
		}
		text.Reset()
	}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	n := 0
	for lines.Scan() {
		n++
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		isHead := strings.HasPrefix(line, "##")
		if isHead || line != "" && len(docs) == 0 {
			end()
			docs = append(docs, Document{Line: n})
		}
		if isHead || line == "" {
			continue
		}
		if text.Len() > 0 {
			text.WriteString(paragraphBreak)
		}
		d := &docs[len(docs)-1]
		var err error
		if d.Names, err = parse(d.Names, &text, line); err != nil {
			return nil, geo.Errorf(geo.ErrInput, "%s, line %d: %w", name, n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, geo.Errorf(geo.ErrInput, "%s, line %d: %w", name, n+1, err)
	}
	end()
	kept := docs[:0]
	for _, d := range docs {
		if d.Text != "" {
			kept = append(kept, d)
		}
	}
	return kept, nil
}

// brackets are the marks: the closing bracket of each opening one.
var brackets = map[byte]byte{'[': ']', '{': '}', '<': '>'}

// parse appends the text of a line without marks to text and its names to dst.
func parse(dst []Name, text *strings.Builder, line string) ([]Name, error) {
	if !utf8.ValidString(line) {
		return nil, geo.Errorf(geo.ErrInput, "the line is not UTF-8")
	}
	for line != "" {
		at := strings.IndexAny(line, "[]{}<>")
		if at < 0 {
			text.WriteString(line)
			break
		}
		text.WriteString(line[:at])
		closing, opens := brackets[line[at]]
		if !opens {
			return nil, geo.Errorf(geo.ErrInput, "the bracket %q closes no name", line[at:at+1])
		}
		mark := line[at+1:]
		last := strings.IndexAny(mark, "[]{}<>")
		if last < 0 || mark[last] != closing {
			return nil, geo.Errorf(geo.ErrInput, "the name that begins with %q has no %q at its end", line[at:], string(closing))
		}
		mark, line = mark[:last], mark[last+1:]
		name, err := newName(closing, mark)
		if err != nil {
			return nil, err
		}
		surface, _, _ := strings.Cut(mark, "|")
		name.Start = text.Len()
		text.WriteString(surface)
		name.End = text.Len()
		dst = append(dst, name)
	}
	return dst, nil
}

// newName returns the kind and the country of a mark "surface|code" with the given closing bracket.
func newName(closing byte, mark string) (n Name, err error) {
	surface, code, ok := strings.Cut(mark, "|")
	switch {
	case !ok:
		return n, geo.Errorf(geo.ErrInput, "the name %q has no code after a vertical bar", mark)
	case surface == "" || strings.TrimSpace(surface) != surface:
		return n, geo.Errorf(geo.ErrInput, "the name %q is empty or begins or ends with a space", mark)
	case closing == '>' && code == "O":
		n.Kind = Organization
	case closing == '>' && code == "P":
		n.Kind = Person
	case closing == '>':
		return n, geo.Errorf(geo.ErrInput, "the code of %q is neither O nor P", mark)
	case code == "--":
	case len(code) != 2 || strings.ContainsFunc(code, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsUpper(r) }):
		return n, geo.Errorf(geo.ErrInput, "the code of %q is neither two capital letters nor \"--\"", mark)
	default:
		n.Country = code
	}
	if closing == '}' {
		n.Kind = Actor
	}
	return n, nil
}
