package importer

import (
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

const (
	// maxNotices is the number of notices about a document that are stored.
	maxNotices = 20
	// maxNotice is the length of a notice in bytes.
	maxNotice = 1000
	// MaxListedNotices is the number of notices of a collection that are listed.
	MaxListedNotices = 50
)

// noticeList collects the notices about a document.
type noticeList struct {
	document string // its name
	count    int
}

// add returns the notice in the form in which it is stored: with the name of the file
// instead of its path. keep is false from the limit on.
func (l *noticeList) add(message string) (notice string, keep bool) {
	if l.count++; l.count > maxNotices {
		return "", false
	}
	if rest, ok := strings.CutPrefix(message, l.document); ok && !strings.Contains(l.document, "://") {
		message = filepath.Base(l.document) + rest
	}
	if len(message) > maxNotice {
		n := maxNotice
		for !utf8.RuneStart(message[n]) {
			n--
		}
		message = message[:n] + "…"
	}
	return message, true
}

// omitted returns the notice that counts those that were not stored, or an empty string.
func (l *noticeList) omitted() string {
	if l.count <= maxNotices {
		return ""
	}
	return fmt.Sprintf("%s: %d more notices", filepath.Base(l.document), l.count-maxNotices)
}
