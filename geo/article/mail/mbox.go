package mail

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"regexp"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/text"
)

// messageStart begins the line before each message of a mailbox.
var messageStart = []byte("From ")

// timeOfDay matches the time that a message arrived.
var timeOfDay = regexp.MustCompile(`\d:\d\d`)

// IsMbox reports whether a document is an mbox file, by its first bytes.
func IsMbox(head []byte) bool {
	return bytes.HasPrefix(head, messageStart) && document.IsText(head) && bytes.Contains(head, []byte("\n")) && headerField.Match(head)
}

// ReadMbox yields the messages of an mbox file (RFC 4155) with their attachments, as
// [Readers.ReadMessage] does. A line "From " after an
// empty line begins a message if it has a time or a header follows; sentences begin so,
// too. The limit on one document applies to each message.
func (rd Readers) ReadMbox(ctx context.Context, r io.Reader, o document.Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		lines := bufio.NewReader(document.ContextReader(ctx, r))
		m := &mailbox{readers: rd, o: o}
		afterEmpty := true
		for {
			line, err := lines.ReadSlice('\n')
			if afterEmpty && bytes.HasPrefix(line, messageStart) {
				line = bytes.Clone(line) // nextLine reads on
			}
			switch {
			case afterEmpty && bytes.HasPrefix(line, messageStart) && (timeOfDay.Match(line) || fieldStart.Match(nextLine(lines))):
				if !m.flush(ctx, yield) {
					return
				}
				m.number++
			case int64(m.message.Len()+len(line)) > o.Limit():
				m.tooLarge = true
			case !m.tooLarge:
				m.message.Write(unquoteFrom(line))
			}
			afterEmpty = len(bytes.TrimRight(line, "\r\n")) == 0
			if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
				if m.flush(ctx, yield) && !errors.Is(err, io.EOF) {
					yield(nil, err)
				}
				return
			}
		}
	}
}

// maxHeaderName is the length of the beginning of a line in which the name of a header
// ends, in bytes.
const maxHeaderName = 80

// nextLine returns the beginning of the line that r reads next.
func nextLine(r *bufio.Reader) []byte {
	head, _ := r.Peek(maxHeaderName)
	line, _, _ := bytes.Cut(head, []byte("\n"))
	return line
}

// mailbox is the state of reading an mbox file.
type mailbox struct {
	readers  Readers
	o        document.Options
	message  bytes.Buffer // the current message, as far as it was read
	number   int          // of the current message, from 1
	tooLarge bool         // the current message is beyond the limit
}

// flush yields the current message and reports whether reading continues.
func (m *mailbox) flush(ctx context.Context, yield func(*geo.Article, error) bool) bool {
	defer func() {
		m.message.Reset()
		m.tooLarge = false
	}()
	if m.number == 0 || m.message.Len() == 0 && !m.tooLarge {
		return true
	}
	if m.tooLarge {
		return yield(nil, m.fail(geo.Errorf(geo.ErrTooLarge, "the message is larger than %s", text.FormatBytes(m.o.Limit()))))
	}
	noText := geo.Errorf(geo.ErrInput, "the message contains no text")
	return m.readers.read(ctx, m.message.Bytes(), m.o, noText, func(a *geo.Article, err error) bool {
		if _, ok := errors.AsType[*document.InputError](err); err != nil && !ok { // not an attachment's
			err = m.fail(err)
		}
		return yield(a, err)
	})
}

func (m *mailbox) fail(err error) error { return m.o.FailPart("message", m.number, err) }

// unquoteFrom removes the ">" that mailboxes put before a line "From " of a message.
func unquoteFrom(line []byte) []byte {
	if bytes.HasPrefix(line, []byte(">From ")) {
		return line[1:]
	}
	return line
}
