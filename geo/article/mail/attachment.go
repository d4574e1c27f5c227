package mail

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"strings"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/text"

	"github.com/emersion/go-message"
	"github.com/emersion/go-message/mail"
)

// attachment is a part of a message that is a document or a message of its own.
type attachment struct {
	name      string // of the file, or empty
	mediaType string // in lower case
	body      []byte // decoded
}

// newAttachment returns a part of a message if it is an attachment: it is a message, it
// is sent as an attachment, or it is neither text nor a picture within the text.
func newAttachment(e *message.Entity, body []byte) (attachment, bool) {
	mediaType, _, _ := e.Header.ContentType()
	disposition, _, _ := e.Header.ContentDisposition()
	part := attachment{mediaType: strings.ToLower(mediaType), body: body}
	name, _ := (&mail.AttachmentHeader{Header: e.Header}).Filename()
	part.name = text.Normalize(path.Base(strings.ReplaceAll(name, `\`, "/")))
	if name == "" {
		part.name = ""
	}
	switch {
	case part.isMessage(), disposition == "attachment":
		return part, true
	case part.mediaType == "", part.mediaType == "text/html", part.mediaType == "text/plain":
		return part, false
	}
	return part, !strings.HasPrefix(part.mediaType, "image/")
}

func (a attachment) isMessage() bool {
	return a.mediaType == "message/rfc822" || a.mediaType == "message/global"
}

// notDocuments are the media types of attachments that are text but no articles.
var notDocuments = map[string]bool{
	"text/calendar": true, "text/vcard": true, "text/x-vcard": true, "text/directory": true, "application/ics": true,
	"application/pgp-signature": true, "application/pgp-encrypted": true, "application/pgp-keys": true,
	"application/pkcs7-signature": true, "application/x-pkcs7-signature": true,
	"message/delivery-status": true, "message/disposition-notification": true, "message/partial": true, "message/external-body": true,
}

// readAttachment yields the articles of the n-th attachment of a message that was
// published on a day, and reports whether more are wanted.
func (rd Readers) readAttachment(ctx context.Context, part attachment, n int, published string, o document.Options, yield func(*geo.Article, error) bool) bool {
	inner := o
	inner.ContentType, inner.Length, inner.Depth = "", int64(len(part.body)), o.Depth+1
	if part.isMessage() {
		if part.name == "" {
			part.name = fmt.Sprintf("message %d", n)
		}
		inner.Name = o.Name + "!" + part.name
		return rd.read(ctx, part.body, inner, document.ErrNoText, func(a *geo.Article, err error) bool {
			return yield(a, failure(inner, err))
		})
	}
	if part.name == "" {
		part.name = fmt.Sprintf("attachment %d", n)
	}
	inner.Name = o.Name + "!" + part.name
	if notDocuments[part.mediaType] || rd.Sniff(part.body) == "" {
		o.Notify("the attachment %q (%s) is left out: it is in no format that is read", part.name, part.mediaType)
		return true
	}
	for a, err := range rd.Document(ctx, bytes.NewReader(part.body), inner) {
		if err == nil && a.Published == "" {
			a.Published = published
		}
		if !yield(a, failure(inner, err)) {
			return false
		}
	}
	return true
}

// failure returns err as an [document.InputError], or nil.
func failure(o document.Options, err error) error {
	if err == nil {
		return nil
	}
	return o.Wrap(err)
}
