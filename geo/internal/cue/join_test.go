package cue_test

import (
	"testing"

	"dateline/geo/internal/cue"
)

func TestJoinOf(t *testing.T) {
	for between, want := range map[string]cue.Join{
		", ": cue.JoinComma, " (": cue.JoinComma, " in ": cue.JoinIn, " in the ": cue.JoinIn, ", in ": cue.JoinIn, " in northern ": cue.JoinIn, " in the southern district of ": cue.JoinIn,
		", northern ": cue.JoinComma, " of ": cue.JoinIn, "'s ": cue.JoinPossessive,
		", the ": cue.JoinNone, " and ": cue.JoinNone, " to the ": cue.JoinNone, ", fled to ": cue.JoinNone, "": cue.JoinNone, "\n\n": cue.JoinNone,
	} {
		text := "Tripoli" + between + "Lebanon"
		if got := cue.JoinOf(text, 7, len(text)-7); got != want {
			t.Errorf("%q: join %d, want %d", text, got, want)
		}
	}
}

func TestJoinOfLanguage(t *testing.T) {
	for _, c := range []struct {
		language, inner, between, outer string
		want                            cue.Join
	}{
		{"fr", "Tripoli", ", au ", "Liban", cue.JoinIn}, {"fr", "Tripoli", " au ", "Liban", cue.JoinIn}, {"fr", "Tripoli", " et ", "Beyrouth", cue.JoinNone},
		{"ru", "Триполи", ", в ", "Ливане", cue.JoinIn}, {"ar", "طرابلس", "، ", "لبنان", cue.JoinComma}, {"ar", "طرابلس", " في ", "لبنان", cue.JoinIn},
		{"de", "Antakya", " in der ", "Türkei", cue.JoinIn}, {"de", "Antakya", " nach der ", "Türkei", cue.JoinNone}, {"es", "Trípoli", " en el ", "Líbano", cue.JoinIn},
		{"es", "Trípoli", ", ", "Libia", cue.JoinComma}, {"es", "Trípoli", "", "Libia", cue.JoinNone}, {"fi", "Tripoli", " au ", "Liban", cue.JoinNone},
	} {
		text := c.inner + c.between + c.outer
		if got := cue.JoinOfLanguage(c.language, text, len(c.inner), len(c.inner+c.between)); got != c.want {
			t.Errorf("%s %q: join %d, want %d", c.language, text, got, c.want)
		}
	}
}

func TestFollowsOrigin(t *testing.T) {
	for _, c := range []struct {
		language, before string
		want             bool
	}{{"ru", "завод из ", true}, {"ru", "завод в ", false}, {"de", "Von ", true}, {"en", "from ", false}, {"ru", "из", false}} {
		if got := cue.FollowsOrigin(c.language, c.before+"X", len(c.before)); got != c.want {
			t.Errorf("%s %q: %t", c.language, c.before, got)
		}
	}
}
