package answer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"

	"dateline/geo"
	"dateline/server/store/columns"
	"dateline/server/store/internal/collections"
	"dateline/server/store/internal/database"
	"dateline/server/store/internal/parsed"
)

// streamArticles is the number of articles that a stream reads at a time.
const streamArticles = 64

// maxRestarts is the maximum number of selections that are answered again because the collection changes.
const maxRestarts = 5

// errChanged is the error of a read whose result is of an earlier version of the collection.
var errChanged = errors.New("the collection has changed")

// current begins a transaction in which the result is the answer to its selection. If the collection has
// changed since, it returns the new result. The caller rolls the transaction back.
func (r *Result) current(ctx context.Context) (*Result, *sql.Tx, error) {
	for range maxRestarts {
		tx, err := r.answers.db.Snapshot(ctx)
		if err != nil {
			return nil, nil, database.Category(err)
		}
		c, err := collections.Read(ctx, tx, r.Collection.Name)
		if err == nil && c.Version == r.Version {
			return r, tx, nil
		}
		database.Rollback(tx)
		if err != nil {
			return nil, nil, err
		}
		if r, err = r.answers.Select(ctx, r.Collection.Name, r.Selection); err != nil {
			return nil, nil, err
		}
	}
	return nil, nil, geo.Errorf(geo.ErrUnavailable, "the collection %q changes too often: try again: %w", r.Collection.Name, errChanged)
}

// Passages returns up to limit selected mentions of a place after a position, the last published first, and the
// position after them; more is false at the end. Each has an article of its own with this mention only.
func (r *Result) Passages(ctx context.Context, place geo.PlaceID, after Cursor, limit int) (rows []MentionRow, next Cursor, more bool, err error) {
	fail := func(err error) ([]MentionRow, Cursor, bool, error) {
		return nil, next, false, fmt.Errorf("reading the mentions of the place %q: %w", place, err)
	}
	number := uint32(0)
	if place != "" {
		count, err := r.counted(ctx, place)
		if err != nil {
			return nil, next, false, err
		}
		number = count.Place
	}
	r, tx, err := r.current(ctx)
	if err != nil {
		return fail(err)
	}
	defer database.Rollback(tx)
	refs, more, err := r.facts(ctx, tx, number, after, 0, limit)
	if err != nil {
		return fail(err)
	}
	if rows, err = r.mentionRows(ctx, tx, refs); err != nil {
		return fail(err)
	}
	if n := len(refs); n > 0 {
		next = refs[n-1].key
	}
	return rows, next, more, nil
}

// mentionRows reads mentions, each with an article that has only this mention.
func (r *Result) mentionRows(ctx context.Context, tx *sql.Tx, refs []factRef) ([]MentionRow, error) {
	wanted := map[int64][]int{}
	var articles []int64
	only := make([]parsed.MentionRef, len(refs))
	for i, f := range refs {
		if wanted[f.article] == nil {
			articles = append(articles, f.article)
		}
		wanted[f.article] = append(wanted[f.article], f.mention)
		only[i] = parsed.MentionRef{Article: f.article, Number: f.mention}
	}
	loaded, err := r.loadArticles(ctx, tx, articles, only, func(article int64, mention int) bool { return slices.Contains(wanted[article], mention) })
	if err != nil {
		return nil, err
	}
	out := make([]MentionRow, 0, len(refs))
	segments := &segmentReader{result: r, tx: tx}
	for _, f := range refs {
		a := loaded[f.article]
		if a == nil {
			continue
		}
		i := slices.Index(a.numbers, f.mention)
		if i < 0 {
			continue
		}
		p := *a.parsed
		p.Mentions, p.Resolutions, p.Ledger = p.Mentions[i:i+1], p.Resolutions[i:i+1], geo.Ledger{}
		p.Ledger.Add(p.Resolutions[0].Outcome)
		row, err := mentionRow(ctx, segments, a, i)
		if err != nil {
			return nil, err
		}
		row.Parsed, row.Index, row.Key = &p, 0, f.key
		out = append(out, row)
	}
	return out, nil
}

