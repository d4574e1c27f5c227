package geoparser_test

import (
	"context"
	"slices"
	"testing"

	"dateline/geo"
)

// TestCaselessNames finds names of Arabic and Hebrew texts that the gazetteer lacks by the words beside them.
func TestCaselessNames(t *testing.T) {
	p := parser(t)
	for _, c := range []struct {
		text  string
		found []string // phrases of mentions
		left  []string // phrases of none
	}{
		{"وصلت القافلة أمس إلى بلدة زرنوطي القريبة من الحدود مع تشاد.", []string{"زرنوطي", "تشاد"}, nil},
		{"تتواصل المعارك في بيروت وزرنوطا، بحسب مصدر أمني.", []string{"بيروت", "زرنوطا"}, nil},
		{"قرب تونس بحيرة ملحية كبيرة يزورها السياح.", []string{"تونس"}, []string{"بحيرة ملحية"}},
		{"ولد الكاتب في زرنوطا ثم انتقل مع أسرته إلى بيروت.", []string{"زرنوطا", "بيروت"}, nil},
		{"زرنوطا مدينة مغربية صغيرة على ساحل المحيط الأطلسي.", []string{"زرنوطا"}, nil},
		{"نواكشوط - أفرجت السلطات الموريتانية عن أربعة ضباط.", []string{"نواكشوط"}, nil},
		{"عاد الوزير إلى بيروت وأصدر بيانا عن الحادث.", []string{"بيروت"}, []string{"أصدر"}},
	} {
		parsed, err := p.Parse(context.Background(), geo.Article{Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i := range parsed.Mentions {
			got = append(got, parsed.Mentions[i].Phrase)
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
