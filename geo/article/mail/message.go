// Package mail reads e-mail messages and mailboxes.
package mail

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"iter"
	"regexp"
	"strings"
	"time"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/markup"
	"dateline/geo/text"

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

// headerField matches a field that the headers of messages have.
var headerField = regexp.MustCompile(`(?m)^(?i)(from|to|subject|date|message-id|mime-version|received|return-path|delivered-to|content-type|content-transfer-encoding):`)

// anyField matches a line of a header.
var anyField = regexp.MustCompile(`^([!-9;-~]+:|[ \t]+\S)`)

// IsMessage reports whether a document is a message, by its first bytes: it has three
// header fields of RFC 5322 before the first empty line, or two and nothing else.
func IsMessage(head []byte) bool {
	if !document.IsText(head) {
		return false
	}
	head = bytes.ReplaceAll(head, []byte("\r\n"), []byte("\n"))
	fields, _, _ := bytes.Cut(head, []byte("\n\n"))
	line, _, _ := bytes.Cut(fields, []byte("\n"))
	name, _, ok := bytes.Cut(line, []byte(":"))
	if !ok || bytes.ContainsAny(name, " \t") {
		return false
	}
	known := len(headerField.FindAllIndex(fields, 3))
	return known >= 3 || known == 2 && isHeader(fields)
}

// isHeader reports whether all lines may be those of a header.
func isHeader(lines []byte) bool {
	for line := range bytes.SplitSeq(lines, []byte("\n")) {
		if !anyField.Match(line) {
			return false
		}
	}
	return true
}

// Readers read the documents that are attached to messages.
type Readers struct {
	// Document reads a document of any format.
	Document document.ReadFunc
	// Sniff returns the name of a document's format by its first bytes, or an empty
	// string for what cannot be read.
	Sniff func(head []byte) string
}

// ReadMessage yields the article of a message (RFC 5322, MIME), then those of the
// messages and documents that are attached to it, which are named
// "a.eml!report.pdf" and are published on the day of the message unless they have a
// date. The text of a message is its plain text, or the text of its HTML if it has none. The usual
// faults of headers and of declared encodings are mended. A notice names the attachments
// in formats that are not read.
func (rd Readers) ReadMessage(ctx context.Context, r io.Reader, o document.Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		b, err := o.ReadAll(ctx, r)
		if err != nil {
			yield(nil, err)
			return
		}
		rd.read(ctx, b, o, document.ErrNoText, yield)
	}
}

// read yields the articles of the message in b and reports whether more are wanted.
// noText is the error of a message without text and attachments.
func (rd Readers) read(ctx context.Context, b []byte, o document.Options, noText error, yield func(*geo.Article, error) bool) bool {
	if o.Depth > document.MaxDepth {
		return yield(nil, o.Fail(geo.Errorf(geo.ErrTooLarge, "messages are nested more than %d deep", document.MaxDepth)))
	}
	a, attached, err := parseMessage(b)
	if err != nil {
		return yield(nil, err)
	}
	published := a.Published
	if a.Text != "" && !yield(o.Finish(a), nil) {
		return false
	}
	if a.Text == "" && len(attached) == 0 {
		return yield(nil, noText)
	}
	if o.Budget == nil { // of all archives that are attached
		budget := o.Limit()
		o.Budget = &budget
	}
	for i, part := range attached {
		if !rd.readAttachment(ctx, part, i+1, published, o, yield) {
			return false
		}
	}
	return true
}

// parseMessage returns the article of a message and what is attached to it. The error
// wraps [geo.ErrInput] or [geo.ErrTooLarge].
func parseMessage(b []byte) (*geo.Article, []attachment, error) {
	e, err := message.Read(bytes.NewReader(repairHeader(b)))
	if e == nil {
		return nil, nil, geo.Errorf(geo.ErrInput, "%w", err)
	}
	head := mail.Header{Header: e.Header}
	a := &geo.Article{}
	if subject, err := head.Subject(); err == nil || message.IsUnknownCharset(err) {
		a.Title = text.Normalize(subject)
	}
	a.Author = text.Normalize(senderName(&head))
	if t, err := head.Date(); err == nil && !t.IsZero() {
		a.Published = t.UTC().Format(time.RFC3339)
	}
	m := &messageText{limit: int64(len(b)) * 2}
	err = m.read(e, 0)
	a.Text = cmp.Or(text.Normalize(m.plain.String()), text.Normalize(m.html.String()))
	if a.Text == "" && len(m.attached) == 0 && err != nil {
		return nil, nil, err
	}
	return a, m.attached, nil // a broken message has the text that could be read
}

// senderName returns the name or the address of the sender, or an empty string.
func senderName(head *mail.Header) string {
	if from, err := head.AddressList("From"); err == nil && len(from) > 0 {
		return cmp.Or(from[0].Name, from[0].Address)
	}
	// a name with a comma or letters that should be quoted: Editors, City <a@b>
	raw, err := head.Text("From")
	if name, _, ok := strings.Cut(raw, "<"); ok && err == nil {
		return strings.Trim(name, "\" \t")
	}
	return ""
}

// messageText collects the text of a message.
type messageText struct {
	plain, html strings.Builder
	attached    []attachment
	parts       int
	limit       int64 // on one part, in bytes
}

// read collects the text of a part and of the parts in it.
func (m *messageText) read(e *message.Entity, depth int) error {
	inner := e.MultipartReader()
	if inner == nil {
		return m.readLeaf(e)
	}
	if depth == maxPartDepth {
		return geo.Errorf(geo.ErrTooLarge, "the parts of the message are nested more than %d deep", maxPartDepth)
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

// readLeaf collects the text of a part that contains no others.
func (m *messageText) readLeaf(e *message.Entity) error {
	body, err := io.ReadAll(io.LimitReader(e.Body, m.limit))
	if err != nil && len(body) == 0 {
		return nil // a part that cannot be decoded is left out
	}
	mediaType, parameters, _ := e.Header.ContentType()
	if part, ok := newAttachment(e, body); ok {
		m.attached = append(m.attached, part)
		return nil
	}
	switch mediaType {
	case "text/html":
		source, err := text.Decode(body, "text/html") // the parser has decoded what it could
		if err != nil {
			return err
		}
		page, err := markup.ParseHTML(source)
		if err != nil {
			return err
		}
		m.html.WriteString(markup.Text(page, false))
		m.html.WriteString("\n\n")
	case "text/plain", "":
		plain, err := text.Decode(body, "")
		if err != nil {
			return err
		}
		if strings.EqualFold(parameters["format"], "flowed") {
			plain = joinFlowed(plain, strings.EqualFold(parameters["delsp"], "yes"))
		}
		m.plain.WriteString(plain)
		m.plain.WriteString("\n\n")
	}
	return nil
}
