package answer

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"dateline/geo"
	"dateline/server/store/internal/database"
)

// PassagePage returns up to limit selected mentions of a place from an offset on, in the order of [Result.Passages].
func (r *Result) PassagePage(ctx context.Context, place geo.PlaceID, offset, limit int) ([]MentionRow, error) {
	count, err := r.counted(ctx, place)
	if err != nil {
		return nil, err
	}
	r, tx, err := r.current(ctx)
	if err != nil {
		return nil, err
	}
	defer database.Rollback(tx)
	refs, _, err := r.facts(ctx, tx, count.Place, Cursor{}, offset, limit)
	if err == nil {
		var rows []MentionRow
		if rows, err = r.mentionRows(ctx, tx, refs); err == nil {
			return rows, nil
		}
	}
	return nil, fmt.Errorf("reading the mentions of the place %q: %w", place, err)
}

// MentionPage returns up to limit selected mentions from an offset on, in the order of [Result.Mentions].
func (r *Result) MentionPage(ctx context.Context, offset, limit int) ([]MentionRow, error) {
	fail := func(err error) ([]MentionRow, error) { return nil, fmt.Errorf("reading a page of mentions: %w", err) }
	r, tx, err := r.current(ctx)
	if err != nil {
		return fail(err)
	}
	defer database.Rollback(tx)
	refs, err := r.pageRefs(ctx, tx, max(0, offset), limit)
	if err != nil {
		return fail(err)
	}
	rows, err := r.mentionRows(ctx, tx, refs)
	if err != nil {
		return fail(err)
	}
	return rows, nil
}

// pageRefs returns the selected mentions from an offset on. It counts those before them without reading them.
func (r *Result) pageRefs(ctx context.Context, tx *sql.Tx, offset, limit int) (refs []factRef, err error) {
	for m, err := range r.members(ctx, tx, -1) {
		if err != nil {
			return nil, err
		}
		if n := r.mentionsOf(m); n <= offset {
			offset -= n
			continue
		}
		count := int(r.data.Articles.Count[m.number])
		for i := 0; i < count && len(refs) < limit; i++ {
			if !r.scan.Selected.Has(uint32(m.slot) + uint32(i)) {
				continue
			}
			if offset > 0 {
				offset--
				continue
			}
			refs = append(refs, factRef{article: m.article, mention: i})
		}
		if len(refs) >= limit {
			break
		}
	}
	return refs, nil
}

// MaxPhraseMentions limits the mentions of which [Result.Phrases] reads the phrases.
const MaxPhraseMentions = 500

// Phrases returns the distinct phrases of the selected mentions of a place, the most frequent first. Of more than 500 mentions, the
// last published are read.
func (r *Result) Phrases(ctx context.Context, place *PlaceRow) ([]string, error) {
	rows, err := r.answers.db.Reader().QueryContext(ctx, PhrasesQuery, r.number, place.Key, MaxPhraseMentions)
	counts := map[string]int{}
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var slot uint32
		var phrase string
		err := row.Scan(&slot, &phrase)
		if r.scan.Selected.Has(slot) {
			counts[phrase]++
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the phrases of the place %q: %w", place.ID, err)
	}
	all := make([]string, 0, len(counts))
	for phrase := range counts {
		all = append(all, phrase)
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	return all, nil
}

// Details returns the place of a row with everything that the gazetteer has of it.
func (r *Result) Details(ctx context.Context, place *PlaceRow) (*geo.Place, error) {
	tx, err := r.answers.db.Snapshot(ctx)
	if err != nil {
		return nil, database.Category(err)
	}
	defer database.Rollback(tx)
	var key int64
	err = tx.QueryRowContext(ctx, `SELECT place FROM named WHERE collection = $1 AND number = $2`, r.number, place.Key).Scan(&key)
	if err == nil {
		reader := r.answers.parsed.Places(tx)
		var p *geo.Place
		if p, err = reader.Get(ctx, key); err == nil {
			return p, nil
		}
	}
	return nil, fmt.Errorf("reading the place %q: %w", place.ID, database.Category(err))
}

// HasPlacesOf reports whether the collection has a place of a source, which is the first part of its id.
func (r *Result) HasPlacesOf(ctx context.Context, source string) (bool, error) {
	return r.answers.db.Exists(ctx, `SELECT EXISTS (SELECT 1 FROM named WHERE collection = $1 AND id >= $2 AND id < $3)`, r.number, source+":", source+";")
}

// Versions returns the versions that parsed the first article of the collection, and whether any article was resolved with the history of its publisher.
func (r *Result) Versions(ctx context.Context) (v geo.Versions, history bool, err error) {
	err = r.answers.db.Reader().QueryRowContext(ctx, `SELECT p.gazetteer, p.recognizer, p.resolver,
			EXISTS (SELECT 1 FROM members n CROSS JOIN parses q WHERE n.collection = $1 AND q.article = n.article AND n.number > 0 AND q.revised <> 0)
		FROM members m CROSS JOIN parses p WHERE m.collection = $1 AND m.number > 0 AND p.article = m.article ORDER BY m.article LIMIT 1`, r.Collection.Name).
		Scan(&v.Gazetteer, &v.Recognizer, &v.Resolver, &history)
	if errors.Is(err, sql.ErrNoRows) {
		return v, false, nil
	}
	if err != nil {
		return v, false, fmt.Errorf("reading the versions of the collection %q: %w", r.Collection.Name, database.Category(err))
	}
	return v, history, nil
}
