package geo

// Recognition is the result of recognizing the mentions of an article.
type Recognition struct {
	// Language is the BCP 47 code of the text's language, "und" if undetermined.
	Language string
	// Model is the method: "tagger" for a trained model of the language,
	// "gazetteer" for strict matching of names where there is no model.
	Model string
	// Tokens and Sentences cover the text in order, without overlap.
	Tokens    []Token
	Sentences []Span
	// Mentions are in the order of the text and do not overlap.
	Mentions []Mention
}

// Token is a word, number or punctuation mark.
type Token struct {
	Span
	// Sentence is the index of the sentence that contains the token.
	Sentence int
}
