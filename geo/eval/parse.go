package eval

import (
	"context"
	"fmt"
	"iter"

	"dateline/geo"
)

// Parser parses articles with the history of their publishers.
type Parser interface {
	ParseBatch(ctx context.Context, articles iter.Seq2[*geo.Article, error], workers int) iter.Seq2[*geo.Parsed, error]
}

// Parse runs the parser on the articles of gold documents, in a batch, and returns
// the predictions by document id.
func Parse(ctx context.Context, p Parser, gold []Document, workers int) (map[string][]Toponym, error) {
	predicted := make(map[string][]Toponym, len(gold))
	for parsed, err := range p.ParseBatch(ctx, articles(gold), workers) {
		if err != nil {
			return nil, fmt.Errorf("parsing gold documents: %w", err)
		}
		predicted[parsed.Article.ID] = FromParsed(parsed)
	}
	return predicted, nil
}

func articles(docs []Document) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		for i := range docs {
			if a := docs[i].Article(); !yield(&a, nil) {
				return
			}
		}
	}
}
