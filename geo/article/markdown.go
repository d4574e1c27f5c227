package article

import (
	"bytes"
	"context"
	"regexp"
	"strings"
	"time"

	"dateline/geo"

	"github.com/goccy/go-yaml"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

var markdownSigns = regexp.MustCompile(`(?m)^(#{1,6} \S|[-*+] \S|\d+\. \S|> |\x60{3}|\|.*\|)|\[[^\]\n]+\]\([^)\n]+\)|\*\*[^*\n]+\*\*`)

// isMarkdown wants front matter, or several signs of Markdown: one alone also
// stands in plain text.
func isMarkdown(head []byte, o Options) bool {
	if !isText(head, o) {
		return false
	}
	if bytes.HasPrefix(head, []byte("---\n")) || bytes.HasPrefix(head, []byte("---\r\n")) {
		return bytes.Contains(head[4:], []byte("\n---"))
	}
	return strings.HasPrefix(string(head), "# ") || len(markdownSigns.FindAllIndex(head, 3)) >= 3
}

// Limits on front matter.
const (
	maxMatter   = 32 << 10
	maxBrackets = 1000
)

// frontMatter is what the head of a Markdown document may say.
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

// readMarkdown keeps the text of a Markdown document without its markup. Its
// title is that of the front matter, or the first heading. A document whose markup
// no person wrote is kept as plain text.
func readMarkdown(_ context.Context, b []byte, _ Options) (*geo.Article, error) {
	source, err := decodeText(b)
	if err != nil {
		return nil, err
	}
	source = strings.ReplaceAll(source, "\r\n", "\n")
	var head frontMatter
	if rest, ok := strings.CutPrefix(source, "---\n"); ok {
		if matter, body, ok := strings.Cut(rest, "\n---"); ok {
			if len(matter) > maxMatter || strings.Count(matter, "[")+strings.Count(matter, "{") > maxBrackets || tangled(matter) {
				return nil, geo.Errorf(geo.ErrInput, "its front matter is too long or too deep")
			}
			if err := yaml.Unmarshal([]byte(matter), &head); err != nil {
				return nil, geo.Errorf(geo.ErrInput, "its front matter: %v", yaml.FormatError(err, false, false))
			}
			_, source, _ = strings.Cut(body, "\n")
		}
	}
	a := &geo.Article{ID: head.ID, Title: head.Title, Publisher: head.Publisher, Author: head.Author, URL: head.URL, Language: head.Language}
	if a.Published, err = day(head.Published, head.Date); err != nil {
		return nil, err
	}
	if tangled(source) {
		a.Text = NormalizeText(source)
		a.Title = first(a.Title, headline(a.Text))
		return a, nil
	}
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Footnote))
	raw := []byte(source)
	w := &markdownText{source: raw}
	if err := ast.Walk(md.Parser().Parse(text.NewReader(raw)), w.visit); err != nil {
		return nil, err
	}
	a.Text = NormalizeText(w.out.String())
	if a.Title == "" {
		a.Title = NormalizeText(w.heading)
	}
	return a, nil
}

// day checks a publication day or time and returns it as RFC 3339.
func day(values ...string) (string, error) {
	for _, v := range values {
		if v == "" {
			continue
		}
		for _, layout := range []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04:05", time.DateTime} {
			if t, err := time.Parse(layout, v); err == nil {
				if layout == time.DateOnly {
					return v, nil
				}
				return t.Format(time.RFC3339), nil
			}
		}
		return "", geo.Errorf(geo.ErrInput, "the publication date %q is not of the form 2021-09-06 or 2021-09-06T14:00:00Z", v)
	}
	return "", nil
}

// markdownText writes the text of a tree of Markdown, blocks apart.
type markdownText struct {
	source  []byte
	out     strings.Builder
	heading string
}

func (w *markdownText) visit(n ast.Node, entering bool) (ast.WalkStatus, error) {
	switch n := n.(type) {
	case *ast.Text:
		if entering {
			w.out.Write(n.Value(w.source))
			switch {
			case n.HardLineBreak():
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
