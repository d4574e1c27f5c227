package temporal_test

import (
	"regexp"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/temporal"
)

var tokenPattern = regexp.MustCompile(`(?:Sept|Aug|U\.S)\.|[\p{L}]+(?:['’][\p{L}]+)*|\d+(?:[.,]\d+)*(?:st|nd|rd|th)?|\S`)

// recognition tokenizes a sentence in which [brackets] mark the mentions.
func recognition(marked string) (*geo.Article, *geo.Recognition) {
	rec := &geo.Recognition{Language: "en"}
	var text strings.Builder
	for i, part := range regexp.MustCompile(`[\[\]]`).Split(marked, -1) {
		if i%2 == 1 {
			rec.Mentions = append(rec.Mentions, geo.Mention{Span: geo.Span{Start: text.Len(), End: text.Len() + len(part)}, Phrase: part})
		}
		text.WriteString(part)
	}
	for _, m := range tokenPattern.FindAllStringIndex(text.String(), -1) {
		rec.Tokens = append(rec.Tokens, geo.Token{Span: geo.Span{Start: m[0], End: m[1]}})
	}
	return &geo.Article{Text: text.String()}, rec
}

func TestFind(t *testing.T) {
	const monday = "2021-09-06"
	for _, c := range []struct {
		text, published    string
		first, last, words string
	}{
		{"A bomber struck in the city of [Quetta] on Sunday.", monday, "2021-09-05", "2021-09-05", "Sunday"},
		{"They met in [Kabul] on Monday.", monday, "2021-09-06", "2021-09-06", "Monday"},
		{"They will meet in [Kabul] on Friday.", monday, "2021-09-10", "2021-09-10", "Friday"},
		{"They met in [Kabul] last Monday.", monday, "2021-08-30", "2021-08-30", "last Monday"},
		{"It seized control of [Kabul] on August 15.", monday, "2021-08-15", "2021-08-15", "August 15"},
		{"Soldiers stand guard in [Torkham], Sept. 5, 2021.", monday, "2021-09-05", "2021-09-05", "Sept. 5, 2021"},
		{"Soldiers stand guard in [Torkham], Sept. 5, 2021.", "", "2021-09-05", "2021-09-05", "Sept. 5, 2021"},
		{"The strikes on the [United States] on September 11, 2001 killed thousands.", monday, "2001-09-11", "2001-09-11", "September 11, 2001"},
		{"The Taliban retook [Afghanistan] last month.", monday, "2021-08-01", "2021-08-31", "last month"},
		{"The U.S. held [Bagram] until July.", monday, "2021-07-01", "2021-07-31", "July"},
		{"Attacks in [Pakistan] rose in December.", monday, "2020-12-01", "2020-12-31", "December"},
		{"The plant in [Bushehr] opened on 3 May 2011.", monday, "2011-05-03", "2011-05-03", "3 May 2011"},
		{"Rain fell on [Sindh] on 3-5 August 2022.", "2022-09-01", "2022-08-03", "2022-08-05", "3-5 August 2022"},
		{"[Sindh] was flooded from 3 to 5 August.", "2022-09-01", "2022-08-03", "2022-08-05", "3 to 5 August"},
		{"Fighting reached [Aden] two days ago.", monday, "2021-09-04", "2021-09-04", "two days ago"},
		{"A delegation visited [Kabul] over the weekend.", monday, "2021-09-04", "2021-09-05", "the weekend"},
		{"The dam at [Derna] was built in 1977.", monday, "1977-01-01", "1977-12-31", "1977"},
		{"Ships left [Odesa] this week.", monday, "2021-09-06", "2021-09-12", "this week"},
		{"Updated 2021-09-06 from [Kabul].", "", "2021-09-06", "2021-09-06", "2021-09-06"},
		{"The election in [Kenya] is expected in August.", "2021-11-01", "2022-08-01", "2022-08-31", "August"},
		{"The road to [Kabul] may reopen.", monday, "", "", ""},
		{"They met in [Kabul] on Sunday.", "", "", "", ""},
		{"A march through [Kabul] ended.", monday, "", "", ""},
		{"Three people died in [Kabul].", monday, "", "", ""},
	} {
		a, rec := recognition(c.text)
		a.Published = c.published
		temporal.Find(a, rec)
		got := rec.Mentions[0].When
		if got == nil {
			got = &geo.DateRange{}
		}
		if got.First != c.first || got.Last != c.last || got.Words != c.words {
			t.Errorf("%q, published %q: %s to %s %q, want %s to %s %q", c.text, c.published, got.First, got.Last, got.Words, c.first, c.last, c.words)
		}
		if got.Words != "" && got.Span.Text(a.Text) != got.Words {
			t.Errorf("%q: span holds %q", c.text, got.Span.Text(a.Text))
		}
	}
}

func TestFindPrefersTheNearestExpression(t *testing.T) {
	a, rec := recognition("On Friday troops left [Kunduz], and on Sunday they entered [Kabul].")
	a.Published = "2021-09-06"
	temporal.Find(a, rec)
	for i, want := range []string{"2021-09-03", "2021-09-05"} {
		if got := rec.Mentions[i].When; got == nil || got.First != want {
			t.Errorf("mention %d: %+v, want %s", i, got, want)
		}
	}
}

func TestFindIgnoresOtherSentences(t *testing.T) {
	a, rec := recognition("It rained on Sunday. [Kabul] was dry.")
	for i := range rec.Tokens {
		if rec.Tokens[i].Start > 19 {
			rec.Tokens[i].Sentence = 1
		}
	}
	a.Published = "2021-09-06"
	temporal.Find(a, rec)
	if rec.Mentions[0].When != nil {
		t.Errorf("the day of another sentence: %+v", rec.Mentions[0].When)
	}
}

func TestFindReadsOnlyISODaysInOtherLanguages(t *testing.T) {
	a, rec := recognition("Am Sunday in [Kabul], 2021-09-04.")
	rec.Language, a.Published = "de", "2021-09-06"
	temporal.Find(a, rec)
	if got := rec.Mentions[0].When; got == nil || got.First != "2021-09-04" {
		t.Errorf("got %+v", got)
	}
}

func FuzzFind(f *testing.F) {
	f.Add("In [Kabul] on 3-5 August, 2021, last month, 31 February 2021-02-31", "2021-09-06")
	f.Fuzz(func(t *testing.T, text, published string) {
		a, rec := recognition(text)
		a.Published = published
		temporal.Find(a, rec)
		for _, m := range rec.Mentions {
			if m.When != nil && (m.When.First > m.When.Last || m.When.Span.End > len(a.Text) || m.When.Words == "") {
				t.Errorf("%q: %+v", text, m.When)
			}
		}
	})
}
