package resolver

import (
	"context"
	"fmt"

	"dateline/geo"
	"dateline/geo/eval"
)

// Recognizer finds the mentions of an article.
type Recognizer interface {
	Recognize(ctx context.Context, a *geo.Article) (*geo.Recognition, error)
}

// Annotator is a step of the parser between recognition and resolution.
type Annotator = func(*geo.Article, *geo.Recognition)

// Example is an article with gold places: Truth[i] is that of Recognition.Mentions[i].
type Example struct {
	Corpus      string
	Article     geo.Article
	Recognition *geo.Recognition
	Truth       []Truth
}

// Examples returns the examples of gold documents. With goldSpans, the mentions have the
// spans of gold and the roles that the recognizer found for them; otherwise they are
// the recognizer's, and those that overlap gold have a gold place.
func Examples(ctx context.Context, r Recognizer, docs []eval.Document, corpus string, goldSpans bool, annotate []Annotator) ([]Example, error) {
	examples := make([]Example, 0, len(docs))
	for i := range docs {
		d := &docs[i]
		e := Example{Corpus: corpus, Article: d.Article()}
		recognized, err := r.Recognize(ctx, &e.Article)
		if err != nil {
			return nil, fmt.Errorf("recognizing the mentions of document %q: %w", d.ID, err)
		}
		if goldSpans {
			e.Recognition, e.Truth = goldMentions(d, recognized)
		} else {
			e.Recognition, e.Truth = recognized, alignedTruth(d, recognized)
		}
		for _, step := range annotate {
			step(&e.Article, e.Recognition)
		}
		examples = append(examples, e)
	}
	return examples, nil
}

// goldMentions replaces the recognized mentions by those of gold. It skips spans that
// are empty or overlap the span before, of which the corpora have a few.
func goldMentions(d *eval.Document, recognized *geo.Recognition) (*geo.Recognition, []Truth) {
	rec := &geo.Recognition{Language: recognized.Language, Model: "gold", Tokens: recognized.Tokens, Sentences: recognized.Sentences}
	var truth []Truth
	for i, span := range d.Spans() {
		if n := len(rec.Mentions); span.Len() == 0 || n > 0 && rec.Mentions[n-1].End > span.Start {
			continue
		}
		m := geo.Mention{Span: span, Phrase: span.Text(d.Text), Role: geo.RoleLiteral, Recognized: 1}
		m.Passage = sentenceOf(recognized, span)
		for _, r := range recognized.Mentions {
			if r.Overlaps(span) {
				m.Role, m.Association = r.Role, r.Association
			}
		}
		rec.Mentions = append(rec.Mentions, m)
		truth = append(truth, truthOf(&d.Toponyms[i]))
	}
	return rec, truth
}

// sentenceOf returns the sentence in which a span begins.
func sentenceOf(rec *geo.Recognition, span geo.Span) geo.Span {
	for _, s := range rec.Sentences {
		if span.Start < s.End {
			return s
		}
	}
	return span
}

// alignedTruth returns the gold places of the recognized mentions.
func alignedTruth(d *eval.Document, recognized *geo.Recognition) []Truth {
	truth := make([]Truth, len(recognized.Mentions))
	for _, p := range eval.AlignToponyms(d.Toponyms, eval.FromMentions(d.Text, recognized.Mentions)) {
		truth[p.Predicted] = truthOf(&d.Toponyms[p.Gold])
	}
	return truth
}
