package fetch

import (
	"bytes"
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// rules are what a robots.txt says to this program, after RFC 9309. The parsers
// that there are were tried first: temoto/robotstxt lets all be fetched for one
// line that it cannot read, matches wildcards anywhere in a path and counts their
// escapes as length; the port of Google's own reads the whole file anew for each
// address, and a hostile file keeps it busy for seconds.
type rules struct {
	lines []rule
	// delay is the time that it wants between two requests, 0 if it does not say.
	delay time.Duration
}

// rule allows or forbids the paths that a pattern matches.
type rule struct {
	pattern string
	allow   bool
}

// groups are the rules while they are read: those that name this program, and those
// for all others.
type groups struct {
	own, general rules
	named        bool // a group names the program
	// The lines that are read now are for these; heads says that no rule came since
	// the last line that names a program.
	forOwn, forAll, heads bool
}

// parseRules reads the rules for this program. What is no rule is passed over, as the
// RFC demands: a mistake in one line does not set the others aside.
func parseRules(body []byte) rules {
	var g groups
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	for line := range bytes.FieldsFuncSeq(body, func(r rune) bool { return r == '\n' || r == '\r' }) {
		line, _, _ = bytes.Cut(line, []byte{'#'})
		if key, value, ok := bytes.Cut(line, []byte{':'}); ok {
			g.line(strings.ToLower(string(bytes.TrimSpace(key))), string(bytes.TrimSpace(value)))
		}
	}
	if g.named {
		return g.own
	}
	return g.general
}

func (g *groups) line(key, value string) {
	switch key {
	case "user-agent":
		if !g.heads {
			g.forOwn, g.forAll, g.heads = false, false, true
		}
		g.forAll = g.forAll || value == "*"
		if strings.EqualFold(product(value), agent) {
			g.forOwn, g.named = true, true
		}
	case "allow", "disallow":
		g.heads = false
		if value != "" {
			r := rule{canonicalPattern(value), key == "allow"}
			g.each(func(to *rules) { to.lines = append(to.lines, r) })
		}
	case "crawl-delay":
		g.heads = false
		if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds > 0 {
			delay := time.Duration(math.Min(seconds, mostDelay.Seconds()) * float64(time.Second))
			g.each(func(to *rules) { to.delay = delay })
		}
	}
}

// each calls f for all whom the lines that are read now are for.
func (g *groups) each(f func(*rules)) {
	if g.forOwn {
		f(&g.own)
	}
	if g.forAll {
		f(&g.general)
	}
}

// product is the name that a value starts with: "Dateline" of "Dateline/1.0".
func product(value string) string {
	end := strings.IndexFunc(value, func(r rune) bool {
		return (r|0x20 < 'a' || r|0x20 > 'z') && (r < '0' || r > '9') && r != '-' && r != '_'
	})
	if end >= 0 {
		value = value[:end]
	}
	return value
}

// allows reports whether an address may be fetched: the longest pattern that
// matches decides, and of two as long the one that allows.
func (r *rules) allows(u *url.URL) bool {
	path := canonicalPath(u)
	if path == robotsPath {
		return true
	}
	longest, allowed := -1, true
	for _, l := range r.lines {
		if n := len(l.pattern); (n > longest || n == longest && l.allow && !allowed) && matches(l.pattern, path) {
			longest, allowed = n, l.allow
		}
	}
	return allowed
}

// matches reports whether a pattern matches the beginning of a path, or all of it
// if it ends in $. Each part between two wildcards is taken where it comes first, so
// that no pattern takes longer than in proportion to the path.
func matches(pattern, path string) bool {
	pattern, whole := strings.CutSuffix(pattern, "$")
	part, rest, more := strings.Cut(pattern, "*")
	if !strings.HasPrefix(path, part) {
		return false
	}
	path = path[len(part):]
	for more {
		part, rest, more = strings.Cut(rest, "*")
		if !more && whole {
			return strings.HasSuffix(path, part)
		}
		i := strings.Index(path, part)
		if i < 0 {
			return false
		}
		path = path[i+len(part):]
	}
	return !whole || path == ""
}

// canonicalPath is the path and query of an address as they are compared with
// patterns.
func canonicalPath(u *url.URL) string {
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" || u.ForceQuery {
		path += "?" + u.RawQuery
	}
	return canonical(path, "*$")
}

// canonicalPattern is a pattern as it is compared with paths. In it * and a $ at its
// end keep their meaning.
func canonicalPattern(value string) string {
	value, whole := strings.CutSuffix(value, "$")
	if value == "" || value[0] != '/' && value[0] != '*' {
		value = "/" + value
	}
	value = canonical(value, "$")
	if whole {
		value += "$"
	}
	return value
}

// canonical escapes what must be, and what special names, and unescapes what need
// not be, so that two ways of writing one path are the same (RFC 9309, 2.2.2).
func canonical(path, special string) string {
	const digits = "0123456789ABCDEF"
	out := make([]byte, 0, len(path))
	for i := 0; i < len(path); i++ {
		c, escaped := path[i], false
		if c == '%' && i+2 < len(path) {
			if b, err := strconv.ParseUint(path[i+1:i+3], 16, 8); err == nil {
				c, escaped, i = byte(b), true, i+2
			}
		}
		switch {
		case unreserved(c), !escaped && c > ' ' && c < 0x7f && c != '%' && strings.IndexByte(special, c) < 0:
			out = append(out, c)
		default:
			out = append(out, '%', digits[c>>4], digits[c&15])
		}
	}
	return string(out)
}

// unreserved are the characters that mean the same escaped or not (RFC 3986, 2.3).
func unreserved(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}
