package view

import (
	"regexp"
	"strings"
	"sync"
)

// reasonForms are the texts of the reasons of resolutions, more specific ones first. "{1}" and "{2}" are names, numbers or phrases of
// reasonPhrases. A reason with another text is shown in English.
var reasonForms = []string{
	"in or near {1}, which the article mentions in the same sentence", "in or near {1}, which is part of its name", "in or near {1}",
	"no place called {1} in the gazetteer fits the text", "no place called {1} in the gazetteer, and those with similar names do not fit the article",
	"no place called {1} in the gazetteer, and the text doesn't say where it is", "no place called {1} in the gazetteer",
	"only a part of a longer name", "the text doesn't say that it is in or near {1}", "it could also be {1}",
	"{1} is the most likely place, with a probability of only {2} %", "the text doesn't say which of the {1} places with this name is meant",
	"{1} itself is not in the gazetteer", "{1} itself is not in the gazetteer, and the text doesn't say where it is",
	"the only place with this name in the gazetteer, {1}, does not fit the article",
	"the text says that it is in {1}", "in {1}, mentioned next to it", "contains {1}, mentioned next to it",
	"its extent contains {1}, which the article mentions", "contains {1} in the article",
	"{1} km from {2}, the article's dateline", "in the same country as {1}, the article's dateline",
	"the article mentions {1} in it", "the only place with this name in {1}, which the article mentions {2}",
	"the only place with this name in the gazetteer", "in {1}, which the article mentions {2}", "in {1}, which the article mentions",
	"in {1}, like {2} in the article", "less than 2 km from {1}, which the article mentions", "{1} km from {2}, which the article mentions",
	"the article also calls this place {1}", "{1} times the population of {2}", "more people than {1}", "the most populous place with this name",
	"the best-known place with this name: {1} names in the gazetteer", "better known than {1}", "the words around it are those for {1}",
	"its name is that of {1}", "a national capital", "a state or provincial capital", "the place's own name", "the name of its people",
	"an abbreviation of its name", "one of the place's names", "in the publisher's country", "the publisher's home",
	"the name of the publisher contains this name", "{1} km from {2}, the publisher's home", "{1} km from {2}, whose name is in that of the publisher",
	"where this publisher's other articles are set", "in the country where this publisher's other articles are set",
	"the place in the gazetteer whose name fits {1} best", "the most populous of the {1} places with this name", "the most likely of the {1} places with this name",
	"an editor decided that this is not a place", "confirmed by an editor", "part of the name of a street", "{1}, while {2} is {3}",
}

// reasonPhrases are the phrases within reasons that are no names.
var reasonPhrases = []string{
	"{1} other place", "{1} other places", "once", "twice", "{1} times", "a state or province", "a county or district", "a local area", "a town or city",
	"a part of a town", "a country", "an island", "a lake", "a river", "a sea", "a region", "a continent", "an airport", "a peak", "a park", "a military base",
	"a border crossing", "a municipality", "a part of a town or city",
}

// form is a text with places for names.
type form struct {
	text string
	expr *regexp.Regexp
}

// reasonParts and phraseParts compile the forms when a page with reasons is shown first: commands without pages start sooner.
var (
	reasonParts = sync.OnceValue(func() []form { return compileForms(reasonForms) })
	phraseParts = sync.OnceValue(func() []form { return compileForms(reasonPhrases) })
)

func compileForms(texts []string) []form {
	place := regexp.MustCompile(`\\\{\d\\\}`)
	out := make([]form, len(texts))
	for i, t := range texts {
		out[i] = form{t, regexp.MustCompile("^" + place.ReplaceAllString(regexp.QuoteMeta(t), "(.+?)") + "$")}
	}
	return out
}

// match returns the form of a text with what stands in its places.
func match(all []form, text string) (f string, args []string) {
	for i := range all {
		if found := all[i].expr.FindStringSubmatch(text); found != nil {
			return all[i].text, found[1:]
		}
	}
	return "", nil
}

// Reason is a reason in the language of a page, or in English if Language is set.
type Reason struct{ Text, Language string }

// Reason translates a reason of a resolution.
func (l *Language) Reason(english string) Reason {
	if l.Tag == "en" {
		return Reason{Text: english}
	}
	text, args := match(reasonParts(), english)
	if text == "" || l.words[text] == "" {
		return Reason{Text: english, Language: "en"}
	}
	values := make([]any, len(args))
	for i, arg := range args {
		values[i] = strings.TrimPrefix(arg, "the ")
		if phrase, parts := match(phraseParts(), arg); phrase != "" {
			inner := make([]any, len(parts))
			for k := range parts {
				inner[k] = parts[k]
			}
			values[i] = l.Words(phrase, inner...)
		}
	}
	return Reason{Text: l.Words(text, values...)}
}

// Decisive divides a part of the passage at the names that its reasons mention.
func (m *Mention) Decisive(part string) []Fragment {
	var quoted strings.Builder
	for _, why := range m.Why {
		_, args := match(reasonParts(), why)
		for _, arg := range args {
			name, _, _ := strings.Cut(strings.Trim(arg, `"“”`), ",")
			if phrase, _ := match(phraseParts(), arg); phrase != "" || strings.Trim(name, "0123456789. ") == "" {
				continue
			}
			quoted.WriteString(`"` + strings.ReplaceAll(strings.TrimPrefix(name, "the "), `"`, " ") + `" `)
		}
	}
	return NewMatcher(quoted.String()).Split(part)
}
