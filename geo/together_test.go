package geo

import (
	"context"
	"errors"
	"iter"
	"strings"
	"testing"
)

// publisherRecognizer finds one mention, the whole text.
type publisherRecognizer struct{}

func (publisherRecognizer) Recognize(_ context.Context, a *Article) (*Recognition, error) {
	if a.Text == "" {
		return nil, ErrInput
	}
	return &Recognition{Mentions: []Mention{{Span: Span{0, len(a.Text)}, Phrase: a.Text}}}, nil
}

// publisherResolver leaves everything open, and places it on revision when
// another article has the same publisher.
type publisherResolver struct{ fail error }

func (publisherResolver) Resolve(context.Context, *Article, *Recognition) ([]Resolution, []Focus, error) {
	return []Resolution{{Outcome: OutcomeAmbiguous}}, nil, nil
}

func (r publisherResolver) Revise(_ context.Context, batch []*Parsed, _ int) error {
	count := map[string]int{}
	for _, p := range batch {
		count[p.Article.Publisher]++
	}
	for _, p := range batch {
		if count[p.Article.Publisher] > 1 {
			p.Resolutions[0].Outcome = OutcomePlaced
		}
	}
	return r.fail
}

func articlesOf(articles ...Article) iter.Seq2[*Article, error] {
	return func(yield func(*Article, error) bool) {
		for i := range articles {
			if !yield(&articles[i], nil) {
				return
			}
		}
	}
}

func TestParseTogether(t *testing.T) {
	finished := 0
	p := &Parser{Recognizer: publisherRecognizer{}, Resolver: publisherResolver{}, Finish: []func(*Parsed){func(p *Parsed) {
		finished++
		if p.Article.Publisher == "A" && p.Resolutions[0].Outcome != OutcomePlaced {
			t.Errorf("%s was finished before it was revised", p.Article.ID)
		}
	}}}
	in := articlesOf(Article{ID: "1", Publisher: "A", Text: "x"}, Article{ID: "2", Publisher: "B", Text: "x"}, Article{ID: "3", Text: ""}, Article{ID: "4", Publisher: "A", Text: "x"})
	var ids string
	failed := 0
	for parsed, err := range p.ParseTogether(t.Context(), in, 3) {
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

func TestParseTogetherFails(t *testing.T) {
	broken := errors.New("broken")
	p := &Parser{Recognizer: publisherRecognizer{}, Resolver: publisherResolver{broken}}
	for parsed, err := range p.ParseTogether(t.Context(), articlesOf(Article{Text: "x"}), 1) {
		if parsed != nil || !errors.Is(err, broken) {
			t.Errorf("got %v, %v", parsed, err)
		}
	}
}

// Long articles are not all held in memory until a thousand are there.
func TestParseTogetherTakesFewLongArticles(t *testing.T) {
	p := &Parser{Recognizer: publisherRecognizer{}, Resolver: publisherResolver{}}
	long := Article{ID: "1", Publisher: "A", Text: strings.Repeat("x", togetherBytes)}
	read := 0
	in := func(yield func(*Article, error) bool) {
		for range 20 {
			read++
			if !yield(&long, nil) {
				return
			}
		}
	}
	for _, err := range p.ParseTogether(t.Context(), in, 1) {
		if err != nil || read > 10 {
			t.Errorf("%d articles were read before the first came out, error %v", read, err)
		}
		return
	}
}
