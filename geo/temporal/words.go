package temporal

import (
	"strings"
	"sync"
	"time"

	"dateline/geo/internal/lexicon"
)

// lists are the word lists of a language.
type lists struct {
	months   map[string]time.Month
	weekdays map[string]time.Weekday
	// ambiguousMonths are also common words, such as "may". They are months only
	// next to a number or after a word of beforeMonth.
	ambiguousMonths, beforeMonth map[string]bool
	// future contains words that move a bare weekday or month into the future.
	future map[string]bool
	// counts are the numbers of "two weeks ago".
	counts map[string]int
	// vocabulary maps every word of the lists to itself, starters contains those
	// that an expression can begin with.
	vocabulary map[string]string
	starters   map[string]bool
	// lengths has a bit for each length of the starters that begin with a byte, see mayStart.
	lengths [256]uint32
}

// longestWord is the length in bytes of the longest word of the lists.
const longestWord = 10

// english returns the lists of English.
var english = sync.OnceValue(func() *lists {
	const en = "en"
	l := &lists{
		months: map[string]time.Month{}, weekdays: map[string]time.Weekday{},
		ambiguousMonths: lexicon.Set(en, "ambiguous-month"), beforeMonth: lexicon.Set(en, "before-month"), future: lexicon.Set(en, "future"),
		counts: map[string]int{}, vocabulary: map[string]string{}, starters: map[string]bool{},
	}
	for w, n := range lexicon.Numbers(en, "month") {
		l.months[w] = time.Month(n)
	}
	for w, n := range lexicon.Numbers(en, "weekday") {
		l.weekdays[w] = time.Weekday(n)
	}
	numbers := lexicon.Numbers(en, "number")
	for _, w := range lexicon.Words(en, "count") {
		l.counts[w] = int(numbers[w])
	}
	for _, category := range []string{"month", "weekday", "relative-date", "count"} {
		for _, w := range lexicon.Words(en, category) {
			l.vocabulary[w], l.starters[w] = w, true
			l.lengths[w[0]] |= 1 << min(len(w), longestLength)
		}
	}
	for _, category := range []string{"future", "before-month", "date-word"} {
		for _, w := range lexicon.Words(en, category) {
			l.vocabulary[w] = w
		}
	}
	return l
})

// number parses a plain number of at most four digits, which may have an ordinal
// suffix. It returns -1 if the word is not such a number.
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

// longestLength is the length in bytes from which on lengths are not distinguished.
const longestLength = 31

// mayStart reports whether a word of n bytes with the given first byte may be a starter. It rejects most words faster
// than a map.
func (l *lists) mayStart(first byte, n int) bool {
	if first >= 'A' && first <= 'Z' {
		first += 'a' - 'A'
	}
	return l.lengths[first]>>min(n, longestLength)&1 != 0
}
