package mail

import (
	"bytes"
	"regexp"
	"strings"
)

var (
	// fieldStart matches the beginning of a header field.
	fieldStart = regexp.MustCompile(`^[!-9;-~]+[ \t]*:`)
	// fieldWithoutColon matches a line that was meant as a field: "X-Mailer list software".
	fieldWithoutColon = regexp.MustCompile(`^[A-Za-z]+(-[A-Za-z]+)+[ \t]`)
	// multipartType and boundaryParameter match what a multipart message must declare.
	multipartType     = regexp.MustCompile(`(?i)^content-type[ \t]*:[ \t]*multipart/`)
	boundaryParameter = regexp.MustCompile(`(?i)boundary[ \t]*=`)
	// bodyBoundary matches the first boundary of a body.
	bodyBoundary = regexp.MustCompile(`(?m)^--([0-9A-Za-z'()+_,./:=?-]{1,70})\r?$`)
	// unpaddedWord matches an encoded word in base64, whose padding may be missing.
	unpaddedWord = regexp.MustCompile(`(?i)(=\?[^?\s]+\?b\?)([A-Za-z0-9+/]+)(=*\?=)`)
)

// maxRepairBytes is the length of a header that is repaired.
const maxRepairBytes = 1 << 20

// repairHeader mends the usual faults in the header of a message, for which the parser
// would reject all of it: lines without a colon, quotation marks that are not closed,
// encoded words without padding and multipart messages without a boundary.
func repairHeader(b []byte) []byte {
	end := bytes.Index(b, []byte("\n\n"))
	if crlf := bytes.Index(b, []byte("\r\n\r\n")); end < 0 || crlf >= 0 && crlf < end {
		end = crlf
	}
	if end < 0 || end > maxRepairBytes {
		return b
	}
	header, body := string(b[:end]), b[end:]
	lineEnd := "\n"
	if strings.Contains(header, "\r\n") {
		lineEnd = "\r\n"
	}
	var fields [][]string // the lines of each
	for line := range strings.SplitSeq(header, "\n") {
		line = strings.TrimSuffix(line, "\r")
		switch {
		case fieldStart.MatchString(line):
			fields = append(fields, []string{line})
		case len(fields) == 0 || strings.TrimSpace(line) == "" || fieldWithoutColon.MatchString(line):
			// it cannot be understood
		case line[0] == ' ' || line[0] == '\t':
			fields[len(fields)-1] = append(fields[len(fields)-1], line)
		default:
			fields[len(fields)-1] = append(fields[len(fields)-1], " "+line)
		}
	}
	repaired := make([]string, len(fields))
	for i, lines := range fields {
		repaired[i] = repairField(strings.Join(lines, lineEnd), body)
	}
	return append([]byte(strings.Join(repaired, lineEnd)), body...)
}

// repairField mends one header field of a message with a body.
func repairField(field string, body []byte) string {
	if strings.Count(field, `"`)%2 == 1 {
		field = strings.ReplaceAll(field, `"`, "")
	}
	if multipartType.MatchString(field) && !boundaryParameter.MatchString(field) {
		if m := bodyBoundary.FindSubmatch(body[:min(len(body), maxRepairBytes)]); m != nil {
			field = strings.TrimRight(field, "; \t") + `; boundary="` + string(m[1]) + `"`
		}
	}
	return unpaddedWord.ReplaceAllStringFunc(field, func(word string) string {
		m := unpaddedWord.FindStringSubmatch(word)
		return m[1] + m[2] + strings.Repeat("=", (4-len(m[2])%4)%4) + "?="
	})
}
