package geo

import "unicode/utf8"

// Parsed is an article with its mentions, the place that each of them means, and the
// places that the article is about.
type Parsed struct {
	Article  Article
	Language string
	// Model is the [Recognition.Model] that found the mentions.
	Model string
	// Parts are the [Recognition.Parts] of a text in more than one language, or nil.
	Parts []LanguagePart
	// Mentions are in the order of the text; Resolutions[i] is that of Mentions[i].
	Mentions    []Mention
	Resolutions []Resolution
	Focus       []Focus
	Ledger      Ledger
	Versions    Versions
	// History reports that the mentions were resolved with the history of the
	// publisher: the places that its other articles, parsed with this one, name.
	History bool
}

// Versions names the gazetteer and the models that produced a result.
type Versions struct {
	Gazetteer  string `json:"gazetteer"`
	Recognizer string `json:"recognizer"`
	Resolver   string `json:"resolver"`
}

// Limits on the part of one article that is searched for places. They bound the memory
// that an article takes; readers of documents split long texts into several articles.
const (
	// MaxSearched is the length in bytes of the text that is searched.
	MaxSearched = 2 << 20
	// MaxMentions is the number of mentions at which the search ends.
	MaxMentions = 20_000
)

// SearchedText returns the part of a text of at most [MaxSearched] bytes that is searched
// for mentions.
func SearchedText(text string) string {
	if len(text) <= MaxSearched {
		return text
	}
	n := MaxSearched
	for !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// Unread returns the number of code points at the end of the text that were not searched
// for mentions: those after [MaxSearched], or after the last of [MaxMentions] mentions.
func (p *Parsed) Unread() int {
	end := len(SearchedText(p.Article.Text))
	if n := len(p.Mentions); n >= MaxMentions {
		end = p.Mentions[n-1].End
	}
	return utf8.RuneCountInString(p.Article.Text[end:])
}
