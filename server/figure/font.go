package figure

import (
	"strings"
	"sync"
	"unicode"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/go-fonts/liberation/liberationserifbold"
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

// width returns the width of a text of a size, in the unit of the size.
func (f font) width(s string, size float64) float64 {
	var b sfnt.Buffer
	font := parsed()[f]
	total := fixed.Int26_6(0)
	for _, r := range s {
		i, err := font.GlyphIndex(&b, r)
		if err != nil {
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

// wrap breaks a text into lines of at most a width. A word that is wider is a line of its
// own.
func (f font) wrap(s string, size, width float64) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(s) {
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
