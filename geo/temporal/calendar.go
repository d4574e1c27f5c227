package temporal

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dateline/geo/internal/script"
)

//go:embed tables/calendar.tsv
var calendarTable string

// formKind is the kind of a word or phrase of dates.
type formKind uint8

const (
	formNone formKind = iota
	formMonth
	formMonthShort // an abbreviation, which needs the number of a day
	formWeekday
	formLastWeekday
	formNextWeekday
	formRelativeDay  // a day relative to publication
	formRelativeWeek // a week relative to that of publication
	formRelativeMonth
	formRelativeYear
	formDaysAgo
	formWeeksAgo
	formMonthsAgo
	formYearsAgo
	formFuture
	formNumber // a number as a word
	formBeforeMonth
	formAfterMonth
	formBeforeYear
	formAfterYear
	formDigits // a number in digits, not in the table
	formDate   // a whole date in digits, not in the table
)

// formKinds are the names of the kinds in the table.
var formKinds = map[string]formKind{
	"month": formMonth, "month-short": formMonthShort, "weekday": formWeekday, "last-weekday": formLastWeekday, "next-weekday": formNextWeekday,
	"rel-day": formRelativeDay, "rel-week": formRelativeWeek, "rel-month": formRelativeMonth, "rel-year": formRelativeYear,
	"ago-day": formDaysAgo, "ago-week": formWeeksAgo, "ago-month": formMonthsAgo, "ago-year": formYearsAgo, "future": formFuture, "number": formNumber,
	"before-month": formBeforeMonth, "after-month": formAfterMonth, "before-year": formBeforeYear, "after-year": formAfterYear,
}

// form is a word or phrase of dates with its letters folded.
type form struct {
	letters []rune
	kind    formKind
	value   int
	// capital reports whether the language writes it with a capital letter.
	capital bool
}

// agoPhrase is a phrase such as "il y a {0} jours", divided at its number.
type agoPhrase struct {
	before, after []rune
	kind          formKind
}

// calendar has the words of dates of a language.
type calendar struct {
	language string
	// forms are by their first two letters, the longest first.
	forms map[[2]rune][]form
	// begins has a bit for the hash of each key of forms.
	begins [beginBits / 64]uint64
	ago    []agoPhrase
	// around are the words before and after a bare month or year, by kind.
	around map[formKind][]string
}

// calendars reads the words of each language at its first use.
type calendars struct {
	mu   sync.Mutex
	read map[string]*calendar
}

var languageCalendars calendars

// standIns are languages that use the words of a similar one.
var standIns = map[string]string{"nb": "no", "nn": "no", "prs": "fa", "bs": "hr", "sh": "hr"}

// maxCalendars is the number of languages that are remembered, with or without words.
const maxCalendars = 256

// calendarOf returns the words of a language, or nil if there are none.
func calendarOf(language string) *calendar {
	if l, ok := standIns[language]; ok {
		language = l
	}
	languageCalendars.mu.Lock()
	defer languageCalendars.mu.Unlock()
	c, ok := languageCalendars.read[language]
	if !ok {
		if languageCalendars.read == nil {
			languageCalendars.read = map[string]*calendar{}
		}
		if strings.Contains(calendarTable, "\n"+language+"\t") {
			c = readCalendar(language)
		}
		if len(languageCalendars.read) < maxCalendars {
			languageCalendars.read[language] = c
		}
	}
	return c
}

// readCalendar returns the words of a language that the table has.
func readCalendar(language string) *calendar {
	c := &calendar{language: language, forms: map[[2]rune][]form{}, around: map[formKind][]string{}}
	for line := range strings.Lines(calendarTable) {
		line, ok := strings.CutPrefix(line, language+"\t")
		if !ok {
			continue
		}
		columns := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		value, err := strconv.Atoi(columns[1])
		kind := formKinds[columns[0]]
		if err != nil || kind == formNone {
			panic("temporal: the table of dates has the row " + strconv.Quote(line))
		}
		switch kind {
		case formDaysAgo, formWeeksAgo, formMonthsAgo, formYearsAgo:
			before, after, _ := strings.Cut(columns[2], "{0}")
			c.ago = append(c.ago, agoPhrase{foldWords(before), foldWords(after), kind})
		case formBeforeMonth, formAfterMonth, formBeforeYear, formAfterYear:
			c.around[kind] = append(c.around[kind], string(foldWords(columns[2])))
		default:
			c.add(columns[2], kind, value)
		}
	}
	for key := range c.forms {
		at := hashOf(key)
		c.begins[at/64] |= 1 << (at % 64)
		slices.SortStableFunc(c.forms[key], func(a, b form) int { return len(b.letters) - len(a.letters) })
	}
	slices.SortStableFunc(c.ago, func(a, b agoPhrase) int { return len(b.after) + len(b.before) - len(a.after) - len(a.before) })
	return c
}

