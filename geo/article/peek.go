package article

import (
	"bufio"
	"bytes"

	"dateline/geo/article/table"
)

// peek returns the first bytes of r, up to [SniffBytes] or the end, without reading
// further than a first line that is a JSON object: a program that keeps a pipe open may
// wait for the result of one line before it writes the next.
func peek(r *bufio.Reader) ([]byte, error) {
	for n := 1; ; {
		head, err := r.Peek(n)
		if err != nil || n == SniffBytes {
			return head, err
		}
		if head, err = r.Peek(r.Buffered()); err != nil {
			return head, err
		}
		if line, _, ok := bytes.Cut(bytes.TrimLeft(head, " \t\r\n"), []byte("\n")); ok && table.IsJSONL(line) && bytes.HasSuffix(bytes.TrimSpace(line), []byte("}")) {
			return head, nil
		}
		n = min(len(head)+1, SniffBytes)
	}
}
