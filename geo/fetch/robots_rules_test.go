package fetch

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestRules(t *testing.T) {
	const all = "User-agent: *\n"
	for _, test := range []struct {
		name, body, path string
		allowed          bool
	}{
		{"no file", "", "/a", true},
		{"the longest decides", all + "Disallow: /a\nAllow: /a/b\n", "/a/b/c", true},
		{"in any order", all + "Allow: /a/b\nDisallow: /a\n", "/a/b/c", true},
		{"the longest forbids", all + "Allow: /a\nDisallow: /a/b\n", "/a/b/c", false},
		{"of two as long the one that allows", all + "Disallow: /a\nAllow: /a\n", "/a", true},
		{"begins", all + "Disallow: /fish\n", "/fish.html", false},
		{"case", all + "Disallow: /fish\n", "/Fish", true},
		{"wildcard", all + "Disallow: /*.pdf\n", "/a/b.pdf?x", false},
		{"wildcards begin where the path does", all + "Disallow: /a*b\n", "/x/aab", true},
		{"wildcard for nothing", all + "Disallow: /a*b\n", "/ab", false},
		{"wildcard first", all + "Disallow: *.php\n", "/a.php", false},
		{"end", all + "Disallow: /a$\n", "/ab", true},
		{"whole", all + "Disallow: /a$\n", "/a", false},
		{"whole begins where the path does", all + "Disallow: /a$\n", "/b/a", true},
		{"the end may repeat", all + "Disallow: /*ab$\n", "/abxab", false},
		{"parts do not overlap", all + "Disallow: /ab*b$\n", "/ab", true},
		{"a $ within", all + "Disallow: /a$b\n", "/a$b", false},
		{"escaped specials", all + "Disallow: /a%24\nDisallow: /b%2A\n", "/a$b", false},
		{"escaped specials are none", all + "Disallow: /b%2Ac\n", "/bxc", true},
		{"length counts what is written", all + "Allow: /page.html\nDisallow: /pa*.html\n", "/page.html", true},
		{"a delay that is none", all + "Crawl-delay: soon\nDisallow: /\n", "/a", false},
		{"a delay without a value", all + "Crawl-delay:\nDisallow: /\n", "/a", false},
		{"a rule for nobody", "Disallow: /a\nUser-agent: *\nDisallow: /b\n", "/a", true},
		{"after a rule for nobody", "Disallow: /a\nUser-agent: *\nDisallow: /b\n", "/b", false},
		{"others", "User-agent: Date\nUser-agent: Datelines\nDisallow: /\n", "/a", true},
		{"with a version", "User-agent: dateline/2.0 (x)\nDisallow: /\n", "/a", false},
		{"its own group only", all + "Disallow: /\nUser-agent: DATELINE\nDisallow: /b\n", "/a", true},
		{"its own group without rules", all + "Disallow: /\nUser-agent: dateline\nDisallow:\n", "/a", true},
		{"groups are put together", "User-agent: dateline\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: dateline\nDisallow: /b\n", "/b", false},
		{"several names", "User-agent: x\nUser-agent: dateline\n\nUser-agent: y\nDisallow: /\n", "/a", false},
		{"a site's map in between", "User-agent: dateline\nSitemap: http://x/\nUser-agent: y\nDisallow: /\n", "/a", false},
		{"a delay ends the names", all + "Crawl-delay: 10\nUser-agent: bad\nDisallow: /\n", "/a", true},
		{"remarks", all + "Disallow: /a#b # c\n", "/a", false},
		{"spaces", " User-agent : *\nDISALLOW\t:\t/ \n", "/a", false},
		{"escapes of plain letters", all + "Disallow: /%7Ejoe/\n", "/~joe/a", false},
		{"other letters", all + "Disallow: /ä\n", "/%C3%A4b", false},
		{"escapes in small letters", all + "Disallow: /a%3cb\n", "/a%3Cb", false},
		{"an escaped slash is none", all + "Disallow: /a/b\n", "/a%2Fb", true},
		{"a mark of its encoding", "\ufeffUser-agent: *\nDisallow: /\n", "/a", false},
		{"lines of old", "User-agent: *\rDisallow: /\r", "/a", false},
		{"without its slash", all + "Disallow: a\n", "/a", false},
		{"robots.txt itself", all + "Disallow: /\n", "/robots.txt", true},
		{"a query", all + "Disallow: /*?\n", "/a?b", false},
		{"an empty query", all + "Disallow: /*?\n", "/a?", false},
		{"a page instead", "<html>\nDisallow: /\n</html>", "/a", true},
		{"broken bytes", all + "Disallow: /\xff\nDisallow: /b\n", "/b", false},
	} {
		u, err := url.Parse("http://news.example" + test.path)
		if err != nil {
			t.Fatal(err)
		}
		r := parseRobots([]byte(test.body))
		if got := r.allows(u); got != test.allowed {
			t.Errorf("%s: %s allowed: %v, want %v", test.name, test.path, got, test.allowed)
		}
	}
}

