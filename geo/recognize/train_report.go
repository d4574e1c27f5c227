package recognize

import (
	"cmp"
	"context"
	"slices"

	"dateline/geo"
)

// Score says how well a recogniser does on a gold corpus.
type Score struct {
	Corpus   string
	Articles int
	// Precision, Recall and F1 count a mention as found when the spans overlap,
	// each used once; ExactF1 wants equal spans.
	Precision, Recall, F1, ExactF1 float64
	// Roles is the share of found mentions with a gold role, RoleCount of them,
	// that are rightly called literal or associative.
	Roles     float64
	RoleCount int
}

// CrossValidate measures model m on gold files: the second pass and the roles are
// taught anew on all folds but one of the trained files and measured on the one
// left out; untrained files are only measured. The first pass stays that of m.
func CrossValidate(ctx context.Context, m *Model, o TrainOptions, untrained []string, folds int) ([]Score, error) {
	gold, err := readGolds(o.Gold)
	if err != nil {
		return nil, err
	}
	trained := len(gold)
	rest, err := readGolds(untrained)
	if err != nil {
		return nil, err
	}
	gold = append(gold, rest...)
	copied := *m
	t := &teacher{model: &copied}
	for i := range gold {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		t.look(&gold[i], o.Gazetteer)
	}
	var order []string
	sums := map[string]*counts{}
	for fold := range folds {
		t.teach(func(i int) bool { return i < trained && i%folds != fold })
		for i := range gold {
			if i%folds != fold {
				continue
			}
			c := sums[gold[i].corpus]
			if c == nil {
				c = &counts{}
				sums[gold[i].corpus] = c
			}
			c.add(&copied, &t.lessons[i])
		}
	}
	for i := range gold {
		if !slices.Contains(order, gold[i].corpus) {
			order = append(order, gold[i].corpus)
		}
	}
	out := make([]Score, len(order))
	for i, name := range order {
		out[i] = sums[name].score(name)
	}
	return out, nil
}

// counts are what a score is made of.
type counts struct {
	articles, found, exact, spurious, missed, roles, rightRoles int
}

// add judges an article anew and compares the outcome with the gold.
func (c *counts) add(m *Model, l *lesson) {
	w := l.work
	w.judge(m)
	w.choose(m.threshold)
	c.articles++
	mine := make([]geo.Span, len(w.chosen))
	for j, k := range w.chosen {
		mine[j] = w.span(&w.candidates[k])
	}
	of := align(l.gold.mentions, mine)
	used := make([]bool, len(mine))
	for i, g := range l.gold.mentions {
		j := of[i]
		if j >= 0 {
			used[j] = true
		}
		switch {
		case g.ignore:
		case j < 0:
			c.missed++
		default:
			c.found++
			if mine[j] == g.Span {
				c.exact++
			}
			if g.role != "" {
				c.roles++
				role, _ := w.role(m, &w.candidates[w.chosen[j]])
				if (role == geo.RoleAssociative) == (g.role == geo.RoleAssociative) {
					c.rightRoles++
				}
			}
		}
	}
	for j, s := range mine {
		if used[j] || slices.ContainsFunc(l.gold.mentions, func(g goldMention) bool { return g.ignore && g.Overlaps(s) }) {
			continue
		}
		c.spurious++
	}
}

// align pairs gold mentions with found spans, equal spans first, then by the
// length of the overlap, each used once; -1 stands for none.
func align(gold []goldMention, found []geo.Span) []int {
	type pair struct{ overlap, gold, found int }
	var pairs []pair
	for i, g := range gold {
		for j, f := range found {
			if n := min(g.End, f.End) - max(g.Start, f.Start); n > 0 {
				if g.Span == f {
					n += 1 << 30
				}
				pairs = append(pairs, pair{n, i, j})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.overlap, a.overlap) })
	of := make([]int, len(gold))
	for i := range of {
		of[i] = -1
	}
	used := make([]bool, len(found))
	for _, p := range pairs {
		if of[p.gold] < 0 && !used[p.found] {
			of[p.gold], used[p.found] = p.found, true
		}
	}
	return of
}

func (c *counts) score(corpus string) Score {
	share := func(part, whole int) float64 {
		if whole == 0 {
			return 0
		}
		return float64(part) / float64(whole)
	}
	return Score{
		Corpus: corpus, Articles: c.articles,
		Precision: share(c.found, c.found+c.spurious), Recall: share(c.found, c.found+c.missed),
		F1:      share(2*c.found, 2*c.found+c.spurious+c.missed),
		ExactF1: share(2*c.exact, 2*c.found+c.spurious+c.missed),
		Roles:   share(c.rightRoles, c.roles), RoleCount: c.roles,
	}
}
