package geo

import (
	"context"
	"fmt"
)

// Recognizer finds the mentions of an article. Implementations are safe for
// concurrent use and deterministic: the same text gives the same mentions.
type Recognizer interface {
	Recognize(ctx context.Context, a *Article) (*Recognition, error)
}

// Resolver decides which place each mention means. Implementations are safe for
// concurrent use and deterministic. Resolve returns one resolution for each
// mention, in the same order, and may set the geometry of the mentions'
// relations.
type Resolver interface {
	Resolve(ctx context.Context, a *Article, r *Recognition) ([]Resolution, []Focus, error)
}

// Versions says which gazetteer and models produced a result.
type Versions struct {
	Gazetteer  string `json:"gazetteer"`
	Recognizer string `json:"recognizer"`
	Resolver   string `json:"resolver"`
}

// Parser turns articles into parsed articles. The zero value has no steps and
// cannot parse.
type Parser struct {
	Recognizer Recognizer
	// Annotate are steps that read more about the mentions out of the text
	// (relations, dates) before the mentions are resolved, in order.
	Annotate []func(*Article, *Recognition)
	Resolver Resolver
	// Finish are steps that need the resolutions, in order.
	Finish   []func(*Parsed)
	Versions Versions
}

// Parsed is an article with its mentions, what each of them means, and what the
// article is about.
type Parsed struct {
	Article  Article
	Language string
	// Model is the [Recognition.Model] that found the mentions.
	Model string
	// Mentions are in the order of the text; Resolutions[i] is that of
	// Mentions[i].
	Mentions    []Mention
	Resolutions []Resolution
	Focus       []Focus
	Ledger      Ledger
	Versions    Versions
}

// Parse finds the places of one article. It fills in the article's Hash, and its
// ID where that is empty.
func (p *Parser) Parse(ctx context.Context, a Article) (*Parsed, error) {
	if a.Hash == "" {
		a.Hash = HashText(a.Text)
	}
	if a.ID == "" {
		a.ID = ContentID("article", a.URL, a.Title, a.Hash)
	}
	rec, err := p.Recognizer.Recognize(ctx, &a)
	if err != nil {
		return nil, fmt.Errorf("finding places in article %q: %w", a.ID, err)
	}
	for _, annotate := range p.Annotate {
		annotate(&a, rec)
	}
	res, focus, err := p.Resolver.Resolve(ctx, &a, rec)
	if err != nil {
		return nil, fmt.Errorf("resolving the places of article %q: %w", a.ID, err)
	}
	if len(res) != len(rec.Mentions) {
		return nil, fmt.Errorf("resolving the places of article %q: %d resolutions for %d mentions", a.ID, len(res), len(rec.Mentions))
	}
	out := &Parsed{
		Article: a, Language: rec.Language, Model: rec.Model,
		Mentions: rec.Mentions, Resolutions: res, Focus: focus, Versions: p.Versions,
	}
	for _, finish := range p.Finish {
		finish(out)
	}
	for i := range out.Resolutions {
		out.Ledger.Add(out.Resolutions[i].Outcome)
	}
	return out, nil
}
