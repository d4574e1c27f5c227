package markup

import (
	"bytes"
	"cmp"
	"context"
	"regexp"
	"strings"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/text"

	"github.com/goccy/go-yaml"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	gmtext "github.com/yuin/goldmark/text"
)

// markdownSyntax matches one piece of Markdown markup.
var markdownSyntax = regexp.MustCompile(`(?m)^(#{1,6} \S|[-*+] \S|\d+\. \S|> |\x60{3}|\|.*\|)|\[[^\]\n]+\]\([^)\n]+\)|\*\*[^*\n]+\*\*`)

// IsMarkdown reports whether a document is Markdown, by its first bytes: it begins
// with front matter or a heading, or has several pieces of markup. One alone is found
// in plain text too.
func IsMarkdown(head []byte) bool {
	if !document.IsText(head) {
		return false
	}
	if bytes.HasPrefix(head, []byte("---\n")) || bytes.HasPrefix(head, []byte("---\r\n")) {
		return bytes.Contains(head[4:], []byte("\n---"))
	}
	return bytes.HasPrefix(head, []byte("# ")) || countMarkdown(head, 3) >= 3
}

// countMarkdown returns the number of pieces of markup in a text, up to limit. It runs
// the regular expression on the lines that can match only, which takes a tenth of the
// time.
func countMarkdown(head []byte, limit int) int {
	n := 0
	for line := range bytes.Lines(head) {
		if bytes.IndexByte([]byte("#-*+>`|0123456789"), line[0]) >= 0 || bytes.Contains(line, []byte("](")) || bytes.Contains(line, []byte("**")) {
			if n += len(markdownSyntax.FindAllIndex(line, limit)); n >= limit {
				break
			}
		}
	}
	return n
}

// Limits on front matter.
const (
	maxFrontMatterBytes    = 32 << 10
	maxFrontMatterBrackets = 1000
)

// frontMatter is the metadata at the head of a Markdown document.
type frontMatter struct {
	ID        string `yaml:"id"`
	Title     string `yaml:"title"`
	Publisher string `yaml:"publisher"`
	Author    string `yaml:"author"`
	Published string `yaml:"published"`
	Date      string `yaml:"date"`
	URL       string `yaml:"url"`
	Language  string `yaml:"language"`
}

// ReadMarkdown reads a Markdown document: its text without markup and the fields of
// its front matter. The title is that of the front matter or the first heading. A
// document whose markup is too complex is read as plain text.
func ReadMarkdown(_ context.Context, b []byte, _ document.Options) (*geo.Article, error) {
	source, err := text.Decode(b, "")
	if err != nil {
		return nil, err
	}
	source = strings.ReplaceAll(source, "\r\n", "\n")
	head, source, err := readFrontMatter(source)
	if err != nil {
		return nil, err
	}
	a := &geo.Article{ID: head.ID, Title: head.Title, Publisher: head.Publisher, Author: head.Author, URL: head.URL, Language: head.Language}
	if a.Published, err = document.ParseDate(head.Published, head.Date); err != nil {
		return nil, err
	}
	if tooComplex(source) {
		a.Text = text.Normalize(source)
		a.Title = cmp.Or(a.Title, document.GuessTitle(a.Text))
		return a, nil
	}
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Footnote))
	w := &markdownText{source: []byte(source)}
	if err := ast.Walk(md.Parser().Parse(gmtext.NewReader(w.source)), w.visit); err != nil {
		return nil, err
	}
	a.Text = text.Normalize(w.out.String())
	a.Title = cmp.Or(a.Title, text.Normalize(w.heading))
	return a, nil
}

// readFrontMatter splits a document into its front matter, which may be missing, and
// the rest. The error wraps [geo.ErrInput].
func readFrontMatter(source string) (head frontMatter, body string, err error) {
	rest, ok := strings.CutPrefix(source, "---\n")
	if !ok {
		return head, source, nil
	}
	matter, body, ok := strings.Cut(rest, "\n---")
	if !ok {
		return head, source, nil
	}
	if len(matter) > maxFrontMatterBytes || strings.Count(matter, "[")+strings.Count(matter, "{") > maxFrontMatterBrackets || tooComplex(matter) {
		return head, "", geo.Errorf(geo.ErrInput, "its front matter is too long or too deeply nested")
	}
	if err := yaml.Unmarshal([]byte(matter), &head); err != nil {
		return head, "", geo.Errorf(geo.ErrInput, "its front matter is not valid YAML: %v", yaml.FormatError(err, false, false))
	}
	_, body, _ = strings.Cut(body, "\n")
	return head, body, nil
}

// markdownText collects the text of a Markdown syntax tree, an empty line between
// blocks.
type markdownText struct {
	source  []byte
	out     strings.Builder
	heading string
}

// textAfter returns the text of the node after n if it is plain.
func (w *markdownText) textAfter(n ast.Node) string {
	if next, ok := n.NextSibling().(*ast.Text); ok {
		return string(next.Value(w.source))
	}
	return ""
}

func (w *markdownText) visit(n ast.Node, entering bool) (ast.WalkStatus, error) {
	switch n := n.(type) {
	case *ast.Text:
		if entering {
			w.out.Write(n.Value(w.source))
			switch {
			case n.HardLineBreak(), n.SoftLineBreak() && dividesWord(w.out.String(), w.textAfter(n)):
				w.out.WriteByte('\n')
			case n.SoftLineBreak():
				w.out.WriteByte(' ')
			}
		}
	case *ast.String:
		if entering {
			w.out.Write(n.Value)
		}
	case *ast.AutoLink:
		return ast.WalkSkipChildren, nil
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		if entering {
			for i := range n.Lines().Len() {
				line := n.Lines().At(i)
				w.out.Write(line.Value(w.source))
			}
			w.out.WriteString("\n")
		}
		return ast.WalkSkipChildren, nil
	case *ast.HTMLBlock, *ast.RawHTML, *ast.Image:
		return ast.WalkSkipChildren, nil
	case *ast.Heading:
		if !entering {
			w.out.WriteString("\n\n")
			if w.heading == "" {
				w.heading = strings.TrimSpace(w.out.String())
				if at := strings.LastIndex(w.heading, "\n"); at >= 0 {
					w.heading = w.heading[at+1:]
				}
			}
		}
	case *ast.TextBlock, *extast.TableRow, *extast.TableHeader:
		if !entering {
			w.out.WriteString("\n")
		}
	case *extast.TableCell:
		if !entering {
			w.out.WriteString("; ")
		}
	case *ast.ListItem:
	default:
		if !entering && n.Type() == ast.TypeBlock {
			w.out.WriteString("\n\n")
		}
	}
	return ast.WalkContinue, nil
}
