package geo

import (
	"slices"
	"strings"
)

// MethodStrict is the [Recognition.Model] of languages without a trained recognizer: only names of the gazetteer that
// are hardly ambiguous are mentions.
const MethodStrict = "gazetteer"

// rightToLeft has the languages that are written from right to left, unless their tag names another script.
const rightToLeft = " ar arc ckb dv fa he iw ks nqo ps prs sd syr ug ur yi "

// Direction returns the direction in which a language is written, "ltr" or "rtl", or "" if the language is unknown.
func Direction(language string) string {
	code, rest, _ := strings.Cut(strings.ToLower(language), "-")
	switch {
	case code == "" || code == "und":
		return ""
	case strings.HasPrefix(rest, "arab") || strings.HasPrefix(rest, "hebr") || strings.HasPrefix(rest, "thaa"):
		return "rtl"
	case strings.HasPrefix(rest, "latn") || strings.HasPrefix(rest, "cyrl"):
		return "ltr"
	case strings.Contains(rightToLeft, " "+code+" "):
		return "rtl"
	}
	return "ltr"
}

// languageAt returns the language and the model of a text at a byte offset.
func languageAt(parts []LanguagePart, language, model string, offset int) (string, string) {
	for i := range parts {
		if p := &parts[i]; offset >= p.Start && offset < p.End {
			return p.Language, p.Model
		}
	}
	return language, model
}

// LanguageAt returns the language of the text at a byte offset.
func (p *Parsed) LanguageAt(offset int) string {
	language, _ := languageAt(p.Parts, p.Language, p.Model, offset)
	return language
}

// StrictAt reports whether the text at a byte offset is in a language without a trained recognizer.
func (p *Parsed) StrictAt(offset int) bool {
	_, model := languageAt(p.Parts, p.Language, p.Model, offset)
	return model == MethodStrict
}

// Languages returns the languages of the text, that of most of it first.
func (p *Parsed) Languages() []string {
	all := []string{p.Language}
	for i := range p.Parts {
		if l := p.Parts[i].Language; !slices.Contains(all, l) {
			all = append(all, l)
		}
	}
	return all
}

// StrictLanguages returns the languages of the text that have no trained recognizer.
func (p *Parsed) StrictLanguages() []string {
	var all []string
	if p.Model == MethodStrict {
		all = append(all, p.Language)
	}
	for i := range p.Parts {
		if part := &p.Parts[i]; part.Model == MethodStrict && !slices.Contains(all, part.Language) {
			all = append(all, part.Language)
		}
	}
	return all
}
