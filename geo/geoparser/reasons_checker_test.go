package geoparser_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/geometry"
	"dateline/geo/internal/abbrev"
	"dateline/geo/resolve"
)

// checker checks the reasons of one parsed article.
type checker struct {
	gaz    *gazetteer.Gazetteer
	parsed *geo.Parsed
}

// check returns the wording of a reason of mention k, and what is false in it, or "".
func (c *checker) check(k int, why string) (kind, problem string) {
	for _, p := range reasonPatterns {
		groups := p.pattern.FindStringSubmatch(why)
		if groups == nil {
			continue
		}
		kind = p.pattern.String()
		if problem = p.check(c, k, groups); problem != "" {
			return kind, problem
		}
		if kind != `^the most (?:populous|likely) of the (\d+) places with this name$` {
			return kind, ""
		}
	}
	if kind == "" {
		return "unknown", "no check knows this wording"
	}
	return kind, ""
}

func want[T comparable](want, got T) string {
	if want != got {
		return fmt.Sprintf("it is %v", got)
	}
	return ""
}

func wantTrue(ok bool, problem string) string {
	if ok {
		return ""
	}
	return problem
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func kindWord(k geo.Kind) string {
	switch k {
	case geo.KindPass, geo.KindRange:
		return k.String()
	case geo.KindSettlement:
		return "town or city"
	}
	return k.Label()
}

func (c *checker) place(k int) *geo.Place { return c.parsed.Resolutions[k].Place }

func (c *checker) ref(k int) gazetteer.Ref {
	if c.place(k) == nil {
		return gazetteer.NoRef
	}
	r, _ := c.gaz.ByID(c.place(k).ID)
	return r
}

func (c *checker) after(k int) string { return c.parsed.Article.Text[c.parsed.Mentions[k].End:] }

// phrase is the phrase of a mention, or its base form in other languages than English.
func (c *checker) phrase(k int) string {
	if m := &c.parsed.Mentions[k]; m.Base != "" && c.parsed.Language != "en" && c.parsed.Language != "und" {
		return m.Base
	}
	return c.parsed.Mentions[k].Phrase
}

// bare is the phrase of a mention without possessive ending and article.
func (c *checker) bare(k int) string {
	s := strings.ReplaceAll(strings.TrimSpace(c.phrase(k)), "-\n", "")
	for _, ending := range []string{"'s", "’s", "'S", "’S", "'", "’"} {
		if t, ok := strings.CutSuffix(s, ending); ok {
			s = t
			break
		}
	}
	return strings.TrimPrefix(strings.TrimPrefix(s, "the "), "The ")
}

// names are the names of the gazetteer that the phrase of a mention is.
func (c *checker) names(k int) []gazetteer.NameRef {
	return c.gaz.Lookup(abbrev.Lookup(c.gaz, nil, c.bare(k)), gazetteer.Normalize(nil, c.bare(k)))
}

// homonyms are the places with the name that the phrase of a mention is.
func (c *checker) homonyms(k int) []gazetteer.Ref {
	var refs []gazetteer.Ref
	for _, n := range c.names(k) {
		if n.Kind != gazetteer.NameCode && !slices.Contains(refs, n.Ref) {
			refs = append(refs, n.Ref)
		}
	}
	return refs
}

// most checks that the place of a mention has more of something than all others of its name.
func (c *checker) most(k int, of func(gazetteer.Record) int64) string {
	for _, r := range c.homonyms(k) {
		if r != c.ref(k) && of(c.gaz.Record(r)) >= of(c.gaz.Record(c.ref(k))) {
			return fmt.Sprintf("%s has %d, it has %d", c.title(r), of(c.gaz.Record(r)), of(c.gaz.Record(c.ref(k))))
		}
	}
	return ""
}

// firm returns the place of mention i, if it is resolved to one.
func (c *checker) firm(i int) (*geo.Place, bool) {
	r := &c.parsed.Resolutions[i]
	return r.Place, r.Outcome == geo.OutcomePlaced && c.parsed.Mentions[i].Role != geo.RoleCoordinates || r.Outcome == geo.OutcomeCountry
}

// count counts the places of the article, other than that of mention k, with a property.
func (c *checker) count(k int, property func(*geo.Place) bool) int {
	seen := map[geo.PlaceID]bool{}
	for i := range c.parsed.Mentions {
		if o, firm := c.firm(i); firm && o.ID != c.place(k).ID && property(o) {
			seen[o.ID] = true
		}
	}
	return len(seen)
}

func (c *checker) contains(outer, inner *geo.Place) bool {
	switch {
	case outer.ID == inner.ID:
		return false
	case outer.Kind == geo.KindCountry:
		return inner.Country == outer.Country
	case outer.Kind == geo.KindAdmin1:
		return inner.Admin1ID == outer.ID
	case outer.Kind == geo.KindAdmin2 || outer.Kind == geo.KindAdmin3:
		return inner.Admin2ID == outer.ID
	}
	return geometry.Distance(outer.Point, inner.Point) < 50
}

func (c *checker) isIn(p *geo.Place, area func(*geo.Place) bool) bool {
	for _, id := range []geo.PlaceID{p.Admin1ID, p.Admin2ID} {
		if r, ok := c.gaz.ByID(id); ok {
			if o := c.gaz.Place(r); area(&o) {
				return true
			}
		}
	}
	return area(&geo.Place{Name: p.CountryName})
}

// isPart reports whether some words of a phrase are a name of its place.
func (c *checker) isPart(k int) bool {
	words := strings.Fields(string(gazetteer.Normalize(nil, c.bare(k))))
	for i := range words {
		for j := i + 1; j <= len(words); j++ {
			for _, n := range c.gaz.Lookup(nil, []byte(strings.Join(words[i:j], " "))) {
				if n.Ref == c.ref(k) {
					return true
				}
			}
		}
	}
	return false
}

// titled are the places with the name of mention k, by whatever match, that have a title.
func (c *checker) titled(k int, title string) (refs []gazetteer.Ref) {
	name, _, _ := strings.Cut(title, ",")
	name, _, _ = strings.Cut(name, " (")
	if title == "District of Columbia, United States" {
		name = "Washington"
	}
	all := c.homonyms(k)
	for _, n := range c.gaz.Lookup(nil, gazetteer.Normalize(nil, name)) {
		all = append(all, n.Ref)
	}
	for _, r := range all {
		if c.title(r) == title {
			refs = append(refs, r)
		}
	}
	return refs
}

// title is the place's title as reasons write it.
func (c *checker) title(r gazetteer.Ref) string {
	if r == gazetteer.NoRef {
		return ""
	}
	p := c.gaz.Place(r)
	return resolve.Title(&p)
}

// containsWords reports whether all words are in a text.
func containsWords(text, words string) bool {
	for word := range strings.FieldsSeq(words) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}
