package recognize

import (
	"math"
	"slices"

	"dateline/geo"
	"dateline/geo/internal/langid"
	"dateline/geo/internal/tagger"
)

// What a paragraph must have to be recognized in another language than its text: the number of words, the share
// of them that are frequent in its language, and the logarithm of how much more probable its language is.
const (
	minPartWords  = 12
	minPartKnown  = 0.25
	minPartMargin = 8
)

// identifyLanguages returns the language of the text that d has scanned, and the runs of its paragraphs in one
// language each. The paragraphs that are too short to tell are in the language of the text.
func identifyLanguages(d *tagger.Document) (string, []geo.LanguagePart) {
	whole := langid.Result{Language: english}
	if len(d.Tokens) < minEnglishTokens || !isEnglish(d.Tokens[:min(len(d.Tokens), langid.MaxTokens)]) {
		whole = langid.Default().Identify(d.Text, d.Tokens)
		if namesMislead(d, &whole) {
			whole = langid.Result{Language: english}
		}
	}
	if !slices.ContainsFunc(d.Tokens[min(1, len(d.Tokens)):], func(t tagger.Token) bool { return t.Breaks >= 2 }) {
		return whole.Language, nil // one paragraph
	}
	var parts []geo.LanguagePart
	words := map[string]int{}
	for from := 0; from < len(d.Tokens); {
		to := from + 1
		for to < len(d.Tokens) && d.Tokens[to].Breaks < 2 {
			to++
		}
		language := languageOfParagraph(d.Text, d.Tokens[from:to], whole.Language)
		words[language] += to - from
		end := len(d.Text)
		if to < len(d.Tokens) {
			end = int(d.Tokens[to].Start)
		}
		if n := len(parts); n > 0 && parts[n-1].Language == language {
			parts[n-1].End = end
		} else {
			start := int(d.Tokens[from].Start)
			if n == 0 {
				start = 0
			}
			parts = append(parts, geo.LanguagePart{Span: geo.Span{Start: start, End: end}, Language: language})
		}
		from = to
	}
	if len(parts) < 2 {
		return whole.Language, nil
	}
	language := whole.Language
	for _, p := range parts {
		if words[p.Language] > words[language] {
			language = p.Language
		}
	}
	return language, parts
}

const (
	// maxNameTokens is the number of tokens up to which, and maxNameMargin the margin below which, foreign names
	// may tell the wrong language of a text.
	maxNameTokens = 24
	maxNameMargin = 5
)

// namesMislead reports whether a short text that was identified as in another language is in English without the words of
// its names: "Delta del Tigre has no hospital."
func namesMislead(d *tagger.Document, whole *langid.Result) bool {
	if whole.Language == english || whole.Language == undetermined || len(d.Tokens) > maxNameTokens || whole.Margin > maxNameMargin {
		return false
	}
	others := make([]tagger.Token, 0, maxNameTokens)
	for i := range d.Tokens {
		t := &d.Tokens[i]
		joins := i+1 < len(d.Tokens) && (d.Tokens[i+1].Cased() || t.Lists&tagger.ListConnector != 0)
		if t.Class == tagger.ClassLower && !joins {
			others = append(others, *t)
		}
	}
	r := langid.Default().Identify(d.Text, others)
	return r.Language == english && r.Words >= minOtherWords && r.Known == r.Words
}

// minOtherWords is the least number of words beside names that tell English.
const minOtherWords = 3

// languageOfParagraph returns the language of a paragraph: that of its text, unless the paragraph shows another one.
func languageOfParagraph(text string, paragraph []tagger.Token, language string) string {
	if language == english && isEnglish(paragraph) {
		return language
	}
	if len(paragraph) < minPartWords {
		return language
	}
	p := langid.Default().Identify(text, paragraph)
	if p.Language != undetermined && p.Words >= minPartWords && (math.IsInf(p.Margin, 1) || float64(p.Known) >= minPartKnown*float64(p.Words)) && p.Margin >= minPartMargin {
		return p.Language
	}
	return language
}

// minEnglish is the share of words of English grammar from which a paragraph of an English text is in English. In news
// it is .35 to .5, in other languages that share words such as "in" and "a" below .15.
const minEnglish = 0.3

// minEnglishTokens is the number of tokens from which a text with that share is in English without a comparison with
// other languages.
const minEnglishTokens = 50

// isEnglish reports whether the share of words of English grammar in a paragraph is at least minEnglish.
func isEnglish(tokens []tagger.Token) bool {
	words, function := 0, 0
	for i := range tokens {
		t := &tokens[i]
		if t.Class == tagger.ClassPunctuation || t.Class == tagger.ClassNumber {
			continue
		}
		words++
		if t.Lists&tagger.ListFunction != 0 {
			function++
		}
	}
	return words > 0 && float64(function) >= minEnglish*float64(words)
}

// recognizeParts finds the mentions of a text whose parts are in different languages.
func (r *Recognizer) recognizeParts(s *scratch, text, language string, parts []geo.LanguagePart) (*geo.Recognition, error) {
	out := &geo.Recognition{Language: language, Model: methodTagger, Parts: slices.Clone(parts)}
	for i := range out.Parts {
		p := &out.Parts[i]
		s.doc.Scan(r.model, p.Text(text))
		rec, err := r.recognize(s, p.Language)
		if err != nil {
			return nil, err
		}
		p.Model = rec.Model
		if p.Language == language {
			out.Model = rec.Model
		}
		appendShifted(out, rec, p.Start)
	}
	return out, nil
}

// appendShifted appends the tokens, sentences and mentions of a part that begins at a byte offset to out.
func appendShifted(out, part *geo.Recognition, offset int) {
	shift := func(s geo.Span) geo.Span { return geo.Span{Start: s.Start + offset, End: s.End + offset} }
	for _, t := range part.Tokens {
		out.Tokens = append(out.Tokens, geo.Token{Span: shift(t.Span), Sentence: t.Sentence + len(out.Sentences)})
	}
	for _, s := range part.Sentences {
		out.Sentences = append(out.Sentences, shift(s))
	}
	for _, m := range part.Mentions {
		m.Span, m.Passage = shift(m.Span), shift(m.Passage)
		if m.Wide != (geo.Span{}) {
			m.Wide = shift(m.Wide)
		}
		out.Mentions = append(out.Mentions, m)
	}
}
