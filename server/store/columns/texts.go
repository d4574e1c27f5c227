package columns

import (
	"context"
	"slices"
)

// covered is the share of a container's text from which it counts as no text of its own.
const covered = 0.8

// countTexts counts the distinct texts of the selection and of each place. Articles of one group
// are one text. A container does not count if articles of the selection cover it; at a place it does not count
// if one of its parts has the place too.
func (d *Data) countTexts(ctx context.Context, out *Scan, s *scratch) error {
	s.group, s.seen, s.copies, s.visits = clearOf(s.group, d.Places.Len()), clearOf(s.seen, d.Places.Len()), clearOf(s.copies, d.Places.Len()), 0
	out.Texts = out.Articles
	for _, members := range d.Articles.members {
		matching := 0
		for _, a := range members {
			if out.Matches.Has(a) {
				matching++
			}
		}
		if matching < 2 {
			continue
		}
		out.Texts -= matching - 1
		group := d.Articles.Group[members[0]] + 1 // 0 is no group
		for _, a := range members {
			err := d.eachPlace(ctx, out, a, s, func(place uint32) {
				if s.group[place] == group {
					s.copies[place]++
				}
				s.group[place] = group
			})
			if err != nil {
				return err
			}
		}
	}
	return d.countContainers(ctx, out, s)
}

// countContainers subtracts the containers whose texts are those of others.
func (d *Data) countContainers(ctx context.Context, out *Scan, s *scratch) error {
	clear(s.group)
	for n := range d.Containers {
		c := &d.Containers[n]
		if !out.Matches.Has(c.Article) || !d.onlyOne(out, c.Article) {
			continue
		}
		stamp := uint32(n + 1)
		for _, part := range c.Parts {
			if err := d.stampGroup(ctx, out, s, part, stamp); err != nil {
				return err
			}
		}
		if d.covers(out, c) {
			out.Texts--
		}
		err := d.eachPlace(ctx, out, c.Article, s, func(place uint32) {
			if s.group[place] == stamp && s.counts[place].articles-s.copies[place] > 1 {
				s.copies[place]++
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// covers reports whether the selected parts of a container, of each text once, are most of it.
func (d *Data) covers(out *Scan, c *Container) bool {
	shares := map[uint32]float64{} // by group
	for i, part := range c.Parts {
		if slices.ContainsFunc(d.copiesOf(part), out.Matches.Has) {
			g := d.Articles.Group[part]
			shares[g] = max(shares[g], c.Shares[i])
		}
	}
	sum := 0.0
	for _, share := range shares {
		sum += share
	}
	return sum >= covered
}

// stampGroup stamps the places of an article and its copies.
func (d *Data) stampGroup(ctx context.Context, out *Scan, s *scratch, article, stamp uint32) error {
	for _, a := range d.copiesOf(article) {
		if !out.Matches.Has(a) {
			continue
		}
		if err := d.eachPlace(ctx, out, a, s, func(place uint32) { s.group[place] = stamp }); err != nil {
			return err
		}
	}
	return nil
}

// copiesOf returns an article and those with nearly the same text.
func (d *Data) copiesOf(article uint32) []uint32 {
	if n, ok := d.Articles.groups[d.Articles.Group[article]]; ok {
		return d.Articles.members[n]
	}
	return []uint32{article}
}

// onlyOne reports whether no earlier article with nearly the same text is selected, so that the
// group counts once.
func (d *Data) onlyOne(out *Scan, article uint32) bool {
	for _, a := range d.copiesOf(article) {
		if a < article && out.Matches.Has(a) {
			return false
		}
	}
	return true
}

// eachPlace calls f once for each place of the selected mentions of an article.
func (d *Data) eachPlace(ctx context.Context, out *Scan, article uint32, s *scratch, f func(place uint32)) error {
	if out.ArticleMentions[article] == 0 {
		return nil
	}
	s.visits++
	first, past := int(d.Articles.First[article]), int(d.Articles.First[article]+d.Articles.Count[article])
	for n := first; n < past; {
		m, err := d.Segment(ctx, n/SegmentRows)
		if err != nil {
			return err
		}
		for end := min(past, (n/SegmentRows+1)*SegmentRows); n < end; n++ {
			place := m.Place[n%SegmentRows]
			if place == 0 || !out.Selected.Has(uint32(n)) || s.seen[place] == s.visits {
				continue
			}
			s.seen[place] = s.visits
			f(place)
		}
	}
	return nil
}

// dropCopies adds failCopies to the masks of the selected articles that are not the first of their
// text, and of the containers that others cover.
func (d *Data) dropCopies(out *Scan, masks []uint32) {
	for _, members := range d.Articles.members {
		best := uint32(0)
		for _, a := range members {
			if out.Matches.Has(a) && (best == 0 || d.earlier(a, best)) {
				best = a
			}
		}
		for _, a := range members {
			if best != 0 && a != best {
				masks[a] |= failCopies
			}
		}
	}
	for n := range d.Containers {
		c := &d.Containers[n]
		if d.covers(out, c) {
			for _, a := range d.copiesOf(c.Article) {
				masks[a] |= failCopies
			}
		}
	}
}

// earlier reports whether an article was published before another one, or arrived before it.
func (d *Data) earlier(a, b uint32) bool {
	x, y := d.Articles.Day[a], d.Articles.Day[b]
	switch {
	case x == y:
		return a < b
	case x == 0 || y == 0:
		return y == 0
	}
	return x < y
}
