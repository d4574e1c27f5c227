package office

import (
	"bytes"
	"context"
	"strings"

	"dateline/geo"
	"dateline/geo/article/internal/document"
)

// IsCompound reports whether a document is an OLE compound file, the format of old
// Office documents and of locked new ones, by its first bytes ([MS-CFB]).
func IsCompound(head []byte) bool {
	return bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
}

// compoundStreams are the streams by which compound files are recognized, and what to
// do with these.
var compoundStreams = []struct{ stream, reason string }{
	{"EncryptedPackage", "the document is locked with a password; save it without one"},
	{"WordDocument", "the document is an old Word file; save it as DOCX"},
	{"PowerPoint Document", "the document is an old PowerPoint file; save it as PPTX or PDF"},
	{"Workbook", "the document is an old Excel file; save it as XLSX or CSV"},
	{"Book", "the document is an old Excel file; save it as XLSX or CSV"},
	{"__properties_version1.0", "the document is an Outlook message; save it as EML or text"},
}

// ReadCompound refuses an OLE compound file. The error, which wraps [geo.ErrInput],
// contains what to do.
func ReadCompound(_ context.Context, b []byte, _ document.Options) (*geo.Article, error) {
	for _, c := range compoundStreams {
		// a name in the directory is UTF-16 with a zero at its end
		name := strings.Join(strings.Split(c.stream, ""), "\x00") + "\x00\x00\x00"
		if bytes.Contains(b, []byte(name)) {
			return nil, geo.Errorf(geo.ErrInput, "%s", c.reason)
		}
	}
	return nil, geo.Errorf(geo.ErrInput, "the document is an old Office file; save it in a current format or as PDF")
}
