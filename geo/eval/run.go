package eval

import (
	"context"
	"fmt"
	"iter"

	"dateline/geo"
)

// Parse runs the parser over the articles of gold documents and returns its
// predictions by document id.
func Parse(ctx context.Context, p *geo.Parser, gold []Document, workers int) (map[string][]Toponym, error) {
	predicted := make(map[string][]Toponym, len(gold))
	for parsed, err := range p.ParseTogether(ctx, articles(gold), workers) {
		if err != nil {
			return nil, fmt.Errorf("parsing gold documents: %w", err)
		}
		predicted[parsed.Article.ID] = Predictions(parsed)
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

// ByID returns the toponyms of documents by id, as [Score] takes predictions.
func ByID(docs []Document) map[string][]Toponym {
	m := make(map[string][]Toponym, len(docs))
	for i := range docs {
		m[docs[i].ID] = docs[i].Toponyms
	}
	return m
}
