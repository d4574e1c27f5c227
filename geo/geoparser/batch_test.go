package geoparser

import (
	"context"
	"errors"
	"iter"
	"strings"
	"testing"

	"dateline/geo"
)

// publisherRecognizer finds one mention, the whole text.
type publisherRecognizer struct{}

func (publisherRecognizer) Recognize(_ context.Context, a *geo.Article) (*geo.Recognition, error) {
	if a.Text == "" {
		return nil, geo.ErrInput
	}
	return &geo.Recognition{Mentions: []geo.Mention{{Span: geo.Span{Start: 0, End: len(a.Text)}, Phrase: a.Text}}}, nil
}

// publisherResolver resolves a mention as ambiguous, and as placed on revision if another
// article has the same publisher.
type publisherResolver struct{ fail error }

func (publisherResolver) Resolve(context.Context, *geo.Article, *geo.Recognition) ([]geo.Resolution, []geo.Focus, error) {
	return []geo.Resolution{{Outcome: geo.OutcomeAmbiguous}}, nil, nil
}

func (r publisherResolver) Revise(_ context.Context, batch []*geo.Parsed, _ int) error {
	count := map[string]int{}
	for _, p := range batch {
		count[p.Article.Publisher]++
	}
	for _, p := range batch {
		if count[p.Article.Publisher] > 1 {
			p.Resolutions[0].Outcome = geo.OutcomePlaced
		}
	}
	return r.fail
}

func articlesOf(articles ...geo.Article) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		for i := range articles {
			if !yield(&articles[i], nil) {
				return
			}
		}
	}
}

func TestParseBatch(t *testing.T) {
	finished := 0
	p := &Parser{Recognizer: publisherRecognizer{}, Resolver: publisherResolver{}, Finish: []func(*geo.Parsed){func(p *geo.Parsed) {
		finished++
		if p.Article.Publisher == "A" && p.Resolutions[0].Outcome != geo.OutcomePlaced {
			t.Errorf("%s was finished before it was revised", p.Article.ID)
		}
	}}}
	in := articlesOf(geo.Article{ID: "1", Publisher: "A", Text: "x"}, geo.Article{ID: "2", Publisher: "B", Text: "x"}, geo.Article{ID: "3", Text: ""}, geo.Article{ID: "4", Publisher: "A", Text: "x"})
	var ids string
	failed := 0
	for parsed, err := range p.ParseBatch(t.Context(), in, 3) {
		if err != nil {
			failed++
			continue
		}
		ids += parsed.Article.ID
		placed := 0
		if parsed.Article.Publisher == "A" {
			placed = 1
		}
		if parsed.Ledger.Placed != placed || parsed.Ledger.Mentions != 1 {
			t.Errorf("article %s: ledger %+v", parsed.Article.ID, parsed.Ledger)
		}
	}
	if ids != "124" || failed != 1 || finished != 3 {
		t.Errorf("articles %s, %d failed, %d finished", ids, failed, finished)
	}
}

func TestParseBatchFails(t *testing.T) {
	broken := errors.New("broken")
	p := &Parser{Recognizer: publisherRecognizer{}, Resolver: publisherResolver{broken}}
	for parsed, err := range p.ParseBatch(t.Context(), articlesOf(geo.Article{Text: "x"}), 1) {
		if parsed != nil || !errors.Is(err, broken) {
			t.Errorf("got %v, %v", parsed, err)
		}
	}
}

// A batch of long articles ends before a thousand articles.
func TestParseBatchBoundsLongArticles(t *testing.T) {
	p := &Parser{Recognizer: publisherRecognizer{}, Resolver: publisherResolver{}}
	long := geo.Article{ID: "1", Publisher: "A", Text: strings.Repeat("x", maxBatchBytes)}
	read := 0
	in := func(yield func(*geo.Article, error) bool) {
		for range 20 {
			read++
			if !yield(&long, nil) {
				return
			}
		}
	}
	for _, err := range p.ParseBatch(t.Context(), in, 1) {
		if err != nil || read > 10 {
			t.Errorf("%d articles were read before the first came out, error %v", read, err)
		}
		return
	}
}
