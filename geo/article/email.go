package article

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"regexp"
	"strings"
	"time"

	"dateline/geo"

	"github.com/emersion/go-message"
	"github.com/emersion/go-message/mail"

	// charsets of message headers and bodies
	_ "github.com/emersion/go-message/charset"
)

// Limits on one message.
const (
	maxParts     = 200
	maxPartDepth = 10
)

var headerLine = regexp.MustCompile(`(?m)^(?i)(from|to|subject|date|message-id|mime-version|received|return-path|delivered-to):`)

// isEmail wants three header fields of RFC 5322 before the first empty line.
func isEmail(head []byte, o Options) bool {
	if !isText(head, o) {
		return false
	}
	head = bytes.ReplaceAll(head, []byte("\r\n"), []byte("\n"))
	fields, _, _ := bytes.Cut(head, []byte("\n\n"))
	line, _, _ := bytes.Cut(fields, []byte("\n"))
	name, _, ok := bytes.Cut(line, []byte(":"))
	return ok && !bytes.ContainsAny(name, " \t") && len(headerLine.FindAllIndex(fields, 3)) >= 3
}

// readEmail keeps the text of a message (RFC 5322, MIME): its plain text, or its
// HTML where there is none. Attachments are left out.
func readEmail(_ context.Context, b []byte, _ Options) (*geo.Article, error) {
	e, err := message.Read(bytes.NewReader(b))
	if e == nil {
		return nil, geo.Errorf(geo.ErrInput, "%w", err)
	}
	head := mail.Header{Header: e.Header}
	a := &geo.Article{}
	if subject, err := head.Subject(); err == nil {
		a.Title = NormalizeText(subject)
	}
	if from, err := head.AddressList("From"); err == nil && len(from) > 0 {
		a.Author = NormalizeText(first(from[0].Name, from[0].Address))
	}
	if t, err := head.Date(); err == nil && !t.IsZero() {
		a.Published = t.UTC().Format(time.RFC3339)
	}
	m := &messageText{limit: int64(len(b)) * 2}
	err = m.read(e, 0)
	a.Text = first(NormalizeText(m.plain.String()), NormalizeText(m.marked.String()))
	if a.Text == "" && err != nil {
		return nil, err
	}
	return a, nil // what could be read of a broken message is text
}

// messageText collects the text of a message.
type messageText struct {
	plain, marked strings.Builder
	parts         int
	limit         int64 // on one part, in bytes
}

// read collects the text of a part of a message and of the parts within it.
func (m *messageText) read(e *message.Entity, depth int) error {
	inner := e.MultipartReader()
	if inner == nil {
		return m.leaf(e)
	}
	if depth == maxPartDepth {
		return geo.Errorf(geo.ErrTooLarge, "a message with parts within parts more than %d deep", maxPartDepth)
	}
	for m.parts++; m.parts <= maxParts; m.parts++ {
		part, err := inner.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if part == nil {
			return geo.Errorf(geo.ErrInput, "%w", err)
		}
		if err := m.read(part, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (m *messageText) leaf(e *message.Entity) error {
	kind, _, _ := e.Header.ContentType()
	shown, _, _ := e.Header.ContentDisposition()
	if shown == "attachment" {
		return nil
	}
	body, err := io.ReadAll(io.LimitReader(e.Body, m.limit))
	if err != nil && len(body) == 0 {
		return nil // a part that cannot be decoded is left out
	}
	switch kind {
	case "text/html":
		doc, err := parseHTML(string(body))
		if err != nil {
			return err
		}
		m.marked.WriteString(blockText(doc, false))
		m.marked.WriteString("\n\n")
	case "text/plain", "":
		m.plain.Write(body)
		m.plain.WriteString("\n\n")
	}
	return nil
}

func isMbox(head []byte, o Options) bool {
	return bytes.HasPrefix(head, []byte("From ")) && isText(head, o) && bytes.Contains(head, []byte("\n")) && headerLine.Match(head)
}

// readMbox yields each message of an mbox file (RFC 4155): a line "From " after
// an empty one begins the next.
func readMbox(ctx context.Context, r io.Reader, o Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		lines := bufio.NewReader(&stopping{ctx, r})
		var message bytes.Buffer
		n, empty, broken := 0, true, false
		name := o.Name
		flush := func() bool {
			if n == 0 || message.Len() == 0 && !broken {
				return true
			}
			inner := o
			inner.Name = fmt.Sprintf("%s message %d", name, n)
			var a *geo.Article
			var err error
			if broken {
				err = geo.Errorf(geo.ErrTooLarge, "a message of more than %d MiB", o.maxBytes()>>20)
			} else if a, err = readEmail(ctx, message.Bytes(), inner); err == nil && a.Text == "" {
				err = geo.Errorf(geo.ErrInput, "the message has no text")
			}
			message.Reset()
			broken = false
			if err != nil {
				return yield(nil, inner.fail(err))
			}
			a.Source = name
			return yield(o.finish(a), nil)
		}
		for {
			line, err := lines.ReadSlice('\n')
			starts := empty && bytes.HasPrefix(line, []byte("From "))
			switch {
			case starts:
				if !flush() {
					return
				}
				n++
			case int64(message.Len()+len(line)) > o.maxBytes():
				broken = true
			case !broken:
				message.Write(unguarded(line))
			}
			empty = len(bytes.TrimRight(line, "\r\n")) == 0
			if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
				if !flush() {
					return
				}
				if !errors.Is(err, io.EOF) {
					yield(nil, err)
				}
				return
			}
		}
	}
}

// unguarded takes off the ">" that guards a line ">From " of a message.
func unguarded(line []byte) []byte {
	if bytes.HasPrefix(line, []byte(">From ")) {
		return line[1:]
	}
	return line
}
