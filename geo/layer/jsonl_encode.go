package layer

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"dateline/geo"
)

// lineEncoder encodes results with the bytes of encoding/json without escapes for HTML,
// but without reflection. The members are in the order of the types' fields.
type lineEncoder struct {
	b   []byte
	err error // of the first value that JSON can't express
}

// result encodes a result.
func (e *lineEncoder) result(r *Result) {
	e.string(`{"id":`, r.ID)
	e.string(`,"language":`, r.Language)
	e.optional(`,"method":`, r.Method, "")
	if len(r.Parts) > 0 {
		e.raw(`,"parts":[`)
		for i := range r.Parts {
			e.separate(i)
			p := &r.Parts[i]
			e.int(`{"start":`, p.Start)
			e.int(`,"end":`, p.End)
			e.string(`,"language":`, p.Language)
			e.optional(`,"method":`, p.Method, "")
			e.raw(`}`)
		}
		e.raw(`]`)
	}
	e.raw(`,"focus":[`)
	for i := range r.Focus {
		e.separate(i)
		e.focus(&r.Focus[i])
	}
	e.raw(`]`)
	e.ledger(&r.Ledger)
	if r.History {
		e.raw(`,"history":true`)
	}
	e.raw(`,"toponyms":[`)
	for i := range r.Toponyms {
		e.separate(i)
		e.toponym(&r.Toponyms[i])
	}
	e.raw(`]}`)
}

func (e *lineEncoder) focus(f *Focus) {
	e.raw(`{`)
	e.place(&f.PlaceRef)
	e.string(`"level":`, f.Level)
	e.float(`,"weight":`, f.Weight)
	e.int(`,"mentions":`, f.Mentions)
	e.raw(`}`)
}

func (e *lineEncoder) ledger(l *geo.Ledger) {
	e.int(`,"ledger":{"mentions":`, l.Mentions)
	e.int(`,"placed":`, l.Placed)
	e.int(`,"countries":`, l.Countries)
	e.int(`,"ambiguous":`, l.Ambiguous)
	e.int(`,"approximate":`, l.Approximate)
	e.int(`,"missing":`, l.Missing)
	if l.Unread != 0 {
		e.int(`,"unread":`, l.Unread)
	}
	e.raw(`}`)
}

// place encodes the members of a place, each with a comma after it.
func (e *lineEncoder) place(p *PlaceRef) {
	e.optional(`"place":`, string(p.Place), `,`)
	e.optional(`"name":`, p.Name, `,`)
	if p.Lat != nil {
		e.float(`"lat":`, *p.Lat)
		e.raw(`,`)
	}
	if p.Lon != nil {
		e.float(`"lon":`, *p.Lon)
		e.raw(`,`)
	}
	e.optional(`"country":`, p.Country, `,`)
	e.optional(`"admin1":`, p.Admin1, `,`)
}

func (e *lineEncoder) toponym(t *Toponym) {
	e.int(`{"start":`, t.Start)
	e.int(`,"end":`, t.End)
	e.string(`,"phrase":`, t.Phrase)
	e.optional(`,"base":`, t.Base, "")
	if w := t.Wide; w != nil {
		e.int(`,"wide":{"start":`, w.Start)
		e.int(`,"end":`, w.End)
		e.string(`,"phrase":`, w.Phrase)
		e.raw(`}`)
	}
	e.string(`,"role":`, string(t.Role))
	e.optional(`,"association":`, string(t.Association), "")
	e.string(`,"outcome":`, string(t.Outcome))
	e.raw(`,`)
	e.place(&t.PlaceRef)
	e.optional(`"kind":`, t.Kind, `,`)
	e.optional(`"precision":`, string(t.Precision), `,`)
	if t.Approximate {
		e.raw(`"approximate":true,`)
	}
	if t.UncertaintyKM != 0 {
		e.float(`"uncertainty_km":`, t.UncertaintyKM)
		e.raw(`,`)
	}
	e.optional(`"confidence":`, string(t.Confidence), `,`)
	e.float(`"score":`, t.Score)
	e.raw(`,"candidates":[`)
	for i := range t.Candidates {
		e.separate(i)
		e.raw(`{`)
		e.place(&t.Candidates[i].PlaceRef)
		e.float(`"score":`, t.Candidates[i].Score)
		e.raw(`}`)
	}
	e.raw(`],"why":[`)
	for i, reason := range t.Why {
		e.separate(i)
		e.string("", reason)
	}
	e.raw(`]`)
	if t.Relation != nil {
		e.relation(t.Relation)
	}
	if w := t.When; w != nil {
		e.string(`,"when":{"first":`, w.First)
		e.string(`,"last":`, w.Last)
		e.string(`,"words":`, w.Words)
		e.int(`,"start":`, w.Start)
		e.int(`,"end":`, w.End)
		e.raw(`}`)
	}
	e.raw(`}`)
}

