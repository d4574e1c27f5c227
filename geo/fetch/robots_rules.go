package fetch

import (
	"bytes"
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// robotsRules are the rules of a robots.txt for this program (RFC 9309).
//
// Two libraries were tried first. temoto/robotstxt allows everything if it cannot
// parse one line, matches wildcards anywhere in a path and counts their escapes as
// length. The port of Google's parser parses the whole file for each URL; a hostile
// file keeps it busy for seconds.
type robotsRules struct {
	lines []robotsRule
	// delay is the requested time between two requests, or 0.
	delay time.Duration
}

// robotsRule allows or forbids the paths that match a pattern.
type robotsRule struct {
	pattern string
	allow   bool
}

// robotsParser collects the rules that name this program and those for all programs.
type robotsParser struct {
	own, general robotsRules
	named        bool // a group names this program
	// forOwn and forAll are set if the current group is for this program and for all.
	// inAgents is set between the user-agent lines that begin a group.
	forOwn, forAll, inAgents bool
}

// parseRobots returns the rules for this program. Lines that are not valid are ignored,
// as the RFC requires.
func parseRobots(body []byte) robotsRules {
	var g robotsParser
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

func (g *robotsParser) line(key, value string) {
	switch key {
	case "user-agent":
		if !g.inAgents {
			g.forOwn, g.forAll, g.inAgents = false, false, true
		}
		g.forAll = g.forAll || value == "*"
		if strings.EqualFold(product(value), agent) {
			g.forOwn, g.named = true, true
		}
	case "allow", "disallow":
		g.inAgents = false
		if value != "" {
			r := robotsRule{canonicalPattern(value), key == "allow"}
			g.each(func(to *robotsRules) { to.lines = append(to.lines, r) })
		}
	case "crawl-delay":
		g.inAgents = false
		if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds > 0 {
			delay := time.Duration(math.Min(seconds, maxCrawlDelay.Seconds()) * float64(time.Second))
			g.each(func(to *robotsRules) { to.delay = delay })
		}
	}
}

// each calls f for the rules that the current group belongs to.
func (g *robotsParser) each(f func(*robotsRules)) {
	if g.forOwn {
		f(&g.own)
	}
	if g.forAll {
		f(&g.general)
	}
}

// product returns the product name at the start of a value: "Dateline" of
// "Dateline/1.0".
func product(value string) string {
	end := strings.IndexFunc(value, func(r rune) bool {
		return (r|0x20 < 'a' || r|0x20 > 'z') && (r < '0' || r > '9') && r != '-' && r != '_'
	})
	if end >= 0 {
		value = value[:end]
	}
	return value
}

// allows reports whether a URL may be fetched: by the longest matching pattern and, of
// two equally long, by the one that allows.
func (r *robotsRules) allows(u *url.URL) bool {
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

// matches reports whether a pattern matches the beginning of a path, or all of it if it
// ends in $. Each part between two wildcards is matched at its first occurrence, so the
// time is linear in the path.
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

// canonicalPath returns the path and query of a URL in the form that is compared with
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

// canonicalPattern returns a pattern in the form that is compared with paths. In it *
// and a final $ keep their meaning.
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

// canonical escapes the characters of a path that must be, and those in special, and
// unescapes all others, so that two spellings of a path are equal (RFC 9309, 2.2.2).
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

// unreserved reports whether a character means the same escaped or not (RFC 3986,
// 2.3).
func unreserved(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}
