package ogc

import (
	"fmt"
	"strings"
	"unicode"
)

type tokenKind uint8

const (
	endToken tokenKind = iota
	wordToken
	quotedToken // "a property"
	textToken   // 'a text'
	numberToken
	signToken
)

type token struct {
	kind tokenKind
	text string
}

// is reports whether the token is a keyword or a sign.
func (t token) is(text string) bool {
	return (t.kind == wordToken || t.kind == signToken) && strings.EqualFold(t.text, text)
}

// tokenize splits a filter.
func tokenize(s string) (out []token, err error) {
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
		case c == '\'' || c == '"':
			text, n, ok := quoted(s[i:])
			if !ok {
				return nil, fmt.Errorf("the text that begins with %.20s has no end", s[i:])
			}
			kind := textToken
			if c == '"' {
				kind = quotedToken
			}
			out = append(out, token{kind, text})
			i += n
		case strings.HasPrefix(s[i:], "<="), strings.HasPrefix(s[i:], ">="), strings.HasPrefix(s[i:], "<>"):
			out = append(out, token{signToken, s[i : i+2]})
			i += 2
		case strings.IndexByte("()<>=,", c) >= 0:
			out = append(out, token{signToken, s[i : i+1]})
			i++
		case c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.':
			n := 1
			for i+n < len(s) && (strings.IndexByte("0123456789.eE", s[i+n]) >= 0 || (s[i+n] == '-' || s[i+n] == '+') && (s[i+n-1] == 'e' || s[i+n-1] == 'E')) {
				n++
			}
			out = append(out, token{numberToken, s[i : i+n]})
			i += n
		default:
			n := strings.IndexFunc(s[i:], func(r rune) bool {
				return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '.' && r != ':'
			})
			if n < 0 {
				n = len(s) - i
			}
			if n == 0 {
				return nil, fmt.Errorf("the character %q is not expected", []rune(s[i:])[0])
			}
			out = append(out, token{wordToken, s[i : i+n]})
			i += n
		}
	}
	return out, nil
}

// controls are the control characters that a backslash and a letter stand for (OGC 21-065, /req/cql2-text/escaping).
var controls = map[byte]byte{'a': '\a', 'b': '\b', 't': '\t', 'n': '\n', 'v': '\v', 'f': '\f', 'r': '\r'}

// quoted returns the text in quotation marks at the beginning of s and its length. Quotation marks in it are doubled or follow a
// backslash. Other escapes than those of quotation marks and control characters stay, because patterns have escapes of their own.
func quoted(s string) (text string, n int, ok bool) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == s[0] && (i+1 == len(s) || s[i+1] != s[0]):
			return b.String(), i + 1, true
		case s[i] == s[0]:
			i++
		case s[i] == '\\' && s[0] == '\'' && i+1 < len(s):
			i++
			if control, ok := controls[s[i]]; ok {
				b.WriteByte(control)
				continue
			}
			if s[i] != s[0] {
				b.WriteByte('\\')
			}
		}
		b.WriteByte(s[i])
	}
	return "", 0, false
}

// unescaped returns a text with single backslashes in place of double ones.
func unescaped(text string) string { return strings.ReplaceAll(text, `\\`, `\`) }
