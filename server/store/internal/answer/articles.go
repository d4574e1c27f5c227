package answer

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"dateline/geo/text"
	"dateline/server/store/columns"
	"dateline/server/store/internal/database"
)

// Articles returns up to limit selected articles from an offset on.
func (r *Result) Articles(ctx context.Context, order ArticleOrder, offset, limit int) ([]ArticleRow, error) {
	all := make([]uint32, 0, r.Counts.Articles)
	for n := range r.scan.ArticleMentions {
		if r.scan.Matches.Has(uint32(n)) {
			all = append(all, uint32(n))
		}
	}
	compare, err := r.articleCompare(ctx, order)
	if err != nil {
		return nil, err
	}
	return r.articleRows(ctx, firstSorted(all, func(a, b *uint32) int {
		if c := compare(*a, *b); c != 0 {
			return c
		}
		return cmp.Compare(*a, *b)
	}, offset, limit))
}

// articleCompare returns how articles are compared in an order.
func (r *Result) articleCompare(ctx context.Context, order ArticleOrder) (func(a, b uint32) int, error) {
	days := r.data.Articles.Day
	switch order {
	case OrderOldest:
		return func(a, b uint32) int { return cmp.Compare(days[a]-1, days[b]-1) }, nil // 0 is the last one
	case OrderMostMentions:
		return func(a, b uint32) int { return cmp.Compare(r.scan.ArticleMentions[b], r.scan.ArticleMentions[a]) }, nil
	case OrderTitle, OrderPublisher:
		rank, err := r.articleRanks(ctx, order)
		return func(a, b uint32) int { return cmp.Compare(rank[a], rank[b]) }, err
	case OrderNewest:
	}
	return func(a, b uint32) int { return cmp.Compare(days[b], days[a]) }, nil
}

// articleRanks returns the rank of each article by its folded title or publisher.
func (r *Result) articleRanks(ctx context.Context, order ArticleOrder) ([]uint32, error) {
	column := `coalesce(m.title, a.title)`
	if order == OrderPublisher {
		column = `coalesce(m.publisher, a.publisher)`
	}
	rank := make([]uint32, r.data.Articles.Len())
	byText := map[string][]uint32{}
	rows, err := r.answers.db.Reader().QueryContext(ctx, `SELECT m.number, `+column+` FROM members m JOIN articles a ON a.seq = m.article
		WHERE m.collection = $1 AND m.number > 0`, r.Collection.Name)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var number uint32
		var name string
		err := row.Scan(&number, &name)
		name = text.Fold(name)
		byText[name] = append(byText[name], number)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the titles of articles: %w", err)
	}
	names := make([]string, 0, len(byText))
	for name := range byText {
		names = append(names, name)
	}
	slices.Sort(names)
	for i, name := range names {
		for _, number := range byText[name] {
			if int(number) < len(rank) {
				rank[number] = uint32(i)
			}
		}
	}
	return rank, nil
}

// articleRows describes articles by their numbers.
func (r *Result) articleRows(ctx context.Context, numbers []uint32) ([]ArticleRow, error) {
	if len(numbers) == 0 {
		return nil, nil
	}
	wanted := make([]int64, 0, 2*len(numbers))
	for _, n := range numbers {
		wanted = append(wanted, int64(n))
		if g := r.data.Articles.Group[n]; g != n {
			wanted = append(wanted, int64(g))
		}
	}
	rowOf := map[uint32]*ArticleRow{}
	condition, arg := r.answers.db.OneOf("m.number", 2, wanted)
	rows, err := r.answers.db.Reader().QueryContext(ctx, ArticleRowsQuery+condition, r.Collection.Name, arg)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var n uint32
		a := &ArticleRow{}
		l := &a.Ledger
		err := row.Scan(&n, &a.ID, &a.Title, &a.Publisher, &a.Published, &a.URL, &a.Language, &a.Source, &a.Start,
			&l.Mentions, &l.Placed, &l.Countries, &l.Ambiguous, &l.Approximate, &l.Missing)
		a.number = n
		if int(n) < len(r.scan.ArticleMentions) {
			a.Mentions = int(r.scan.ArticleMentions[n])
		}
		rowOf[n] = a
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the articles of the collection %q: %w", r.Collection.Name, err)
	}
	out := make([]ArticleRow, 0, len(numbers))
	for _, n := range numbers {
		a := rowOf[n]
		if a == nil {
			continue // deleted since
		}
		if g := r.data.Articles.Group[n]; g != n {
			a.CopyOf = rowOf[g]
		}
		out = append(out, *a)
	}
	return out, nil
}

