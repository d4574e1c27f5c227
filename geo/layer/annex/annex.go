// Package annex writes an export as a document for readers: the places, the numbered passages that name them, and the provenance, as Markdown or DOCX.
package annex

import (
	"fmt"
	"io"
	"strings"

	"dateline/geo"
	"dateline/geo/layer"

	"github.com/paulmach/orb"
)

// maxNumbers is the number of passages that are listed for a place.
const maxNumbers = 40

// document is a form of document.
type document interface {
	heading(level int, text string)
	// item writes a numbered paragraph.
	item(n int, runs []run)
	paragraph(runs []run)
	// close writes the end and returns the first error.
	close() error
}

// run is a piece of text with a link, or without one.
type run struct {
	text, link string
	bold       bool
}

// WriteMarkdown writes a document as Markdown (CommonMark).
func WriteMarkdown(w io.Writer, e *layer.Export, o layer.Options) error {
	return write(newMarkdown(w), e, o)
}

// WriteDOCX writes a document as Office Open XML (DOCX).
func WriteDOCX(w io.Writer, e *layer.Export, o layer.Options) error {
	d, err := newDOCX(w)
	if err != nil {
		return err
	}
	return write(d, e, o)
}

// write writes the places with the numbers of their passages, the passages by article,
// and the header.
func write(d document, e *layer.Export, o layer.Options) error {
	title := e.Header.Title
	if title == "" {
		title = "Places"
	}
	d.heading(1, title)
	numbers, err := number(e)
	if err != nil {
		return err
	}
	d.heading(2, "Places")
	l := o.Shapes
	for p, err := range e.Places {
		if err != nil {
			return err
		}
		if l == layer.Points {
			if _, ok := p.Geometry.(orb.Point); !ok {
				continue
			}
		}
		d.paragraph(placeRuns(p, numbers[p.Place.ID]))
	}
	d.heading(2, "Passages")
	if err := passages(d, e); err != nil {
		return err
	}
	d.heading(2, "About this document")
	for _, s := range e.Header.Statements() {
		d.paragraph([]run{{text: s.Label + ": ", bold: true}, {text: s.Text}})
	}
	return d.close()
}

// numberer numbers the passages of an export: one passage that several mentions are in
// has one number.
type numberer struct {
	n       int
	article string
	start   int
	passage string
}

// next returns the number of the passage of a mention, and whether it is a new one.
func (c *numberer) next(m *layer.MentionRow) (n int, first bool) {
	if c.n == 0 || c.article != m.Article || c.start != m.PassageStart || c.passage != m.Passage {
		c.n++
		c.article, c.start, c.passage = m.Article, m.PassageStart, m.Passage
		return c.n, true
	}
	return c.n, false
}

// number returns the numbers of the passages of each place, without repetition.
func number(e *layer.Export) (map[geo.PlaceID][]int32, error) {
	out := map[geo.PlaceID][]int32{}
	var c numberer
	for m, err := range e.Mentions {
		if err != nil {
			return nil, err
		}
		n, _ := c.next(m)
		if m.Place == nil || m.Outcome != geo.OutcomePlaced && m.Outcome != geo.OutcomeCountry {
			continue
		}
		list := out[m.Place.ID]
		if len(list) <= maxNumbers && (len(list) == 0 || list[len(list)-1] != int32(n)) { //nolint:gosec // fewer passages
			out[m.Place.ID] = append(list, int32(n)) //nolint:gosec // fewer passages
		}
	}
	return out, nil
}

// placeRuns returns the line of a place.
func placeRuns(p *layer.PlaceRow, numbers []int32) []run {
	name := run{text: layer.FullName(&p.Place), bold: true}
	if at, ok := p.Geometry.(orb.Point); ok {
		name.link = layer.GeoURI(at, 0)
	}
	words := fmt.Sprintf(", %s, %s: %s in %s", p.Place.Kind.Label(), p.Confidence, count(p.Mentions, "mention"), count(p.Articles, "article"))
	if p.Coarsened {
		words += " of places within it"
	}
	var list []string
	for i, n := range numbers {
		if i == maxNumbers {
			list = append(list, "…")
			break
		}
		list = append(list, fmt.Sprint(n))
	}
	if len(list) > 0 {
		words += "; see " + strings.Join(list, ", ")
	}
	return []run{name, {text: words + "."}}
}

// count returns a number with a noun: "1 mention", "2 mentions".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// isolate puts a quote in a right-to-left language between the characters that isolate its direction from that of the
// text around it.
func isolate(quote, language string) string {
	if geo.Direction(language) != "rtl" {
		return quote
	}
	return "\u2067" + quote + "\u2069"
}

// passages writes the passages by article. A passage is followed by what its mentions
// mean.
func passages(d document, e *layer.Export) error {
	var c numberer
	var open []run // of the last passage
	article := ""
	end := func(n int) {
		if open != nil {
			d.item(n, open)
		}
		open = nil
	}
	for m, err := range e.Mentions {
		if err != nil {
			return err
		}
		before := c.n
		if _, first := c.next(m); first {
			end(before)
			if before == 0 || article != m.Article {
				article = m.Article
				d.heading(3, m.Source())
				if m.URL != "" {
					d.paragraph([]run{{text: m.URL, link: m.URL}})
				}
			}
			where := ""
			if m.Page > 0 {
				where = fmt.Sprintf(" (page %d)", m.Page)
			}
			open = []run{{text: isolate("“"+strings.Join(strings.Fields(m.Passage), " ")+"”", m.Language) + where}}
		}
		open = append(open, meaning(m)...)
	}
	end(c.n)
	return nil
}

// meaning returns what a mention means.
func meaning(m *layer.MentionRow) []run {
	phrase := " — " + m.Phrase + ": "
	if m.Place == nil {
		return []run{{text: phrase + "not in the gazetteer"}}
	}
	name := run{text: layer.FullName(m.Place)}
	if at, ok := m.Geometry.(orb.Point); ok {
		name.link = layer.GeoURI(at, m.UncertaintyKM)
	}
	switch m.Outcome {
	case geo.OutcomeAmbiguous:
		phrase += "ambiguous, perhaps "
	case geo.OutcomeApproximate:
		phrase += "in or near "
	default: // is the place
	}
	return []run{{text: phrase}, name, {text: ", " + m.Place.Kind.Label() + ", " + string(m.Confidence)}}
}
