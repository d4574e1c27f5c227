// Package htmlcheck has composable assertions about HTML pages for tests.
package htmlcheck

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// Checker returns what is wrong with a part of a page, or nil.
type Checker func(*html.Node) error

// Run parses a page as a browser without JavaScript does and applies the checks to it.
func Run(r io.Reader, checks ...Checker) error {
	root, err := html.ParseWithOptions(r, html.ParseOptionEnableScripting(false))
	if err != nil {
		return fmt.Errorf("parse the page: %w", err)
	}
	return All(checks...)(root)
}

// All applies all checks and joins their errors.
func All(checks ...Checker) Checker {
	return func(n *html.Node) error {
		var errs []error
		for _, check := range checks {
			errs = append(errs, check(n))
		}
		return errors.Join(errs...)
	}
}

// In applies checks to the first element that matches a CSS selector.
func In(selector string, checks ...Checker) Checker {
	s := cascadia.MustCompile(selector)
	return func(n *html.Node) error {
		found := s.MatchFirst(n)
		if found == nil {
			return fmt.Errorf("%s: no such element", selector)
		}
		if err := All(checks...)(found); err != nil {
			return fmt.Errorf("%s: %w", selector, err)
		}
		return nil
	}
}

// Count checks the number of elements that match a CSS selector.
func Count(selector string, want int) Checker {
	s := cascadia.MustCompile(selector)
	return func(n *html.Node) error {
		if got := len(s.MatchAll(n)); got != want {
			return fmt.Errorf("%s: %d elements, want %d", selector, got, want)
		}
		return nil
	}
}

// Text checks that the text of an element, with white space collapsed, contains want.
func Text(want string) Checker {
	return func(n *html.Node) error {
		if got := textOf(n); !strings.Contains(got, want) {
			return fmt.Errorf("the text is %.300q, want %q in it", got, want)
		}
		return nil
	}
}

// Attribute checks the value of an attribute.
func Attribute(name, want string) Checker {
	return func(n *html.Node) error {
		for _, a := range n.Attr {
			if a.Key == name {
				if a.Val != want {
					return fmt.Errorf("%s is %q, want %q", name, a.Val, want)
				}
				return nil
			}
		}
		return fmt.Errorf("there is no attribute %s", name)
	}
}

// NothingInline checks that a page has no inline script, style or event handler, which
// its Content-Security-Policy forbids, and no javascript: link.
func NothingInline() Checker {
	return func(root *html.Node) error {
		var errs []error
		for n := range root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			if n.Data == "style" || n.Data == "script" && attribute(n, "src") == "" && attribute(n, "type") != "application/json" {
				errs = append(errs, fmt.Errorf("an inline %s", n.Data))
			}
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") {
					errs = append(errs, fmt.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val))
				}
			}
		}
		return errors.Join(errs...)
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
