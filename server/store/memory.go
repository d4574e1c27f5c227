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

// Memory is an immutable [Store] in memory.
type Memory struct {
	summaries   []Summary
	collections map[string]*Collection
	articles    map[articleKey]*geo.Parsed
	mentions    map[string]articleKey
}

type articleKey struct{ collection, article string }

var _ Store = (*Memory)(nil)

var collectionName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// checkName returns an error if a name is not valid for a collection.
func checkName(name string) error {
	if len(name) > 64 || !collectionName.MatchString(name) {
		return geo.Errorf(geo.ErrInput, "%q is not a valid name of a collection: use lower-case letters, digits and single hyphens, at most 64 in all", name)
	}
	return nil
}

// NewMemory returns a store of the given collections. The ids of articles are made
// suitable for URLs; a second article with the same id in a collection gets the id
// "id-2". The error wraps [geo.ErrInput] if the name of a collection is invalid or not
// unique.
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
			return nil, geo.Errorf(geo.ErrInput, "two collections have the name %q: rename one of them", c.Name)
		}
		m.add(c)
	}
	slices.SortFunc(m.summaries, func(a, b Summary) int { return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.Name, b.Name)) })
	return m, nil
}

// add adds a collection.
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

// unique returns p, or a copy with another id if the id is not suitable for URLs or the
// collection already has it.
func (m *Memory) unique(collection string, p *geo.Parsed) *geo.Parsed {
	id := addressable(p.Article.ID)
	if id == "" {
		id = ArticleKey(&p.Article)
	}
	if id != p.Article.ID {
		copied := *p
		copied.Article.ID = id
		p = &copied
	}
	for n := 2; m.articles[articleKey{collection, p.Article.ID}] != nil; n++ {
		copied := *p
		copied.Article.ID = id + "-" + strconv.Itoa(n)
		p = &copied
	}
	return p
}

// Collections returns the summaries of all collections, sorted by title.
func (m *Memory) Collections(context.Context) ([]Summary, error) { return m.summaries, nil }

// Collection returns a collection with its articles.
func (m *Memory) Collection(_ context.Context, name string) (*Collection, error) {
	c := m.collections[name]
	if c == nil {
		return nil, noCollection(name)
	}
	return c, nil
}

// Article returns an article of a collection.
func (m *Memory) Article(_ context.Context, collection, id string) (*geo.Parsed, error) {
	p := m.articles[articleKey{collection, id}]
	if p == nil {
		return nil, noArticle(collection, id)
	}
	return p, nil
}

// Mention returns the collection and article that contain a mention: the first ones if
// several articles have the same text.
func (m *Memory) Mention(_ context.Context, id string) (collection, article string, err error) {
	key, ok := m.mentions[id]
	if !ok {
		return "", "", noMention(id)
	}
	return key.collection, key.article, nil
}
