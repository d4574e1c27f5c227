package geo

// Recognition is the result of recognizing the mentions of an article.
type Recognition struct {
	// Language is the BCP 47 code of the text's language, "und" if undetermined.
	Language string
	// Model is the method: "tagger" for a trained model of the language,
	// "gazetteer" for strict matching of names where there is no model.
	Model string
	// Parts are the parts of a text that is in more than one language, in order, or nil.
	Parts []LanguagePart
	// Tokens and Sentences cover the text in order, without overlap.
	Tokens    []Token
	Sentences []Span
	// Mentions are in the order of the text and do not overlap.
	Mentions []Mention
}

// LanguagePart is a part of a text in one language.
type LanguagePart struct {
	Span
	// Language and Model are those of [Recognition].
	Language, Model string
}

// LanguageAt returns the language of the text at a byte offset.
func (r *Recognition) LanguageAt(offset int) string {
	language, _ := languageAt(r.Parts, r.Language, r.Model, offset)
	return language
}

// Token is a word, number or punctuation mark.
type Token struct {
	Span
	// Sentence is the index of the sentence that contains the token.
	Sentence int
}
