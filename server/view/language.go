package view

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"strings"
	"sync"
	"time"

	"dateline/geo"
	"dateline/geo/gazetteer"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Language is a language of the pages: its translations of the English words in the
// templates, from a file static/messages/pages.TAG.json. English needs no file.
type Language struct {
	// Tag is the BCP 47 tag, such as "fr", and Name the name of the language in itself.
	Tag, Name string
	// Direction is "ltr" or "rtl".
	Direction string
	// Viewer are the messages of the viewer as JSON; nil for English, which it contains.
	Viewer json.RawMessage

	tag language.Tag
	// gazetteer has the names of places in the language; nil for the stored names.
	gazetteer *gazetteer.Gazetteer
	places    localNames
	months    []string
	// thousands separates groups of digits.
	thousands string
	words     map[string]string
	// sentences returns the forms of texts that the program puts together; nil for English.
	sentences func() []form
}

// languageFile is a file of translations.
type languageFile struct {
	Name      string            `json:"name"`
	Direction string            `json:"dir"`
	Thousands string            `json:"thousands"`
	Months    []string          `json:"months"`
	Words     map[string]string `json:"words"`
	// Sentences are texts that the program puts together, with places for parameters.
	Sentences map[string]string `json:"sentences"`
}

// English is the language of the templates.
func English() *Language {
	return &Language{
		Tag: "en", Name: "English", Direction: "ltr", tag: language.English, thousands: ",",
		months: strings.Fields("January February March April May June July August September October November December"),
	}
}

// Languages reads the languages in the folder "messages" of static, English first.
func Languages(static fs.FS) ([]*Language, error) {
	out := []*Language{English()}
	files, err := fs.Glob(static, "messages/pages.*.json")
	if err != nil {
		return nil, fmt.Errorf("list the translations: %w", err)
	}
	for _, name := range files {
		b, err := fs.ReadFile(static, name)
		if err != nil {
			return nil, fmt.Errorf("read the translations: %w", err)
		}
		var f languageFile
		if err := json.Unmarshal(b, &f); err != nil {
			return nil, fmt.Errorf("read the translations %s: %w", name, err)
		}
		code := strings.TrimSuffix(strings.TrimPrefix(path.Base(name), "pages."), ".json")
		tag, err := language.Parse(code)
		if err != nil || len(f.Months) != 12 {
			return nil, fmt.Errorf("the translations %s need a language in their name and 12 months", name)
		}
		l := &Language{Tag: code, Name: f.Name, Direction: f.Direction, tag: tag, months: f.Months, thousands: f.Thousands, words: f.Words}
		l.sentences = sync.OnceValue(func() []form { return sentenceForms(f.Sentences) })
		maps.Copy(l.words, f.Sentences)
		viewer, err := fs.ReadFile(static, "messages/viewer."+code+".json")
		if err != nil {
			return nil, fmt.Errorf("read the translations of the viewer: %w", err)
		}
		if !json.Valid(viewer) {
			return nil, fmt.Errorf("messages/viewer.%s.json is not valid JSON", code)
		}
		l.Viewer = viewer
		out = append(out, l)
	}
	return out, nil
}

// Choose returns the first of the languages that matches a preference, which is a tag or
// an Accept-Language header; the first language if none does.
func Choose(all []*Language, preferences ...string) *Language {
	tags := make([]language.Tag, len(all))
	for i, l := range all {
		tags[i] = l.tag
	}
	matcher := language.NewMatcher(tags)
	for _, p := range preferences {
		wanted, _, err := language.ParseAcceptLanguage(p)
		if err != nil || len(wanted) == 0 {
			continue
		}
		if _, i, confidence := matcher.Match(wanted...); confidence != language.No {
			return all[i]
		}
	}
	return all[0]
}

// leftToRight and endOfIsolate are the control characters around English text in a page that runs from right to left.
const leftToRight, endOfIsolate = "\u2066", "\u2069"

// Words translates an English text of the templates. Places for parameters, "{1}" and
// so on, are filled with args. English text in a language from right to left is isolated, so that its punctuation stays in place.
func (l *Language) Words(english string, args ...any) string {
	translated := l.words[english]
	if translated == "" && l.Direction == "rtl" && english != "" {
		return leftToRight + l.fill(english, args) + endOfIsolate
	}
	return l.fill(cmp.Or(translated, english), args)
}

// fill replaces the places for parameters of a text.
func (l *Language) fill(text string, args []any) string {
	for i, arg := range args {
		if n, ok := arg.(int); ok {
			arg = l.Number(n)
		}
		text = strings.ReplaceAll(text, fmt.Sprintf("{%d}", i+1), fmt.Sprint(arg))
	}
	return text
}

// Count formats a number with its noun: "1 passage", "17 passages".
func (l *Language) Count(n int, one, many string) string {
	return l.Number(n) + " " + l.Noun(n, one, many)
}

// Noun returns the form of a noun for a number. Translations are stored under
// "one|many" and have the plural forms of the language in the order zero, one, two, few,
// many, other, as far as the language has them.
func (l *Language) Noun(n int, one, many string) string {
	forms := strings.Split(cmp.Or(l.words[one+"|"+many], one+"|"+many), "|")
	form := plural.Cardinal.MatchPlural(l.tag, n, 0, 0, 0, 0)
	i := len(forms) - 1
	switch {
	case len(forms) == 2 && form == plural.One:
		i = 0
	case len(forms) == 6:
		i = map[plural.Form]int{plural.Zero: 0, plural.One: 1, plural.Two: 2, plural.Few: 3, plural.Many: 4, plural.Other: 5}[form]
	}
	return forms[i]
}

// Number formats a number with separators between thousands: "14,039".
func (l *Language) Number(n int) string {
	return strings.ReplaceAll(FormatNumber(n), ",", l.thousands)
}

// Day formats a publication time as a day: "6 September 2021". A text in another format
// is returned unchanged.
func (l *Language) Day(published string) string {
	if len(published) < len(time.DateOnly) {
		return published
	}
	t, err := time.Parse(time.DateOnly, published[:len(time.DateOnly)])
	if err != nil {
		return published
	}
	return fmt.Sprintf("%d %s %d", t.Day(), l.months[t.Month()-1], t.Year())
}

// Dates formats the days that a passage speaks of: "1 August 2021 to 31 August 2021 (“last month”)".
func (l *Language) Dates(r *geo.DateRange) string {
	out := l.Day(r.First)
	if r.Last != r.First && r.Last != "" {
		out = l.Words("{1} to {2}", out, l.Day(r.Last))
	}
	if r.Words != "" {
		out += " (“" + r.Words + "”)"
	}
	return out
}

// DayAndTime formats a time in UTC: "6 September 2021, 14:00 UTC"; empty for the zero time.
func (l *Language) DayAndTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return l.Day(t.UTC().Format(time.DateOnly)) + t.UTC().Format(", 15:04 UTC")
}

// LanguageName returns the name of another language in this one, or its tag.
func (l *Language) LanguageName(tag string) string {
	parsed, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	if name := display.Languages(l.tag).Name(parsed); name != "" {
		return name
	}
	return tag
}
