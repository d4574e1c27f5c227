package gazetteer_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	"dateline/geo/gazetteer"

	"pgregory.net/rapid"
)

func TestNormalize(t *testing.T) {
	for text, want := range map[string]string{
		"Kābul": "kabul", "ŁÓDŹ": "lodz", "Xi'an": "xian", "Rafah–Crossing": "rafah crossing", "St. Louis": "saint louis", "Mt Everest": "mount everest", "Ft. Worth": "fort worth",
		"  Port-au-Prince ": "port au prince", "Харків": "харків", "Αθήνα": "αθηνα", "كابُل": "کابل", "喀布尔": "喀布尔", "紐約": "纽约", "臺灣": "台湾", "क़ाबुल": "काबुल", "काँग्रेस": "कांग्रेस", "गाज़ा।": "गाजा", "Ｋａｂｕｌ": "kabul", "Straße": "strasse", "": "", "…": "", "U.S.": "us",
		"צ׳אד": "צאד", "צ'אד": "צאד",
	} {
		if got := string(gazetteer.Normalize(nil, text)); got != want {
			t.Errorf("Normalize(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestNormalizeOfEachCharacterIsIdempotent(t *testing.T) {
	for r := range rune(unicode.MaxRune) {
		once := gazetteer.Normalize(nil, string(r))
		if twice := gazetteer.Normalize(nil, string(once)); !bytes.Equal(once, twice) {
			t.Errorf("%U becomes %q and then %q", r, once, twice)
		}
	}
}

// TestNormalizeIsIdempotent also checks that normalizing word by word gives the words
// of the normalized text.
func TestNormalizeIsIdempotent(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[A-Za-zéāłßЖψ\x{0620}-\x{064A}\x{0900}-\x{097F}臺灣国.'’ \-]{0,30}`), rapid.StringMatching(`(St|Mt|Ft|st)\.? ?[a-z]{0,5}`))
	rapid.Check(t, func(t *rapid.T) {
		s := text.Draw(t, "text")
		once := gazetteer.Normalize(nil, s)
		if twice := gazetteer.Normalize(nil, string(once)); !bytes.Equal(once, twice) {
			t.Fatalf("%q becomes %q and then %q", s, once, twice)
		}
		var words []string
		for w := range strings.FieldsSeq(s) {
			if n := gazetteer.Normalize(nil, w); len(n) > 0 {
				words = append(words, string(n))
			}
		}
		if got := strings.Join(words, " "); got != string(once) {
			t.Fatalf("%q becomes %q, but word by word %q", s, once, got)
		}
		if withPrefix := gazetteer.Normalize([]byte("x "), s); string(withPrefix) != "x "+string(once) && len(once) > 0 {
			t.Fatalf("after a prefix %q becomes %q", s, withPrefix)
		}
	})
}