func (e *lineEncoder) relation(r *Relation) {
	e.string(`,"relation":{"kind":`, string(r.Kind))
	e.string(`,"words":`, r.Words)
	e.int(`,"start":`, r.Start)
	e.int(`,"end":`, r.End)
	if r.KM != 0 {
		e.float(`,"km":`, r.KM)
	}
	if r.Vague {
		e.raw(`,"vague":true`)
	}
	if r.Bearing != nil {
		e.float(`,"bearing":`, *r.Bearing)
	}
	if r.Anchor2 != nil {
		e.int(`,"anchor2":`, *r.Anchor2)
	}
	if r.Subject != nil {
		e.int(`,"subject":`, *r.Subject)
	}
	if r.Lat != nil {
		e.float(`,"lat":`, *r.Lat)
	}
	if r.Lon != nil {
		e.float(`,"lon":`, *r.Lon)
	}
	if r.UncertaintyKM != 0 {
		e.float(`,"uncertainty_km":`, r.UncertaintyKM)
	}
	e.raw(`}`)
}

func (e *lineEncoder) raw(s string) { e.b = append(e.b, s...) }

// separate writes the comma before element i of an array.
func (e *lineEncoder) separate(i int) {
	if i > 0 {
		e.raw(`,`)
	}
}

// int writes an integer after its key.
func (e *lineEncoder) int(key string, v int) {
	e.raw(key)
	e.b = strconv.AppendInt(e.b, int64(v), 10)
}

// float writes a number after its key. encoding/json writes the exponents of very small
// and very large ones, and describes the error of those that are not finite.
func (e *lineEncoder) float(key string, v float64) {
	e.raw(key)
	if size := math.Abs(v); size < 1e21 && size >= 1e-6 || v == 0 {
		e.b = strconv.AppendFloat(e.b, v, 'f', -1, 64)
		return
	}
	e.slow(v)
}

// optional writes a string after its key, and end after it, unless the string is empty.
func (e *lineEncoder) optional(key, s, end string) {
	if s != "" {
		e.string(key, s)
		e.raw(end)
	}
}

// string writes a string after its key. encoding/json writes those that need escapes.
func (e *lineEncoder) string(key, s string) {
	e.raw(key)
	if !isPlain(s) {
		e.slow(s)
		return
	}
	e.raw(`"`)
	e.raw(s)
	e.raw(`"`)
}

// isPlain reports whether a string needs no escapes.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' {
			return false
		} else if c >= utf8.RuneSelf {
			return isPlainText(s[i:])
		}
	}
	return true
}

// isPlainText is isPlain for text with other characters than ASCII.
func isPlainText(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' {
			return false
		}
	}
	return utf8.ValidString(s) && !strings.ContainsAny(s, "\u2028\u2029")
}

// slow writes a value with encoding/json.
func (e *lineEncoder) slow(v any) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil && e.err == nil {
		e.err = err
	}
	e.b = append(e.b, bytes.TrimSuffix(out.Bytes(), []byte("\n"))...)
}