// ArticlePlaces returns up to limit selected articles from an offset on, each with the places of its selected mentions, the most mentioned
// first. Articles without one are included.
func (r *Result) ArticlePlaces(ctx context.Context, order ArticleOrder, offset, limit int) ([]ArticlePlaces, error) {
	r, tx, err := r.current(ctx)
	if err != nil {
		return nil, err
	}
	defer database.Rollback(tx)
	articles, err := r.Articles(ctx, order, offset, limit)
	if err != nil {
		return nil, err
	}
	out := make([]ArticlePlaces, len(articles))
	var counts []columns.PlaceCount
	ends := make([]int, len(articles))
	for i := range articles {
		out[i].ArticleRow = articles[i]
		own, err := r.placesOf(ctx, tx, articles[i].number)
		if err != nil {
			return nil, err
		}
		counts = append(counts, own...)
		ends[i] = len(counts)
	}
	unique := slices.Clone(counts)
	slices.SortFunc(unique, func(a, b columns.PlaceCount) int { return cmp.Compare(a.Place, b.Place) })
	unique = slices.CompactFunc(unique, func(a, b columns.PlaceCount) bool { return a.Place == b.Place })
	described, err := r.placeRows(ctx, unique)
	if err != nil {
		return nil, err
	}
	byKey := make(map[uint32]*PlaceRow, len(described))
	for i := range described {
		byKey[uint32(described[i].Key)] = &described[i]
	}
	start := 0
	for i, end := range ends {
		for _, c := range counts[start:end] {
			row := *byKey[c.Place]
			row.Mentions, row.Articles, row.Texts = int(c.Mentions), 1, 1
			row.Certain, row.Likely, row.Ambiguous = int(c.Confidence[1]), int(c.Confidence[2]), int(c.Confidence[3])
			row.First, row.Last = columns.FormatDay(c.First), columns.FormatDay(c.Last)
			out[i].Places = append(out[i].Places, row)
		}
		start = end
	}
	return out, nil
}

// placesOf returns the figures of the places of an article's selected mentions, the most mentioned first.
func (r *Result) placesOf(ctx context.Context, tx *sql.Tx, article uint32) (all []columns.PlaceCount, err error) {
	a := r.data.Articles
	for n := int(a.First[article]); n < int(a.First[article]+a.Count[article]); n++ {
		m, err := r.answers.readSegment(ctx, tx, r.number, r.data, n/columns.SegmentRows)
		if err != nil {
			return nil, err
		}
		place, codes := m.Place[n%columns.SegmentRows], m.Codes[n%columns.SegmentRows]
		if place == 0 || !r.scan.Selected.Has(uint32(n)) {
			continue
		}
		i := slices.IndexFunc(all, func(c columns.PlaceCount) bool { return c.Place == place })
		if i < 0 {
			i = len(all)
			all = append(all, columns.PlaceCount{Place: place, First: a.Day[article], Last: a.Day[article]})
		}
		all[i].Mentions++
		all[i].Confidence[codes&3]++
	}
	slices.SortStableFunc(all, func(a, b columns.PlaceCount) int { return cmp.Compare(b.Mentions, a.Mentions) })
	return all, nil
}
