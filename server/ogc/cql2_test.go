package ogc

import (
	"reflect"
	"testing"

	"dateline/geo/layer"

	"github.com/paulmach/orb"
)

func tokenOf(t *testing.T, text string) token {
	t.Helper()
	tokens, err := tokenize(text)
	if err != nil || len(tokens) != 1 {
		t.Fatalf("%s has the tokens %v: %v", text, tokens, err)
	}
	return tokens[0]
}

// Escapes of texts are those of CQL2 text; a pattern has escapes of its own.
func TestEscapes(t *testing.T) {
	for text, want := range map[string]string{`'it''s'`: "it's", `'it\'s'`: "it's", `'a\tb\n'`: "a\tb\n", `'a\\b'`: `a\b`, `'100\%'`: `100\%`} {
		l, err := (&filterParser{tokens: []token{tokenOf(t, text)}}).literal()
		if err != nil || l.text != want {
			t.Errorf("%s is %q, want %q: %v", text, l.text, want, err)
		}
	}
	if p := likePattern(tokenOf(t, `'100\%_'`).text); !p.MatchString("100%a") || p.MatchString("100xa") {
		t.Errorf("the pattern is %s", p)
	}
}

// A value may come before the property that it is compared with.
func TestValuesBeforeProperties(t *testing.T) {
	for text, want := range map[string]string{
		"2 < start": "start > 2", "'PK' = country": "country = 'PK'", "-1.5 >= score": "score <= -1.5", "DATE('2022-04-14') <= published": "published >= DATE('2022-04-14')",
		"1 <> page AND (2 > end)": "page <> 1 AND (end < 2)",
	} {
		a, err := parseFilter(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if b, err := parseFilter(want); err != nil || !reflect.DeepEqual(a, b) {
			t.Errorf("%s is %v, want %v: %v", text, a, b, err)
		}
	}
	for _, text := range []string{"2 <", "2 < 3", "2 IN (start)", "'a'", "2 LIKE start", "DATE('2022-04-14')"} {
		if e, err := parseFilter(text); err == nil {
			t.Errorf("%s is %v", text, e)
		}
	}
}

// The predicates that the abstract tests of OGC 21-065 derive from a queryable, for every field of both layers and the geometry: each can
// be evaluated, opposites exclude each other, and with NULL they are everything.
func TestEveryQueryableCanBeCompared(t *testing.T) {
	values := map[layer.Type][]string{layer.Text: {"'foo'", "DATE('2022-04-14')", "TIMESTAMP('2022-04-14T14:48:46Z')"}, layer.Integer: {"1"}, layer.Number: {"3.14"}, layer.Boolean: {"true"}}
	s := &service{Config{Errorf: func(_ error, format string, args ...any) error { t.Helper(); t.Errorf(format, args...); return nil }}}
	eval := func(text string, kind layer.Kind, f subject) truth {
		e, err := parseFilter(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		q := &query{}
		if e, err = s.locate(e, crs84); err != nil {
			t.Fatal(err)
		}
		if err := s.finish(q, kind, nil, conjunction{e}); err != nil {
			t.Fatal(err)
		}
		return evaluate(e, f)
	}
	row := &layer.MentionRow{ID: "a", Phrase: "Kabul", Published: "2022-04-14", Geometry: orb.Point{69.2, 34.5}, Score: .5, Start: 3, End: 8}
	for _, kind := range []layer.Kind{layer.Mentions, layer.Places} {
		fields := fieldsOf(kind)
		f := subject{fields: fields}
		if kind == layer.Mentions {
			f.feature = row.Feature(fields)
		} else {
			f.feature = (&layer.PlaceRow{Mentions: 3, FirstPublished: "2022-04-14", Geometry: orb.Polygon{{{60, 30}, {70, 30}, {70, 40}, {60, 30}}}}).Feature(fields)
		}
		for _, field := range fields {
			for _, v := range values[field.Type] {
				for _, opposites := range [][2]string{{"=", "<>"}, {">", "<="}, {"<", ">="}} {
					a, b := eval(field.Name+opposites[0]+v, kind, f), eval(field.Name+" "+opposites[1]+" "+v, kind, f)
					if a == isTrue && b == isTrue {
						t.Errorf("%s is both %v %s", field.Name, opposites, v)
					}
					if c := eval("NOT ("+field.Name+opposites[0]+v+")", kind, f); c != isTrue-a {
						t.Errorf("NOT %s%s%s is %v", field.Name, opposites[0], v, c)
					}
				}
			}
			if a, b := eval(field.Name+" IS NULL", kind, f), eval(field.Name+" is not null", kind, f); a+b != isTrue || a == b {
				t.Errorf("%s is null: %v, and not null: %v", field.Name, a, b)
			}
		}
		if a, b := eval("geometry IS NULL", kind, f), eval("geometry is not null", kind, f); a != isFalse || b != isTrue {
			t.Errorf("geometry is null: %v, and not null: %v", a, b)
		}
		if got := eval("true", kind, f); got != isTrue {
			t.Errorf("true is %v", got)
		}
	}
}