func TestDelay(t *testing.T) {
	for value, want := range map[string]time.Duration{
		"10": 10 * time.Second, "0.5": 500 * time.Millisecond, "1e300": maxCrawlDelay, "Inf": maxCrawlDelay, "-1": 0, "NaN": 0, "soon": 0, "": 0, "0": 0,
	} {
		if r := parseRobots([]byte("User-agent: *\nCrawl-delay: " + value)); r.delay != want {
			t.Errorf("Crawl-delay: %s is %v, want %v", value, r.delay, want)
		}
	}
}

// FuzzRobots compares what hostile rules say of a path with the plainest reading of
// the RFC: each pattern as a regular expression.
func FuzzRobots(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a*b$\nCrawl-delay: 1e9\n"), "/axb")
	f.Add([]byte("\xef\xbb\xbfUser-agent: Dateline\nAllow:\nDisallow: *\x00%\n"), "/a?b")
	f.Add([]byte("User-agent: *\nDisallow: /*a*a*b\nAllow: /%61\n"), "/aaab")
	f.Add([]byte("User-agent: *\nDisallow: /$*$$\n"), "/$%24")
	f.Fuzz(func(t *testing.T, body []byte, path string) {
		u, err := url.Parse("http://news.example/" + strings.TrimPrefix(path, "/"))
		if err != nil || len(body) > 1<<12 || len(path) > 1<<10 {
			return
		}
		r := parseRobots(body)
		if r.delay < 0 || r.delay > maxCrawlDelay {
			t.Errorf("a delay of %v", r.delay)
		}
		longest, allowed := -1, true
		for _, l := range r.lines {
			if canonical(l.pattern, "") != l.pattern {
				t.Errorf("%q is not as canonical as %q", l.pattern, canonical(l.pattern, ""))
			}
			pattern, whole := strings.CutSuffix(l.pattern, "$")
			expression := "^" + strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*")
			if whole {
				expression += "$"
			}
			if regexp.MustCompile(expression).MatchString(canonicalPath(u)) && (len(l.pattern) > longest || len(l.pattern) == longest && l.allow) {
				longest, allowed = len(l.pattern), l.allow
			}
		}
		if got := r.allows(u); got != (allowed || canonicalPath(u) == robotsPath) {
			t.Errorf("%q allowed: %v, of %v", canonicalPath(u), got, r.lines)
		}
	})
}

// BenchmarkRules asks for the longest path of the largest hostile file.
func BenchmarkRules(b *testing.B) {
	u, err := url.Parse("http://news.example/" + strings.Repeat("a", maxURLBytes-30))
	if err != nil {
		b.Fatal(err)
	}
	for name, line := range map[string]string{
		"short patterns":    "Disallow: /*b\n",
		"many wildcards":    "Disallow: /" + strings.Repeat("*a", 1000) + "$b\n",
		"almost everywhere": "Disallow: /*" + strings.Repeat("a", 100) + "b\n",
	} {
		b.Run(name, func(b *testing.B) {
			body := []byte("User-agent: *\n" + strings.Repeat(line, maxRobotsBytes/len(line)))
			r := parseRobots(body)
			b.ResetTimer()
			for b.Loop() {
				r.allows(u)
			}
		})
	}
}
