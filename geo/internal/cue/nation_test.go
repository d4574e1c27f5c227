package cue

import "testing"

func TestNationBefore(t *testing.T) {
	for _, c := range []struct{ language, before, want string }{
		{"nl", "in het Franse ", "FR"},
		{"nl", "in de Belgische stad ", "BE"},
		{"nl", "in de stad ", ""},
		{"de", "aus dem polnischen ", "PL"},
		{"de", "der polnische Präsident ", ""},
		{"fr", "dans la ville syrienne de ", "SY"},
		{"fr", "la province irakienne d'", "IQ"},
		{"fr", "le président français ", ""},
		{"ro", "în orașul ucrainean ", "UA"},
		{"ro", "președintele ucrainean ", ""},
		{"en", "the French ", ""},
	} {
		if got := NationBefore(c.language, c.before); got != c.want {
			t.Errorf("NationBefore(%q, %q) = %q, want %q", c.language, c.before, got, c.want)
		}
	}
}
