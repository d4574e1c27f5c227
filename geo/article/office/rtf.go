package office

import (
	"bytes"
	"cmp"
	"context"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/text"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// IsRTF reports whether a document is RTF, by its first bytes.
func IsRTF(head []byte) bool { return bytes.HasPrefix(head, []byte(`{\rtf`)) }

// destinations are the control words of groups that contain no text of the document.
var destinations = map[string]bool{
	"fonttbl": true, "colortbl": true, "stylesheet": true, "listtable": true, "listoverridetable": true, "pict": true,
	"object": true, "themedata": true, "colorschememapping": true, "datastore": true, "latentstyles": true, "rsidtbl": true,
	"generator": true, "fldinst": true, "header": true, "footer": true, "headerl": true, "headerr": true, "headerf": true,
	"footerl": true, "footerr": true, "footerf": true, "xmlnstbl": true, "filetbl": true, "revtbl": true, "mmathPr": true,
	"bkmkstart": true, "bkmkend": true, "private": true, "pgdsctbl": true, "nonesttables": true,
}

// controlText is the text that control words represent.
var controlText = map[string]string{
	"par": "\n\n", "sect": "\n\n", "page": "\n\n", "line": "\n", "row": "\n\n", "tab": " ", "cell": "; ", "emdash": "—", "endash": "–",
	"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "• ", "emspace": " ", "enspace": " ",
}

// codePages are the encodings that \ansicpg selects. Code page 1252 is the default.
var codePages = map[int]encoding.Encoding{
	437: charmap.CodePage437, 850: charmap.CodePage850, 866: charmap.CodePage866, 874: charmap.Windows874,
	932: japanese.ShiftJIS, 936: simplifiedchinese.GBK, 949: korean.EUCKR, 950: traditionalchinese.Big5,
	1250: charmap.Windows1250, 1251: charmap.Windows1251, 1252: charmap.Windows1252, 1253: charmap.Windows1253,
	1254: charmap.Windows1254, 1255: charmap.Windows1255, 1256: charmap.Windows1256, 1257: charmap.Windows1257,
	1258: charmap.Windows1258, 10000: charmap.Macintosh,
}

// rtfGroup is the state of a group, which ends with it.
type rtfGroup struct {
	skip   bool   // its text is not that of the document
	info   string // "title" or "author" in the information group
	skipUC int    // bytes of the fallback after each \u character
}

// ReadRTF reads a Rich Text Format document (version 1.9.1).
func ReadRTF(_ context.Context, b []byte, _ document.Options) (*geo.Article, error) {
	r := &rtfReader{page: charmap.Windows1252, group: rtfGroup{skipUC: 1}}
	r.read(b)
	r.flush()
	a := &geo.Article{Text: text.Normalize(r.out.String()), Title: text.Normalize(r.title.String()), Author: text.Normalize(r.author.String())}
	a.Title = cmp.Or(a.Title, document.GuessTitle(a.Text))
	return a, nil
}

// maxGroups is the limit on open groups that are remembered.
const maxGroups = 1000

// rtfReader is the state of reading a document.
type rtfReader struct {
	out, title, author strings.Builder
	page               encoding.Encoding
	raw                []byte // bytes in the code page that are not decoded yet
	group              rtfGroup
	outer              []rtfGroup
	skipBytes          int // of a \u character's fallback
}

// sink returns where the text of the current group goes.
func (r *rtfReader) sink() *strings.Builder {
	switch r.group.info {
	case "title":
		return &r.title
	case "author":
		return &r.author
	}
	return &r.out
}

// flush decodes the bytes that were collected.
func (r *rtfReader) flush() {
	if len(r.raw) == 0 {
		return
	}
	if decoded, err := r.page.NewDecoder().Bytes(r.raw); err == nil {
		r.sink().Write(decoded)
	}
	r.raw = r.raw[:0]
}

func (r *rtfReader) writeText(s string) {
	if r.group.skip && r.group.info == "" {
		return
	}
	r.flush()
	r.sink().WriteString(s)
}

func (r *rtfReader) writeByte(c byte) {
	if r.skipBytes > 0 {
		r.skipBytes--
		return
	}
	if !r.group.skip || r.group.info != "" {
		r.raw = append(r.raw, c)
	}
}

func (r *rtfReader) read(b []byte) {
	for i := 0; i < len(b); {
		switch c := b[i]; c {
		case '{':
			r.flush()
			if len(r.outer) < maxGroups {
				r.outer = append(r.outer, r.group)
			}
			i++
		case '}':
			r.flush()
			if n := len(r.outer); n > 0 {
				r.group, r.outer = r.outer[n-1], r.outer[:n-1]
			}
			r.skipBytes = 0
			i++
		case '\\':
			i = r.control(b, i+1)
		case '\r', '\n':
			i++
		default:
			r.writeByte(c)
			i++
		}
	}
}

// control reads the control word or symbol at b[i] and returns the offset after it.
func (r *rtfReader) control(b []byte, i int) int {
	if i >= len(b) {
		return i
	}
	if c := b[i]; c < 'A' || c > 'Z' && c < 'a' || c > 'z' {
		switch c {
		case '\'':
			if i+2 < len(b) {
				if n, err := strconv.ParseUint(string(b[i+1:i+3]), 16, 8); err == nil {
					r.writeByte(byte(n))
				}
				return i + 3
			}
			return len(b)
		case '*':
			r.group.skip = true
		case '~':
			r.writeText(" ")
		case '_':
			r.writeText("-")
		case '\n', '\r':
			r.writeText("\n\n")
		case '{', '}', '\\':
			r.writeByte(c)
		}
		return i + 1
	}
	start := i
	for i < len(b) && (b[i] >= 'a' && b[i] <= 'z' || b[i] >= 'A' && b[i] <= 'Z') {
		i++
	}
	word := string(b[start:i])
	start = i
	if i < len(b) && b[i] == '-' {
		i++
	}
	for i < len(b) && b[i] >= '0' && b[i] <= '9' && i-start < 11 {
		i++
	}
	n, err := strconv.Atoi(string(b[start:i]))
	hasNumber := err == nil
	if i < len(b) && b[i] == ' ' {
		i++
	}
	r.controlWord(word, n, hasNumber)
	if word == "bin" && hasNumber && n > 0 {
		return min(len(b), i+n)
	}
	return i
}

func (r *rtfReader) controlWord(word string, n int, hasNumber bool) {
	if s, ok := controlText[word]; ok {
		r.writeText(s)
		return
	}
	switch {
	case word == "u" && hasNumber:
		if n < 0 {
			n += 65536
		}
		r.writeText(string(rune(n)))
		r.skipBytes = r.group.skipUC
	case word == "uc" && hasNumber && n >= 0 && n < 16:
		r.group.skipUC = n
	case word == "ansicpg" && hasNumber:
		r.flush()
		if page, ok := codePages[n]; ok {
			r.page = page
		}
	case word == "info":
		r.group.skip = true
	case (word == "title" || word == "author") && len(r.outer) > 0 && r.outer[len(r.outer)-1].skip:
		r.group.info = word
	case destinations[word]:
		r.group.skip = true
	}
}
