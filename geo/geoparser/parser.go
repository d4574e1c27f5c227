// Package geoparser finds the places that articles name: it runs recognition,
// annotation and resolution in order.
package geoparser

import (
	"context"
	"fmt"
	"slices"

	"dateline/geo"

	"golang.org/x/sync/semaphore"
)

// Recognizer finds the mentions of an article. Implementations are safe for
// concurrent use and deterministic: the same text gives the same mentions.
type Recognizer interface {
	Recognize(ctx context.Context, a *geo.Article) (*geo.Recognition, error)
}

// Resolver decides which place each mention means. Implementations are safe for
// concurrent use and deterministic. Resolve returns one resolution for each mention,
// in the same order, and the focus of the article; it may set the geometry of the
// mentions' relations.
type Resolver interface {
	Resolve(ctx context.Context, a *geo.Article, r *geo.Recognition) ([]geo.Resolution, []geo.Focus, error)
}

// Parser turns articles into parsed articles. The zero value has no steps and cannot
// parse; [New] returns one with all of them. It is safe for concurrent use.
type Parser struct {
	Recognizer Recognizer
	// Annotate are steps between recognition and resolution that add to the
	// mentions (spatial relations, dates), in order.
	Annotate []func(*geo.Article, *geo.Recognition)
	Resolver Resolver
	// Finish are steps that need the resolutions, in order.
	Finish []func(*geo.Parsed)
	// Versions are those of the gazetteer and the models of the steps.
	Versions geo.Versions

	memory *semaphore.Weighted // nil does not limit the memory of parses
}

// MaxMemory is about how many bytes of memory the parses of a parser that [New] returns
// take together: a parse waits while others take it.
const MaxMemory = 256 << 20

// memoryPerByte is the memory in bytes that the parse of a text takes for each of its
// bytes, at most: it is dense with ambiguous names then.
const memoryPerByte = 100

// acquire waits until there is memory to parse a text. The caller calls release.
func (p *Parser) acquire(ctx context.Context, text string) (release func(), err error) {
	if p.memory == nil {
		return func() {}, nil
	}
	n := min(int64(len(text))*memoryPerByte, MaxMemory)
	if err := p.memory.Acquire(ctx, n); err != nil {
		return nil, err
	}
	return func() { p.memory.Release(n) }, nil
}

// Parse finds the places of one article. It sets the article's Hash and ID where they
// are empty.
func (p *Parser) Parse(ctx context.Context, a geo.Article) (*geo.Parsed, error) {
	if a.Hash == "" {
		a.Hash = geo.HashText(a.Text)
	}
	if a.ID == "" {
		a.ID = geo.ContentID("article", a.URL, a.Title, a.Hash)
	}
	out := &geo.Parsed{Article: a, Versions: p.Versions}
	searched := a
	searched.Text = geo.SearchedText(a.Text)
	release, err := p.acquire(ctx, searched.Text)
	if err != nil {
		return nil, err
	}
	defer release()
	rec, err := p.Recognizer.Recognize(ctx, &searched)
	if err != nil {
		return nil, fmt.Errorf("finding places in article %q: %w", a.ID, err)
	}
	limitMentions(rec)
	for _, annotate := range p.Annotate { // the first ones add mentions, those after them relations between them
		annotate(&searched, rec)
		limitMentions(rec)
	}
	out.Language, out.Model, out.Parts, out.Mentions = rec.Language, rec.Model, rec.Parts, rec.Mentions
	if out.Resolutions, out.Focus, err = p.resolve(ctx, &searched, rec); err != nil {
		return nil, err
	}
	p.finish(out)
	return out, nil
}

// limitMentions removes the mentions after the first [geo.MaxMentions].
func limitMentions(rec *geo.Recognition) {
	if len(rec.Mentions) > geo.MaxMentions {
		rec.Mentions = slices.Clone(rec.Mentions[:geo.MaxMentions])
	}
}

// Resolve returns a copy of a parsed article with its mentions resolved again, without
// the history of its publisher. The steps of Finish are left out: [Parser.Revise] runs
// them.
func (p *Parser) Resolve(ctx context.Context, parsed *geo.Parsed) (*geo.Parsed, error) {
	out := *parsed
	out.History = false
	out.Mentions = append([]geo.Mention(nil), parsed.Mentions...)
	var err error
	rec := &geo.Recognition{Language: out.Language, Model: out.Model, Parts: out.Parts, Mentions: out.Mentions}
	searched := out.Article
	searched.Text = geo.SearchedText(out.Article.Text)
	out.Resolutions, out.Focus, err = p.resolve(ctx, &searched, rec)
	if err != nil {
		return nil, err
	}
	return &out, nil
}

func (p *Parser) resolve(ctx context.Context, a *geo.Article, rec *geo.Recognition) ([]geo.Resolution, []geo.Focus, error) {
	res, focus, err := p.Resolver.Resolve(ctx, a, rec)
	if err != nil {
		return nil, nil, fmt.Errorf("resolving the places of article %q: %w", a.ID, err)
	}
	if len(res) != len(rec.Mentions) {
		return nil, nil, fmt.Errorf("resolving the places of article %q: %d resolutions for %d mentions", a.ID, len(res), len(rec.Mentions))
	}
	return res, focus, nil
}

// finish runs the last steps and counts the outcomes.
func (p *Parser) finish(parsed *geo.Parsed) {
	for _, step := range p.Finish {
		step(parsed)
	}
	parsed.Ledger = geo.Ledger{Unread: parsed.Unread()}
	for i := range parsed.Resolutions {
		parsed.Ledger.Add(parsed.Resolutions[i].Outcome)
	}
}
