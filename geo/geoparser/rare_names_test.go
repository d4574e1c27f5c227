package geoparser_test

import (
	"context"
	"slices"
	"testing"

	"dateline/geo"
)

// TestNamesWithoutCapitals finds places in scripts without capitals, and leaves out the bodies that are named after one.
func TestNamesWithoutCapitals(t *testing.T) {
	p := parser(t)
	for _, c := range []struct {
		text  string
		found []string // phrases of literal mentions
		left  []string // phrases of none
	}{
		{"श्रीलंका के बुट्टाला के पास नाव पलटी और मोनरागला तक सड़क बंद है।", []string{"बुट्टाला", "मोनरागला"}, nil},
		{"वे लोहाघाट में रहते हैं और चौखुटिया से आए।", []string{"लोहाघाट", "चौखुटिया"}, nil},
		{"अररिया और कटिहार के किसान पटना विश्वविद्यालय पहुंचे।", []string{"अररिया", "कटिहार"}, []string{"पटना"}},
		{"कल बिहार मुक्ति मोर्चा की रैली गया में हुई।", nil, []string{"बिहार"}},
		{"ادھر عراق کے شہروں کرکوک، موصل اور تکریت میں کرفیو نافذ ہے۔", []string{"کرکوک", "موصل", "تکریت"}, nil},
		{"মিয়ানমারের সেনারা বাংলাদেশের সীমান্তে গুলি চালায়। কক্সবাজারে আতঙ্ক।", []string{"বাংলাদেশের", "কক্সবাজারে"}, nil},
		{"د کونړ او ننګرهار واليان په خوست کې سره کېناستل.", []string{"کونړ", "ننګرهار", "خوست"}, nil},
	} {
		parsed, err := p.Parse(context.Background(), geo.Article{Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i := range parsed.Mentions {
			if m := &parsed.Mentions[i]; m.Role == geo.RoleLiteral || m.Role == geo.RoleDateline {
				got = append(got, m.Phrase)
			}
		}
		for _, want := range c.found {
			if !slices.Contains(got, want) {
				t.Errorf("%s: found %q, want %s", c.text, got, want)
			}
		}
		for _, other := range c.left {
			if slices.Contains(got, other) {
				t.Errorf("%s: found %q, want no %s", c.text, got, other)
			}
		}
	}
}
