package neardup_test

import (
	"strings"
	"testing"

	"dateline/geo/neardup"

	"pgregory.net/rapid"
)

// texts generates texts of up to 200 words of a small vocabulary, of which many
// share shingles.
var texts = rapid.Custom(func(t *rapid.T) string {
	word := rapid.SampledFrom([]string{"flood", "river", "Marn", "Selby", "bridge", "water", "two", "Köln", "雨", "東京", "said", "on"})
	return strings.Join(rapid.SliceOfN(word, 0, 200).Draw(t, "words"), " ")
})

// Similarity is symmetric, between 0 and 1, 1 for the text itself, and does not
// depend on case and punctuation.
func TestSimilarityLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := texts.Draw(t, "x"), texts.Draw(t, "y")
		a, b := neardup.NewSignature(x), neardup.NewSignature(y)
		s := neardup.Similarity(a, b)
		if s < 0 || s > 1 || s != neardup.Similarity(b, a) || neardup.NearDuplicate(a, b) != neardup.NearDuplicate(b, a) {
			t.Errorf("similarities %g and %g", s, neardup.Similarity(b, a))
		}
		if x != "" && (neardup.Similarity(a, a) != 1 || !neardup.NearDuplicate(a, a) || !shareAKey(a, a)) {
			t.Errorf("%q is not a near-duplicate of itself", x)
		}
		if changed := neardup.NewSignature(strings.ToUpper(strings.ReplaceAll(x, " ", " … ")) + "."); changed != a {
			t.Errorf("case and punctuation change the signature of %q", x)
		}
	})
}

func TestSignatureRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := neardup.NewSignature(texts.Draw(t, "text"))
		b, err := want.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var got neardup.Signature
		if err := got.UnmarshalBinary(b); err != nil || got != want {
			t.Errorf("decoded as %v, error %v", got, err)
		}
	})
}
