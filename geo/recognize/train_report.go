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

// Found is what a recogniser that had not learnt from an article found in it.
type Found struct {
	Corpus, Article, Text string
	Recognition           *geo.Recognition
}

// CrossValidate measures model m on gold files: the second pass and the roles are
// taught anew on all folds but one of the trained files and measured on the one
// left out; untrained files are measured by what all of the trained ones teach.
// The first pass stays that of m. Each article's mentions go to each, in the order
// of the files.
func CrossValidate(ctx context.Context, m *Model, o TrainOptions, untrained []string, folds int, each func(Found) error) ([]Score, error) {
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
	data, err := readCorpora(o.Corpora, nil)
	if err != nil {
		return nil, err
	}
	t := &teacher{model: &copied, swapper: newSwapper(o.Gazetteer, m.lex, data, 1)}
	for i := range gold {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if i == trained {
			t.swapper = nil // twins are only for learning
		}
		t.look(&gold[i], o.Gazetteer)
	}
	sums := map[string]*counts{}
	found := make([]Found, len(gold))
	for fold := range folds + 1 { // the last is for the files not trained on
		t.teach(func(i int) bool { return i < trained && i%folds != fold })
		for i := range gold {
			if i < trained && i%folds != fold || i >= trained && fold < folds {
				continue
			}
			c := sums[gold[i].corpus]
			if c == nil {
				c = &counts{}
				sums[gold[i].corpus] = c
			}
			l := &t.lessons[i]
			c.add(&copied, l)
			found[i] = Found{gold[i].corpus, gold[i].id, gold[i].text, l.work.result(&copied, detect(l.work.text, l.work.toks), byTagger)}
		}
	}
	var out []Score
	for i := range found {
		if err := each(found[i]); err != nil {
			return nil, err
		}
		if i == 0 || found[i].Corpus != found[i-1].Corpus {
			out = append(out, sums[found[i].Corpus].score(found[i].Corpus))
		}
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
