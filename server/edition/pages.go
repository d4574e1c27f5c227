package edition

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/url"
	"strings"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/geo/text"
	"dateline/server/mapfile"
)

//go:embed page
var pageFiles embed.FS

// The placeholders of the pages, which the server replaces when it answers. They are the same in all editions.
const (
	// Base stands for the URL of the server, and BaseQuery for the same in a query.
	Base      = "https://dateline-server.invalid"
	baseQuery = "https%3A%2F%2Fdateline-server.invalid"
	// Banner is where the page at the address of a publication has what it knows of its editions.
	Banner = `<div class="editions"></div>`
)

// Address returns a page with the URL of the server.
func Address(page []byte, base string) []byte {
	base = strings.TrimSuffix(base, "/")
	return []byte(strings.NewReplacer(Base, template.HTMLEscapeString(base), baseQuery, template.HTMLEscapeString(url.QueryEscape(base))).Replace(string(page)))
}

// Newest returns the page of an edition for the address of its publication, with what is known of the editions.
func Newest(page []byte, publication string, number int, banner []byte) []byte {
	page = bytes.Replace(page, []byte(Banner), banner, 1)
	own := baseQuery + url.QueryEscape(Root(publication, number))
	return bytes.ReplaceAll(page, []byte(own), []byte(baseQuery+url.QueryEscape(Path(publication))))
}

// pageView is the content of the pages.
type pageView struct {
	Title, Description, Note, Summary, Alt, Day, Content, Ledger string
	Number                                                       int
	Base, BaseQuery, Root, RootQuery, Newest                     template.URL
	Places                                                       []placeView
	Files                                                        []fileView
	Statements                                                   []layer.Statement
	// Period is the days of publication, or empty, and Blocks the data of the embedded map.
	Period string
	Blocks template.HTML
}

type fileView struct{ Name, Words string }

// placeView is a place with its passages.
type placeView struct {
	ID, Label, Where, Kind, Facts, Note, Heading string
	Number                                       int
	Passages                                     []passageView
}

type passageView struct{ ID, Before, Phrase, After, Source, URL, Confidence string }

// maxPassages is the maximum number of passages of a place on the page. The layers have all.
const maxPassages = 20

// Root returns the path of an edition, and Path that of a publication.
func Root(publication string, number int) string {
	return fmt.Sprintf("%s/%d", Path(publication), number)
}

// Path returns the path of a publication.
func Path(publication string) string { return "/p/" + url.PathEscape(publication) }

// addPages adds the page and the embedded page with their style and script.
func (b *builder) addPages() error {
	content, err := b.content()
	if err != nil {
		return err
	}
	root := Root(b.publication, b.number)
	h := &b.export.Header
	view := &pageView{
		Title: b.title, Description: b.choices.Description, Note: b.choices.Note, Number: b.number, Day: day(b.origin.Now), Content: content,
		Ledger: b.ledger(),
		Base:   Base, BaseQuery: baseQuery, Root: template.URL(root), RootQuery: template.URL(url.QueryEscape(root)), Newest: template.URL(Path(b.publication)),
		Statements: h.Statements(),
	}
	view.Summary = cmp.Or(b.choices.Description, fmt.Sprintf("Map of %d places in %d articles.", len(b.places), h.Articles))
	view.Alt = b.altText()
	for _, f := range layerFiles {
		view.Files = append(view.Files, fileView{f.name, f.words})
	}
	view.Period = b.period()
	passages := b.passages()
	for _, p := range b.places {
		view.Places = append(view.Places, b.placeView(p, passages[p.Place.ID]))
	}
	templates, err := template.ParseFS(pageFiles, "page/*.html")
	if err != nil {
		return err
	}
	if view.Blocks, err = b.blocks(templates, view); err != nil {
		return err
	}
	for _, p := range []struct{ name, template string }{{"index.html", "page.html"}, {"embed.html", "embed.html"}} {
		err := b.add(p.name, "text/html; charset=utf-8", func(w io.Writer) error {
			return text.WriteClean(w, func(w io.Writer) error { return templates.ExecuteTemplate(w, p.template, view) })
		})
		if err != nil {
			return err
		}
	}
	for _, f := range []struct {
		name, mediaType string
		files           fs.FS
		path            string
	}{
		{"edition.css", "text/css; charset=utf-8", pageFiles, "page/edition.css"},
		{"viewer.css", "text/css; charset=utf-8", b.origin.Static, "dist/style.css"}, {"viewer.js", "text/javascript; charset=utf-8", b.origin.Static, "dist/viewer.js"},
	} {
		data, err := fs.ReadFile(f.files, f.path)
		if err != nil {
			return geo.Errorf(geo.ErrUnavailable, "the front end cannot be read (%w): build it with “make”", err)
		}
		if err := b.add(f.name, f.mediaType, func(w io.Writer) error { _, err := w.Write(data); return err }); err != nil {
			return err
		}
	}
	return nil
}

