package cue_test

import (
	"strings"
	"testing"

	"dateline/geo/internal/cue"
)

func TestInStreet(t *testing.T) {
	for _, c := range []struct {
		language, text, name string
		want                 bool
	}{
		{"fr", "Un accident rue de Rome à Marseille", "Rome", true}, {"fr", "le boulevard d'Alger", "Alger", true}, {"fr", "la place de Paris", "Paris", false},
		{"it", "in corso Buenos Aires", "Buenos Aires", true}, {"it", "nel corso di Roma", "Roma", false}, {"it", "in via Roma", "Roma", true}, {"it", "giunti via Adré", "Adré", false},
		{"es", "la calle Toledo", "Toledo", true}, {"es", "las calles de Caracas", "Caracas", false}, {"ar", "في شارع القدس", "القدس", true},
		{"tr", "Bağdat Caddesi'nde", "Bağdat", false}, {"tr", "Bağdat Caddesi kapandı", "Bağdat", true}, {"de", "in der Berliner Straße", "Berliner Straße", true},
		{"de", "in Berlin", "Berlin", false}, {"zh", "北京大道", "北京", true}, {"zh", "北京的", "北京", false}, {"en", "rue de Rome", "Rome", false},
	} {
		start := strings.Index(c.text, c.name)
		if got := cue.InStreet(c.language, c.text, start, start+len(c.name)); got != c.want {
			t.Errorf("%s %q in %q: %t", c.language, c.name, c.text, got)
		}
	}
}
