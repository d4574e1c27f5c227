package temporal

import (
	"strings"
	"time"
)

var months = map[string]time.Month{
	"january": 1, "jan": 1, "jan.": 1, "february": 2, "feb": 2, "feb.": 2, "march": 3, "mar.": 3, "april": 4, "apr": 4, "apr.": 4,
	"may": 5, "june": 6, "jun": 6, "jun.": 6, "july": 7, "jul": 7, "jul.": 7, "august": 8, "aug": 8, "aug.": 8,
	"september": 9, "sept": 9, "sept.": 9, "sep": 9, "sep.": 9, "october": 10, "oct": 10, "oct.": 10,
	"november": 11, "nov": 11, "nov.": 11, "december": 12, "dec": 12, "dec.": 12,
}

// doubtful months are words too: they count only beside a number or after a
// word such as "in".
var doubtful = map[string]bool{"may": true, "march": true}

var beforeMonth = map[string]bool{
	"in": true, "since": true, "until": true, "till": true, "by": true, "last": true, "this": true, "next": true, "early": true,
	"late": true, "mid": true, "during": true, "of": true, "from": true, "between": true, "to": true, "through": true,
}

var weekdays = map[string]time.Weekday{
	"monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6, "sunday": 0,
}

// ahead are words that turn a bare weekday or month towards the future.
var ahead = map[string]bool{
	"will": true, "next": true, "coming": true, "upcoming": true, "due": true, "scheduled": true, "expected": true,
	"planned": true, "plans": true, "slated": true, "'ll": true, "ahead": true,
}

var counts = map[string]int{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12,
}

// number reads a plain number of at most four digits, with an ordinal's ending
// allowed; -1 if it is none.
func number(w string) int {
	for _, ending := range []string{"st", "nd", "rd", "th"} {
		if len(w) > 2 && strings.HasSuffix(w, ending) {
			w = w[:len(w)-2]
			break
		}
	}
	if w == "" || len(w) > 4 {
		return -1
	}
	n := 0
	for i := range len(w) {
		if w[i] < '0' || w[i] > '9' {
			return -1
		}
		n = n*10 + int(w[i]-'0')
	}
	return n
}

// relativeWords begin expressions such as "yesterday" and "last month".
var relativeWords = []string{"today", "tonight", "yesterday", "tomorrow", "weekend", "last", "this", "past", "next"}

// longestWord is the length in bytes of the longest word of the tables.
const longestWord = 10

// vocabulary holds every word of the tables under itself, beginners those that
// an expression may begin with.
var vocabulary, beginners = func() (map[string]string, map[string]bool) {
	all, begin := map[string]string{}, map[string]bool{}
	for w := range months {
		all[w], begin[w] = w, true
	}
	for w := range weekdays {
		all[w], begin[w] = w, true
	}
	for _, w := range relativeWords {
		all[w], begin[w] = w, true
	}
	for w := range counts {
		all[w], begin[w] = w, true
	}
	for w := range ahead {
		all[w] = w
	}
	for w := range beforeMonth {
		all[w] = w
	}
	for _, w := range []string{"the", "of", "to", "and", "through", "coming", "ago", "day", "days", "week", "weeks", "month", "months", "year", "years", "since", "in"} {
		all[w] = w
	}
	return all, begin
}()