// blocks returns the data of the embedded map: the places with their labels, and the passages of the page.
func (b *builder) blocks(templates *template.Template, v *pageView) (template.HTML, error) {
	var passages, out strings.Builder
	if err := templates.ExecuteTemplate(&passages, "passages.html", v); err != nil {
		return "", err
	}
	e := mapfile.Embed{Title: b.title, Full: string(v.Root), Passages: passages.String(), Sources: b.export.Header.Sources, Static: b.origin.Static}
	if b.export.Header.Cap == layer.NoCap {
		e.Gazetteer = b.origin.Gazetteer
	}
	for _, p := range b.places {
		row := *p
		row.Place.Name = b.label(&p.Place)
		e.Places = append(e.Places, &row)
	}
	err := e.WriteBlocks(&out)
	return template.HTML(out.String()), err //nolint:gosec // JSON in which "<" is escaped
}

// ledger returns the ledger in words.
func (b *builder) ledger() string {
	return "Mentions: " + layer.LedgerWords(b.export.Header.Ledger) + "."
}

// altText describes the figure, if the editor did not.
func (b *builder) altText() string {
	if b.choices.Alt != "" {
		return b.choices.Alt
	}
	names := make([]string, 0, 12)
	for _, p := range b.places {
		if len(names) == 12 {
			break
		}
		names = append(names, b.label(&p.Place))
	}
	out := "Map: " + strings.Join(names, ", ")
	if more := len(b.places) - len(names); more > 0 {
		out += fmt.Sprintf(" and %d more places", more)
	}
	return out + "."
}

// period returns the first and the last day of publication, or "".
func (b *builder) period() string {
	first, last := "", ""
	for _, p := range b.places {
		if f := p.FirstPublished; f != "" && (first == "" || f < first) {
			first = f
		}
		last = max(last, p.LastPublished)
	}
	if first == last {
		return first
	}
	return first + " – " + last
}

// passages returns the mentions of each place.
func (b *builder) passages() map[geo.PlaceID][]*layer.MentionRow {
	out := map[geo.PlaceID][]*layer.MentionRow{}
	for _, m := range b.mentions {
		if m.Place != nil && (m.Outcome == geo.OutcomePlaced || m.Outcome == geo.OutcomeCountry) {
			out[m.Place.ID] = append(out[m.Place.ID], m)
		}
	}
	return out
}

func (b *builder) placeView(p *layer.PlaceRow, mentions []*layer.MentionRow) placeView {
	pick, number := b.pick(p.Place.ID)
	out := placeView{
		ID: string(p.Place.ID), Label: b.label(&p.Place), Note: pick.Note, Number: number,
		Kind:  p.Place.Kind.Label(),
		Where: strings.TrimPrefix(strings.TrimPrefix(layer.FullName(&p.Place), p.Place.Name), ", "),
		Facts: fmt.Sprintf("%s · %s · %s in %s", p.Place.Kind.Label(), p.Confidence, count(p.Mentions, "mention"), count(p.Articles, "article")),
	}
	out.Heading = count(len(mentions), "passage")
	if len(mentions) > maxPassages {
		out.Heading = fmt.Sprintf("%d of %d passages; the layers have all", maxPassages, len(mentions))
		mentions = mentions[:maxPassages]
	}
	for _, m := range mentions {
		out.Passages = append(out.Passages, newPassage(m))
	}
	return out
}

// newPassage splits the passage of a mention at its phrase.
func newPassage(m *layer.MentionRow) passageView {
	text := []rune(m.Passage)
	start, end := m.Start-m.PassageStart, m.End-m.PassageStart
	v := passageView{ID: m.ID, Phrase: m.Phrase, URL: m.URL, Confidence: string(m.Confidence)}
	if start >= 0 && start <= end && end <= len(text) {
		v.Before, v.Phrase, v.After = string(text[:start]), string(text[start:end]), string(text[end:])
	}
	var source []string
	for _, part := range []string{m.Publisher, cmp.Or(m.Title, m.Article), m.Published[:min(len(m.Published), len("2006-01-02"))]} {
		if part != "" {
			source = append(source, part)
		}
	}
	v.Source = strings.Join(source, ", ")
	return v
}

// count returns a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
