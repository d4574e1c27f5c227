package geo

// Parsed is an article with its mentions, the place that each of them means, and the
// places that the article is about.
type Parsed struct {
	Article  Article
	Language string
	// Model is the [Recognition.Model] that found the mentions.
	Model string
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
