package store

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"dateline/geo"
)

// Memory is a [Store] that holds its collections in memory and never changes.
type Memory struct {
	summaries   []Summary
	collections map[string]*Collection
	articles    map[articleKey]*geo.Parsed
	mentions    map[string]articleKey
}

type articleKey struct{ collection, article string }

var _ Store = (*Memory)(nil)

var collectionName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// checkName says why a name cannot be that of a collection.
func checkName(name string) error {
	if len(name) > 64 || !collectionName.MatchString(name) {
		return geo.Errorf(geo.ErrInput, "collection %q: a name is made of lower-case letters, digits and single hyphens, at most 64", name)
	}
	return nil
}

// NewMemory returns a store of the given collections. Of two articles with one
// id in a collection the later one is kept as "id-2". The error wraps
// [geo.ErrInput] for a collection whose name cannot stand in an address or
// stands twice.
func NewMemory(collections ...Collection) (*Memory, error) {
	m := &Memory{
		collections: map[string]*Collection{},
		articles:    map[articleKey]*geo.Parsed{},
		mentions:    map[string]articleKey{},
	}
	for _, c := range collections {
		if err := checkName(c.Name); err != nil {
			return nil, err
		}
		if m.collections[c.Name] != nil {
			return nil, geo.Errorf(geo.ErrInput, "collection %q is there twice: give one of them another name", c.Name)
		}
		m.add(c)
	}
	slices.SortFunc(m.summaries, func(a, b Summary) int { return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.Name, b.Name)) })
	return m, nil
}

func (m *Memory) add(c Collection) {
	s := Summary{Name: c.Name, Title: c.Title, Description: c.Description, Articles: len(c.Parsed)}
	version := []string{c.Name, c.Title, c.Description}
	places, texts := map[geo.PlaceID]bool{}, map[string]int{}
	c.Parsed = slices.Clone(c.Parsed)
	for i, p := range c.Parsed {
		p = m.unique(c.Name, p)
		c.Parsed[i] = p
		key := articleKey{c.Name, p.Article.ID}
		m.articles[key] = p
		version = append(version, p.Article.ID, p.Article.Title, p.Article.Publisher, p.Article.Published, p.Article.Hash,
			p.Versions.Gazetteer, p.Versions.Recognizer, p.Versions.Resolver)
		texts[p.Article.Hash]++
		for j := range p.Mentions {
			id := geo.CopyID(geo.MentionID(&p.Article, p.Mentions[j].Span), texts[p.Article.Hash])
			if _, taken := m.mentions[id]; !taken {
				m.mentions[id] = key
			}
			r := &p.Resolutions[j]
			version = append(version, fmt.Sprint(p.Mentions[j].Span, r.Outcome, r.Probability, r.Why))
			if r.Place != nil {
				version = append(version, fmt.Sprint(*r.Place))
				if r.Outcome == geo.OutcomePlaced || r.Outcome == geo.OutcomeCountry {
					places[r.Place.ID] = true
				}
			}
		}
		s.Ledger.Merge(p.Ledger)
	}
	c.Version = geo.ContentID(version...)
	s.Version, s.Places = c.Version, len(places)
	m.collections[c.Name] = &c
	m.summaries = append(m.summaries, s)
}

// unique returns p, or a copy with another id when the collection already has an
// article with that one.
func (m *Memory) unique(collection string, p *geo.Parsed) *geo.Parsed {
	id := p.Article.ID
	for n := 2; m.articles[articleKey{collection, p.Article.ID}] != nil; n++ {
		copied := *p
		copied.Article.ID = id + "-" + strconv.Itoa(n)
		p = &copied
	}
	return p
}

// Collections lists all collections in the order of their titles.
func (m *Memory) Collections(context.Context) ([]Summary, error) { return m.summaries, nil }

// Collection returns a collection with its articles.
func (m *Memory) Collection(_ context.Context, name string) (*Collection, error) {
	c := m.collections[name]
	if c == nil {
		return nil, geo.Errorf(geo.ErrNotFound, "collection %q", name)
	}
	return c, nil
}

// Article returns one article of a collection.
func (m *Memory) Article(_ context.Context, collection, id string) (*geo.Parsed, error) {
	p := m.articles[articleKey{collection, id}]
	if p == nil {
		return nil, geo.Errorf(geo.ErrNotFound, "article %q of collection %q", id, collection)
	}
	return p, nil
}

// Mention returns the collection and article in which a mention stands: the first
// one, where two collections hold the same text.
func (m *Memory) Mention(_ context.Context, id string) (collection, article string, err error) {
	key, ok := m.mentions[id]
	if !ok {
		return "", "", geo.Errorf(geo.ErrNotFound, "mention %q", id)
	}
	return key.collection, key.article, nil
}
