package temporal

import (
	"testing"
	"time"

	"dateline/geo"

	"pgregory.net/rapid"
)

// find returns the expression of a text in English that was published on a day,
// with a mention at its end.
func find(t rapid.TB, published time.Time, words ...string) *geo.DateRange {
	rec := &geo.Recognition{Language: "en"}
	text := ""
	for _, w := range words {
		rec.Tokens = append(rec.Tokens, geo.Token{Span: geo.Span{Start: len(text), End: len(text) + len(w)}})
		text += w + " "
	}
	last := rec.Tokens[len(rec.Tokens)-1].Span
	rec.Mentions = []geo.Mention{{Span: last}}
	Find(&geo.Article{Text: text, Published: published.Format(time.DateOnly)}, rec)
	if rec.Mentions[0].When == nil {
		t.Fatalf("no expression in %q", text)
	}
	return rec.Mentions[0].When
}

var days = rapid.Custom(func(t *rapid.T) time.Time {
	return day(2000, 1, 1).AddDate(0, 0, rapid.IntRange(0, 20_000).Draw(t, "day"))
})

// A date that is written in full is read as that date, whenever the article was
// published.
func TestDatesRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		published, date := days.Draw(t, "published"), days.Draw(t, "date")
		want := date.Format(time.DateOnly)
		for _, words := range [][]string{
			{"on", date.Format("January"), date.Format("2"), ",", date.Format("2006"), "in", "Kabul"},
			{"on", date.Format("2"), date.Format("January"), date.Format("2006"), "in", "Kabul"},
			{"on", want, "in", "Kabul"},
		} {
			if got := find(t, published, words...); got.First != want || got.Last != want {
				t.Errorf("%q is %s to %s, want %s", words, got.First, got.Last, want)
			}
		}
	})
}

// A bare weekday is one of the seven days up to the day of publication, and has
// that name.
func TestWeekdaysPrecedePublication(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		published := days.Draw(t, "published")
		weekday := time.Weekday(rapid.IntRange(0, 6).Draw(t, "weekday"))
		got := find(t, published, "on", weekday.String(), "in", "Kabul")
		date, err := time.Parse(time.DateOnly, got.First)
		if err != nil || date.Weekday() != weekday || date.After(published) || !date.After(published.AddDate(0, 0, -7)) {
			t.Errorf("%s of an article of %s is %s", weekday, published.Format(time.DateOnly), got.First)
		}
	})
}

// A day without a year is less than a year before publication, or at most a week
// after it.
func TestDaysWithoutYearAreNearPublication(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		published, date := days.Draw(t, "published"), days.Draw(t, "date")
		if date.Month() == time.February && date.Day() == 29 {
			return
		}
		got := find(t, published, "on", date.Format("January"), date.Format("2"), "in", "Kabul")
		first, err := time.Parse(time.DateOnly, got.First)
		if err != nil || first.Month() != date.Month() || first.Day() != date.Day() || first.After(published.AddDate(0, 0, 7)) || first.Before(published.AddDate(-1, 0, 0)) {
			t.Errorf("%s of an article of %s is %s", date.Format("January 2"), published.Format(time.DateOnly), got.First)
		}
	})
}

func TestRelativeExpressions(t *testing.T) {
	published := day(2021, 9, 8) // a Wednesday
	for _, c := range []struct {
		words       []string
		first, last string
	}{
		{[]string{"today"}, "2021-09-08", "2021-09-08"}, {[]string{"tomorrow"}, "2021-09-09", "2021-09-09"}, {[]string{"yesterday"}, "2021-09-07", "2021-09-07"},
		{[]string{"last", "week"}, "2021-08-30", "2021-09-05"}, {[]string{"next", "month"}, "2021-10-01", "2021-10-31"}, {[]string{"this", "year"}, "2021-01-01", "2021-12-31"},
		{[]string{"three", "weeks", "ago"}, "2021-08-16", "2021-08-22"}, {[]string{"two", "months", "ago"}, "2021-07-01", "2021-07-31"}, {[]string{"a", "year", "ago"}, "2020-01-01", "2020-12-31"},
		{[]string{"the", "weekend"}, "2021-09-04", "2021-09-05"}, {[]string{"next", "Friday"}, "2021-09-10", "2021-09-10"},
	} {
		if got := find(t, published, append(c.words, "in", "Kabul")...); got.First != c.first || got.Last != c.last {
			t.Errorf("%q is %s to %s, want %s to %s", c.words, got.First, got.Last, c.first, c.last)
		}
	}
}