// articleData is an article of a collection with some of its mentions.
type articleData struct {
	parsed *geo.Parsed
	copies int   // the number of its copy
	slot   int64 // of its first mention
	// numbers are the numbers in the article of the mentions of parsed.
	numbers []int
}

// segmentReader keeps the segment that it read last: the mentions of an article are in one segment, or in two.
type segmentReader struct {
	result *Result
	tx     *sql.Tx
	number int
	last   *columns.Mentions
}

func (s *segmentReader) read(ctx context.Context, number int) (*columns.Mentions, error) {
	if s.last == nil || s.number != number {
		m, err := s.result.answers.readSegment(ctx, s.tx, s.result.number, s.result.data, number)
		if err != nil {
			return nil, err
		}
		s.number, s.last = number, m
	}
	return s.last, nil
}

// mentionRow returns a mention of an article.
func mentionRow(ctx context.Context, segments *segmentReader, a *articleData, i int) (MentionRow, error) {
	row := MentionRow{Parsed: a.parsed, Index: i, ID: geo.CopyID(geo.MentionID(&a.parsed.Article, a.parsed.Mentions[i].Span), a.copies)}
	slot := a.slot + int64(a.numbers[i])
	m, err := segments.read(ctx, int(slot/columns.SegmentRows))
	if err != nil {
		return row, err
	}
	if at := slot % columns.SegmentRows; int(at) < len(m.Codes) {
		row.State = columns.StateOf(m.Codes[at])
	}
	return row, nil
}

// loadArticles reads articles of the collection with those of their mentions that want selects. only are these mentions if they are few, or nil.
func (r *Result) loadArticles(ctx context.Context, tx *sql.Tx, articles []int64, only []parsed.MentionRef, want func(article int64, mention int) bool) (map[int64]*articleData, error) {
	out := make(map[int64]*articleData, len(articles))
	if len(articles) == 0 {
		return out, nil
	}
	condition, arg := r.answers.db.OneOf("m.article", 2, articles)
	rows, err := tx.QueryContext(ctx, `SELECT m.article, m.copy, m.slot FROM members m WHERE m.collection = $1 AND `+condition, r.Collection.Name, arg)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var article int64
		a := &articleData{}
		err := row.Scan(&article, &a.copies, &a.slot)
		out[article] = a
		return err
	})
	if err != nil {
		return nil, err
	}
	s := parsed.Selector{Where: `m.collection = $1 AND ` + condition, Args: []any{r.Collection.Name, arg}, Collection: true, Name: r.Collection.Name, Number: r.number, Revision: r.key.version, Want: want, Only: only}
	err = r.answers.parsed.LoadSelected(ctx, tx, s, func(l parsed.Article) {
		if a := out[l.Seq]; a != nil {
			a.parsed, a.numbers = l.Parsed, l.Numbers
		}
	})
	if err != nil {
		return nil, err
	}
	for article, a := range out {
		if a.parsed == nil {
			delete(out, article)
		}
	}
	return out, nil
}

// Mentions returns the selected mentions in the order of the articles' arrival and of their texts. It reads a few articles
// at a time, so that its memory does not grow with the collection and no transaction is open while the caller handles them. If the
// collection changes in the meantime, the articles that follow are those of the new version. Parsed has the selected
// mentions of the article only.
func (r *Result) Mentions(ctx context.Context) iter.Seq2[MentionRow, error] {
	return func(yield func(MentionRow, error) bool) {
		for a, err := range r.ParsedArticles(ctx) {
			if err != nil {
				yield(MentionRow{}, err)
				return
			}
			for i := range a.Rows {
				if !yield(a.Rows[i], nil) {
					return
				}
			}
		}
	}
}

