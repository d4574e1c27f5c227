package figure

import (
	"strings"
	"sync"
	"unicode"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/go-fonts/liberation/liberationserifbold"
	"github.com/mozillazg/go-unidecode"
	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// font is one of the fonts of figures. They have the metrics of Arial and Times.
type font uint8

const (
	sans font = iota
	sansBold
	serifBold
)

// The height of text above and below its baseline, as shares of its size.
const (
	ascent  = 0.78
	descent = 0.22
)

// data returns the TrueType file of the font.
func (f font) data() []byte {
	return [...][]byte{liberationsansregular.TTF, liberationsansbold.TTF, liberationserifbold.TTF}[f]
}

// parsed returns the parsed fonts.
var parsed = sync.OnceValue(func() [3]*sfnt.Font {
	var out [3]*sfnt.Font
	for f := range out {
		var err error
		if out[f], err = sfnt.Parse(font(f).data()); err != nil { //nolint:gosec // three fonts
			panic("figure: a font of this program is damaged: " + err.Error())
		}
	}
	return out
})

// unit is the size in pixels at which glyphs are measured.
const unit = 1000

// width returns the width of a text of a size, in the unit of the size. That of a text in a
// script that the font lacks is at least that of its transliteration, which PNG and PDF
// show; programs that show SVG have other fonts for it.
func (f font) width(s string, size float64) float64 {
	w := f.measure(s, size)
	if !f.has(s) {
		w = max(w, f.measure(f.latin(s), size))
	}
	return w
}

// measure returns the width of a text; a letter that the font lacks is as wide as its size.
func (f font) measure(s string, size float64) float64 {
	var b sfnt.Buffer
	font := parsed()[f]
	total := fixed.Int26_6(0)
	for _, r := range s {
		i, err := font.GlyphIndex(&b, r)
		if err != nil || i == 0 {
			total += fixed.I(unit)
			continue
		}
		if advance, err := font.GlyphAdvance(&b, i, fixed.I(unit), xfont.HintingNone); err == nil {
			total += advance
		}
	}
	return float64(total) / 64 / unit * size
}

// has reports whether the font has a glyph for every letter of a text.
func (f font) has(s string) bool {
	var b sfnt.Buffer
	for _, r := range s {
		if i, err := parsed()[f].GlyphIndex(&b, r); (err != nil || i == 0) && !unicode.IsSpace(r) && !unicode.IsControl(r) {
			return false
		}
	}
	return true
}

// latin returns a text with letters that the font lacks in Latin letters.
func (f font) latin(s string) string {
	var b strings.Builder
	for _, r := range s {
		if f.has(string(r)) {
			b.WriteRune(r)
		} else {
			b.WriteString(unidecode.Unidecode(string(r)))
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// words returns the words of a text. A word in a script that the font lacks, such as
// Chinese, which has no spaces, is broken where it is wider than a line.
func (f font) words(s string, size, width float64) (out []string) {
	for word := range strings.FieldsSeq(s) {
		if f.width(word, size) > width && !f.has(word) {
			part := ""
			for _, r := range word {
				if part != "" && f.width(part+string(r), size) > width {
					out = append(out, part)
					part = ""
				}
				part += string(r)
			}
			word = part
		}
		out = append(out, word)
	}
	return out
}

// wrap breaks a text into lines of at most a width. A Latin word that is wider is a line of
// its own.
func (f font) wrap(s string, size, width float64) []string {
	var lines []string
	line := ""
	for _, word := range f.words(s, size, width) {
		next := word
		if line != "" {
			next = line + " " + word
		}
		if line != "" && f.width(next, size) > width {
			lines = append(lines, line)
			next = word
		}
		line = next
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// cut shortens a text to a width.
func (f font) cut(s string, size, width float64) string {
	if f.width(s, size) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 0 && f.width(string(runes)+"…", size) > width {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimSpace(string(runes)) + "…"
}
