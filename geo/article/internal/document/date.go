package document

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"time"

	"dateline/geo"
)

// dateLayouts are the forms of a publication date in documents made for Dateline.
var dateLayouts = []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04:05", time.DateTime}

// ParseDate returns the first value that is not empty as RFC 3339, a day or a time,
// and an empty string if all are. The error wraps [geo.ErrInput].
func ParseDate(values ...string) (string, error) {
	for _, v := range values {
		if v == "" {
			continue
		}
		if d := parseLayouts(v, dateLayouts); d != "" {
			return d, nil
		}
		return "", geo.Errorf(geo.ErrInput, "the publication date %q is not of the form 2021-09-06 or 2021-09-06T14:00:00Z", v)
	}
	return "", nil
}

// parseLayouts returns a date in one of the layouts as RFC 3339, or an empty string. A
// date without a time of day is returned as a day.
func parseLayouts(value string, layouts []string) string {
	for _, layout := range layouts {
		if t, err := time.Parse(layout, value); err == nil && t.Year() > 1 && t.Year() <= 9999 {
			if !strings.Contains(layout, ":") && !strings.Contains(layout, "T15") {
				return t.Format(time.DateOnly)
			}
			return t.Format(time.RFC3339)
		}
	}
	return ""
}

// DateOrEmpty returns a date as [ParseDate] does, or an empty string for one of
// another form: an unknown date is no reason to lose an article.
func DateOrEmpty(value string) string {
	d, _ := ParseDate(value)
	return d
}

// foundLayouts are the forms of dates that pages, tables and feeds use besides
// [dateLayouts].
var foundLayouts = append([]string{
	"2006-01-02T15:04:05-0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04-0700", "2006-01-02T15:04",
	"2006-01-02 15:04:05-07:00", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05-0700", "2006-01-02 15:04:05 MST", "2006-01-02 15:04", "2006/01/02 15:04:05", "2006/01/02",
	time.RFC1123, time.RFC1123Z, "Mon, 2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05 -0700", time.RFC850, time.ANSIC, time.UnixDate,
	"20060102", "20060102T150405Z0700", "20060102T1504Z0700", "20060102T150405", "January 2, 2006", "Jan 2, 2006", "2 January 2006", "2 Jan 2006",
	"January 2, 2006 15:04", "January 2, 2006 3:04 PM", "Jan 2, 2006 3:04 PM",
}, dateLayouts...)

// FindDate returns a date in one of the usual forms as RFC 3339, a day or a time, or an
// empty string. Of dates of figures only, those with the year first and, with dots
// between, those with the day first are understood; others only where one order is
// possible: 03/04/2021 is ambiguous.
func FindDate(value string) string {
	value = strings.Join(strings.Fields(value), " ")
	if value == "" || len(value) > 100 {
		return ""
	}
	if d := parseLayouts(value, foundLayouts); d != "" {
		return d
	}
	for _, form := range dateForms {
		if m := form.expression.FindStringSubmatch(value); m != nil {
			if d := form.date(m); d != "" {
				return d
			}
		}
	}
	return ""
}

// dateForm is a form of a date in a longer text.
type dateForm struct {
	expression *regexp.Regexp
	date       func(m []string) string // of a match, as day has it
}

// dateForms are the forms of dates, the least ambiguous first.
var dateForms = []dateForm{
	{regexp.MustCompile(`^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[^\d]|$)`), func(m []string) string { return day(m[1], m[2], m[3]) }},
	{regexp.MustCompile(`(?:^|[^\d])(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]`), func(m []string) string { return day(m[1], m[2], m[3]) }},
	{regexp.MustCompile(`(?:^|[^\d.])(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})(?:[^\d]|$)`), func(m []string) string { return day(m[3], m[2], m[1]) }},
	{regexp.MustCompile(`(?:^|[^\d\pL])(\d{1,2})(?:\.|er|º|st|nd|rd|th)?(?: de| d'| of)? ?(\pL{3,12})\.?,?(?: de| del)? (\d{4})(?:[^\d]|$)`), func(m []string) string { return namedDay(m[3], m[2], m[1]) }},
	{regexp.MustCompile(`(?:^|[^\pL])(\pL{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?:[^\d]|$)`), func(m []string) string { return namedDay(m[3], m[1], m[2]) }},
	{regexp.MustCompile(`(?:^|[^\d])(\d{4})[-/.](\d{2})[-/.](\d{2})(?:[^\d]|$)`), func(m []string) string { return day(m[1], m[2], m[3]) }},
	{regexp.MustCompile(`(?:^|[^\d/-])(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:[^\d]|$)`), func(m []string) string { return figuresDay(m[3], m[1], m[2]) }},
}

// namedDay returns a day in a month with a name, or an empty string.
func namedDay(year, month, dayOfMonth string) string {
	n, ok := months[strings.ToLower(month)]
	if !ok {
		return ""
	}
	return day(year, strconv.Itoa(n), dayOfMonth)
}

// figuresDay returns the day of a date of figures where only one order is possible, or
// an empty string.
func figuresDay(year, first, second string) string {
	dayFirst, monthFirst := day(year, second, first), day(year, first, second)
	if dayFirst != "" && monthFirst != "" && dayFirst != monthFirst {
		return ""
	}
	return cmp.Or(dayFirst, monthFirst)
}

// months are the names of the months in many languages, in lower case.
var months = monthNames(
	"january february march april may june july august september october november december",
	"januar februar märz april mai juni juli august september oktober november dezember",
	"janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
	"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
	"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
	"janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
	"januari februari maart april mei juni juli augustus september oktober november december",
	"stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
	"января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
	"ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
	"січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
	"ledna února března dubna května června července srpna září října listopadu prosince",
	"januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
	"ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
	"januari februari mars april maj juni juli augusti september oktober november december",
	"januar februar marts april maj juni juli august september oktober november december",
	"januar februar mars april mai juni juli august september oktober november desember",
	"tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
	"ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου",
	"يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
	"januari februari maret april mei juni juli agustus september oktober november desember",
	"jan feb mar apr may jun jul aug sep oct nov dec",
)

func monthNames(languages ...string) map[string]int {
	m := map[string]int{"sept": 9}
	for _, names := range languages {
		for i, name := range strings.Fields(names) {
			m[name] = i + 1
		}
	}
	return m
}

// day returns a day as RFC 3339, or an empty string if there is none of that number.
func day(year, month, dayOfMonth string) string {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(dayOfMonth)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if y < 1900 || t.Year() != y || int(t.Month()) != m || t.Day() != d {
		return ""
	}
	return t.Format(time.DateOnly)
}

// urlDate and urlDayFirst match the day in the path of many news addresses.
var (
	urlDate     = regexp.MustCompile(`[/-]((?:19|20)\d\d)[/-]?([01]\d)[/-]?([0-3]\d)(?:[/-]|$)`)
	urlDayFirst = regexp.MustCompile(`/([0-3]?\d)-([01]?\d)-((?:19|20)\d\d)(?:[/-]|$)`)
)

// DateInURL returns the day in the path of an address, or an empty string.
func DateInURL(address string) string {
	if m := urlDate.FindStringSubmatch(address); m != nil {
		return day(m[1], m[2], m[3])
	}
	if m := urlDayFirst.FindStringSubmatch(address); m != nil {
		return figuresDay(m[3], m[1], m[2])
	}
	return ""
}
