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
