package selection

import (
	"strings"
	"time"
)

// Names returns the name of a value for readers, such as that of a place, an article or a
// country, or "" if it is unknown.
type Names func(key, value string) string

// Describe describes the selection for readers in a language ("en", "fr"), or returns "" for the
// default selection: `“flood”, country: Sudan, from 1 October 2026`. names may be nil.
func (s Selection) Describe(language string, names Names) string {
	var parts []string
	s = s.Canonical()
	for _, k := range keys() {
		if words := s.keyWords(k, language, names); words != "" {
			parts = append(parts, words)
		}
	}
	return strings.Join(parts, ", ")
}

// keyWords describes the values of a key.
func (s *Selection) keyWords(k Key, language string, names Names) string {
	values := s.Values(k.Key)
	if k.Type == "codes" {
		values = s.Codes(k.Key)
	}
	if len(values) == 0 {
		return ""
	}
	named := make([]string, len(values))
	for i, v := range values {
		named[i] = valueWords(k, v, language, names)
	}
	title, list := label(k.Words, language), strings.Join(named, orWord(language))
	switch k.Type {
	case "words":
		return "“" + list + "”"
	case "flag", "box", "polygon", "choice":
		if k.Type == "choice" {
			return list
		}
		return title
	case "day":
		return title + " " + list
	}
	return title + ": " + list
}

func valueWords(k Key, v, language string, names Names) string {
	if k.Type == "day" {
		if t, err := time.Parse(time.DateOnly, v); err == nil && language == "en" {
			return t.Format("2 January 2006")
		}
		return v
	}
	if v == k.All && v != "" {
		if language == "fr" {
			return "tous"
		}
		return "all"
	}
	if words := ValueLabel(k.Key, v, language); words != v {
		return words
	}
	if names != nil {
		if name := names(k.Key, v); name != "" {
			return name
		}
	}
	return v
}

func orWord(language string) string {
	if language == "fr" {
		return " ou "
	}
	return " or "
}