// beginBits is the number of bits for the keys of forms.
const beginBits = 1 << 12

// hashOf returns the bit of a key of forms.
func hashOf(key [2]rune) uint32 {
	return (uint32(key[0])*0x9e3779b1 ^ uint32(key[1])*0x85ebca6b) * 0xc2b2ae35 >> 20
}

// mayHave reports whether there may be forms with a key.
func (c *calendar) mayHave(key [2]rune) bool {
	at := hashOf(key)
	return c.begins[at/64]>>(at%64)&1 != 0
}

// minStem is the number of letters from which a name is also found with another ending.
const minStem = 4

// add adds a word or phrase, and the stem of a month or weekday that the language inflects.
func (c *calendar) add(words string, kind formKind, value int) {
	letters := foldWords(words)
	if len(letters) == 0 {
		return
	}
	first, _ := utf8.DecodeRuneInString(words)
	f := form{letters, kind, value, unicode.IsUpper(first)}
	c.forms[f.key()] = append(c.forms[f.key()], f)
	last := letters[len(letters)-1]
	if inflects[c.language] && (kind == formMonth || kind == formWeekday) && len(letters) > minStem && !slices.Contains(letters, ' ') && strings.ContainsRune("aeiouyąęаеиоуяюьій", last) {
		f.letters = letters[:len(letters)-1]
		c.forms[f.key()] = append(c.forms[f.key()], f)
	}
}

// key returns the first two letters, of which the second is 0 in a form of one letter.
func (f *form) key() [2]rune {
	if len(f.letters) == 1 {
		return [2]rune{f.letters[0]}
	}
	return [2]rune{f.letters[0], f.letters[1]}
}

// inflects has the languages whose names of months and days have endings.
var inflects = set("ru uk be bg mk pl cs sk sl hr sr lt lv et fi hu ro el tr az kk hy ka is ne bn te or")

// unspaced has the languages that do not divide words by spaces, or write particles on them.
var unspaced = set("zh ja ko th")

// monthFirst has the languages that write the day after the month.
var monthFirst = set("hu lt ps ne or sw te ta fil")

// yearFirst has the languages that write the year before the month.
var yearFirst = set("hu lt lv kk ps ne")

// prefixes are the letters that a language writes on the word that follows.
var prefixes = map[string]string{"ar": "وفبلك", "he": "ובלמהשכ"}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// foldWords returns the letters of a phrase as [foldLetter] compares them, with single spaces.
func foldWords(s string) []rune {
	var out []rune
	for _, r := range strings.Join(strings.Fields(s), " ") {
		if r = foldLetter(r); r != 0 {
			out = append(out, r)
		}
	}
	return out
}

// foldLimit is the end of the characters whose folding is computed once.
const foldLimit = 0x1000

var folded = sync.OnceValue(func() *[foldLimit]rune {
	t := new([foldLimit]rune)
	for r := range rune(foldLimit) {
		t[r] = foldRune(r)
	}
	return t
})

// foldLetter is foldRune, faster.
func foldLetter(r rune) rune {
	if r < foldLimit {
		return folded()[r]
	}
	if script.IsWide(r) {
		return r
	}
	return foldRune(r)
}

// foldRune returns the letter as which r is compared, or 0 to ignore it: small letters, one form of the letters
// that Arabic, Persian and Urdu write differently, no vowel signs, joiners and dots below.
func foldRune(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		if r == '\n' || r == '\t' {
			return ' '
		}
		return unicode.ToLower(r)
	case r >= 0x591 && r <= 0x5c7 && r != 0x5be, r >= 0x610 && r <= 0x61a, r >= 0x64b && r <= 0x65f, r >= 0x6d6 && r <= 0x6ed && r != 0x6dd && r != 0x6de && r != 0x6d5:
		return 0
	}
	switch r {
	case 'ـ', '\u0670', '\u200c', '\u200d', '\u200e', '\u200f', '\u093c':
		return 0
	case '’', 'ʼ', '‘':
		return '\''
	case '\u00a0', '\u202f':
		return ' '
	case 'ي', 'ى', 'ئ', 'ې':
		return 'ی'
	case 'ك':
		return 'ک'
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ة', 'ۀ', 'ہ', 'ھ', 'ە', 'ۂ':
		return 'ه'
	case 'ؤ':
		return 'و'
	case '\u0901':
		return '\u0902'
	}
	return unicode.ToLower(r)
}

// match returns the offset after the letters in text from byte i on, or -1 if it has others there.
func match(text string, i int, letters []rune) int {
	n := 0
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		f := foldLetter(r)
		switch {
		case n == len(letters) && f != 0:
			return i
		case f == 0:
		case f == ' ' && n > 0 && letters[n-1] == ' ':
		case f != letters[n]:
			return -1
		default:
			n++
		}
		i += size
	}
	if n == len(letters) {
		return i
	}
	return -1
}