// SelectedArticle is an article with its selected mentions.
type SelectedArticle struct {
	*geo.Parsed
	Rows []MentionRow
}

// articleBatch are articles that were read ahead.
type articleBatch struct {
	articles []SelectedArticle
	err      error
}

// ParsedArticles returns the articles with selected mentions, and these mentions only, as [Result.Mentions] does. Two batches of articles
// are read at a time, also while the caller handles some.
func (r *Result) ParsedArticles(ctx context.Context) iter.Seq2[SelectedArticle, error] {
	return func(yield func(SelectedArticle, error) bool) {
		reading, cancel := context.WithCancel(ctx)
		batches := make(chan chan articleBatch, 1)
		go r.readArticles(reading, batches)
		defer func() {
			cancel()
			for batch := range batches { // until all readers have ended
				<-batch
			}
		}()
		for next := range batches {
			batch := <-next
			if batch.err != nil {
				yield(SelectedArticle{}, fmt.Errorf("reading the mentions of the collection: %w", batch.err))
				return
			}
			for _, a := range batch.articles {
				if !yield(a, nil) {
					return
				}
			}
		}
		if err := ctx.Err(); err != nil { // the reader may have ended without sending it
			yield(SelectedArticle{}, fmt.Errorf("reading the mentions of the collection: %w", err))
		}
	}
}

// position is where a batch of articles begins: after an article, in a version of the collection.
type position struct {
	result *Result
	after  int64
	last   bool // there are no articles after it
}

// readArticles sends a channel for each batch of articles with selected mentions, in their order, and closes the channel.
func (r *Result) readArticles(ctx context.Context, batches chan<- chan articleBatch) {
	defer close(batches)
	for at := (position{result: r, after: -1}); !at.last; {
		batch, next := make(chan articleBatch, 1), make(chan position, 1)
		select {
		case batches <- batch:
		case <-ctx.Done():
			return
		}
		go func(at position) {
			articles, err := at.result.nextArticles(ctx, at.after, func(p position) { next <- p })
			close(next)
			batch <- articleBatch{articles, err}
		}(at)
		var found bool
		if at, found = <-next; !found { // the batch has the error
			return
		}
	}
}

// nextArticles returns the next articles with selected mentions after an article. As soon as it is known, it passes the position of the
// batch after them to a function.
func (r *Result) nextArticles(ctx context.Context, after int64, found func(position)) (batch []SelectedArticle, err error) {
	now, tx, err := r.current(ctx)
	if err != nil {
		return nil, err
	}
	defer database.Rollback(tx)
	var articles []int64
	slots := map[int64]int64{}
	next := position{result: now, after: after, last: true}
	for m, err := range now.members(ctx, tx, after) {
		if err != nil {
			return nil, err
		}
		next.after = m.article
		if now.mentionsOf(m) > 0 {
			articles, slots[m.article] = append(articles, m.article), m.slot
		}
		if len(articles) == streamArticles {
			next.last = false
			break
		}
	}
	found(next)
	loaded, err := now.loadArticles(ctx, tx, articles, nil, func(article int64, mention int) bool {
		return now.scan.Selected.Has(uint32(slots[article] + int64(mention)))
	})
	if err != nil {
		return nil, err
	}
	segments := &segmentReader{result: now, tx: tx}
	for _, article := range articles {
		a := loaded[article]
		if a == nil {
			continue
		}
		selected := SelectedArticle{Parsed: a.parsed, Rows: make([]MentionRow, 0, len(a.parsed.Mentions))}
		a.parsed.Ledger = geo.Ledger{}
		for i := range a.parsed.Mentions {
			a.parsed.Ledger.Add(a.parsed.Resolutions[i].Outcome)
			row, err := mentionRow(ctx, segments, a, i)
			if err != nil {
				return nil, err
			}
			selected.Rows = append(selected.Rows, row)
		}
		batch = append(batch, selected)
	}
	return batch, nil
}
