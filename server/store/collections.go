package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dateline/geo"
)

// Collections lists all collections in the order of their titles.
func (db *DB) Collections(ctx context.Context) ([]Summary, error) {
	names, err := db.keys(ctx, `SELECT name FROM collections ORDER BY title, name`)
	if err != nil {
		return nil, fmt.Errorf("listing the collections: %w", err)
	}
	all := make([]Summary, 0, len(names))
	for _, name := range names {
		s, err := db.summary(ctx, name)
		if errors.Is(err, geo.ErrNotFound) {
			continue // removed in the meantime
		}
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// summary describes a collection: its articles that are parsed.
func (db *DB) summary(ctx context.Context, name string) (Summary, error) {
	s := Summary{Name: name}
	var stamps, groups int64
	l := &s.Ledger
	err := db.reader.QueryRowContext(ctx, `SELECT c.title, c.description, count(p.article),
			coalesce(sum(p.stamp), 0), coalesce(sum(k.grouped), 0), coalesce(sum(p.mentions), 0), coalesce(sum(p.placed), 0),
			coalesce(sum(p.countries), 0), coalesce(sum(p.ambiguous), 0), coalesce(sum(p.approximate), 0), coalesce(sum(p.missing), 0)
		FROM collections c LEFT JOIN members m ON m.collection = c.name LEFT JOIN parses p ON p.article = m.article
			LEFT JOIN sketches k ON k.article = p.article
		WHERE c.name = $1 GROUP BY c.name, c.title, c.description`, name).
		Scan(&s.Title, &s.Description, &s.Articles, &stamps, &groups, &l.Mentions, &l.Placed, &l.Countries, &l.Ambiguous, &l.Approximate, &l.Missing)
	if errors.Is(err, sql.ErrNoRows) {
		return s, geo.Errorf(geo.ErrNotFound, "collection %q", name)
	}
	if err != nil {
		return s, fmt.Errorf("reading collection %q: %w", name, category(err))
	}
	s.Version = geo.ContentID(name, s.Title, s.Description, strconv.Itoa(s.Articles), strconv.FormatInt(stamps, 10), strconv.FormatInt(groups, 10))
	if known, ok := db.cache.summary(name, s.Version); ok {
		return known, nil
	}
	err = db.reader.QueryRowContext(ctx, `SELECT count(DISTINCT pl.id) FROM places pl WHERE pl.key IN (
		SELECT DISTINCT x.place FROM members m JOIN mentions x ON x.article = m.article WHERE m.collection = $1 AND x.outcome IN ($2, $3))`,
		name, string(geo.OutcomePlaced), string(geo.OutcomeCountry)).Scan(&s.Places)
	if err != nil {
		return s, fmt.Errorf("counting the places of collection %q: %w", name, category(err))
	}
	db.cache.keepSummary(s)
	return s, nil
}

// Collection returns a collection with its articles that are parsed, in the order
// of their arrival. The last two collections stay in memory; of one that has changed
// only the articles that did are read again.
func (db *DB) Collection(ctx context.Context, name string) (*Collection, error) {
	s, err := db.summary(ctx, name)
	if err != nil {
		return nil, err
	}
	if c := db.cache.collection(name); c != nil && c.Version == s.Version {
		return c.Collection, nil
	}
	select { // one at a time: those who wait for the same collection get what the first one reads
	case db.loading <- struct{}{}:
		defer func() { <-db.loading }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	old := db.cache.collection(name)
	if old != nil && old.Version == s.Version {
		return old.Collection, nil
	}
	c, err := db.loadCollection(ctx, s, old)
	if err != nil {
		return nil, fmt.Errorf("reading the articles of collection %q: %w", name, err)
	}
	db.cache.keepCollection(c)
	return c.Collection, nil
}

// loadedTogether is how many articles of a collection are read at a time.
const loadedTogether = 256

// loadCollection reads a collection, but for the articles that are as they were in
// old, which may be nil.
func (db *DB) loadCollection(ctx context.Context, s Summary, old *loadedCollection) (*loadedCollection, error) {
	tx, err := db.snapshot(ctx)
	if err != nil {
		return nil, category(err)
	}
	defer rollback(tx)
	members, err := membersOf(ctx, tx, s.Name)
	if err != nil {
		return nil, err
	}
	known := map[member]*geo.Parsed{}
	if old != nil {
		for i, m := range old.members {
			known[m] = old.Parsed[i]
		}
	}
	c := &Collection{Name: s.Name, Title: s.Title, Description: s.Description, Version: s.Version, Parsed: make([]*geo.Parsed, len(members))}
	var missing []int
	for i, m := range members {
		if c.Parsed[i] = known[m]; c.Parsed[i] == nil {
			missing = append(missing, i)
		}
	}
	for some := range slices.Chunk(missing, loadedTogether) {
		articles := make([]int64, len(some))
		for i, at := range some {
			articles[i] = members[at].article
		}
		among, arg := db.among("a.seq", 2, articles)
		n := 0
		err := db.loadIn(ctx, tx, `m.collection = $1 AND `+among, []any{s.Name, arg}, func(l loaded) {
			c.Parsed[some[n]] = l.p
			n++
		})
		if err != nil {
			return nil, err
		}
	}
	return &loadedCollection{c, members}, nil
}

// membersOf lists the articles of a collection that are parsed, in the order of
// their arrival.
func membersOf(ctx context.Context, tx *sql.Tx, collection string) (all []member, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT m.article, m.id, p.stamp FROM members m JOIN parses p ON p.article = m.article
		WHERE m.collection = $1 ORDER BY m.article`, collection)
	err = scan(rows, err, func(row scanner) error {
		var m member
		err := row.Scan(&m.article, &m.id, &m.stamp)
		all = append(all, m)
		return err
	})
	return all, err
}

// HasCollection reports whether there is a collection of this name.
func (db *DB) HasCollection(ctx context.Context, name string) (bool, error) {
	return db.exists(ctx, `SELECT EXISTS (SELECT 1 FROM collections WHERE name = $1)`, name)
}

// Article returns one article of a collection; one that is not parsed yet is not
// there.
func (db *DB) Article(ctx context.Context, collection, id string) (*geo.Parsed, error) {
	var found *geo.Parsed
	err := db.load(ctx, `m.collection = $1 AND m.id = $2`, []any{collection, id}, func(l loaded) { found = l.p })
	if err != nil {
		return nil, fmt.Errorf("reading article %q of collection %q: %w", id, collection, err)
	}
	if found == nil {
		return nil, geo.Errorf(geo.ErrNotFound, "article %q of collection %q", id, collection)
	}
	return found, nil
}

// Mention returns the collection and article in which a mention stands: the first
// one, where several hold the same text.
func (db *DB) Mention(ctx context.Context, id string) (collection, article string, err error) {
	plain, number, numbered := strings.Cut(id, "-")
	number, err = copyNumber(number, numbered)
	if err == nil {
		err = db.reader.QueryRowContext(ctx, `SELECT m.collection, m.id FROM mentions x JOIN members m ON m.article = x.article
			WHERE x.id = $1 AND m.copy = CAST($2 AS BIGINT) ORDER BY m.article, m.collection LIMIT 1`, plain, number).Scan(&collection, &article)
	}
	if errors.Is(err, sql.ErrNoRows) || errors.Is(err, geo.ErrNotFound) {
		return "", "", geo.Errorf(geo.ErrNotFound, "mention %q", id)
	}
	if err != nil {
		return "", "", fmt.Errorf("reading mention %q: %w", id, category(err))
	}
	return collection, article, nil
}

// copyNumber is the number behind a mention's id, "1" where there is none.
func copyNumber(number string, numbered bool) (string, error) {
	if !numbered {
		return "1", nil
	}
	if n, err := strconv.ParseInt(number, 10, 32); err != nil || n < 2 || strconv.FormatInt(n, 10) != number {
		return "", geo.ErrNotFound
	}
	return number, nil
}

// DeleteCollection removes a collection. Its articles stay in the store.
func (tx *Tx) DeleteCollection(ctx context.Context, name string) error {
	done, err := tx.tx.ExecContext(ctx, `DELETE FROM collections WHERE name = $1`, name)
	if err != nil {
		return fmt.Errorf("removing collection %q: %w", name, err)
	}
	if n, err := done.RowsAffected(); err == nil && n == 0 {
		return geo.Errorf(geo.ErrNotFound, "collection %q", name)
	}
	return nil
}

// ArticleIDs returns the ids in a collection of the articles with the given keys, by key;
// keys of articles that are not in it are left out.
func (db *DB) ArticleIDs(ctx context.Context, collection string, keys []string) (map[string]string, error) {
	ids := make(map[string]string, len(keys))
	if len(keys) == 0 {
		return ids, nil
	}
	among, arg := db.among("a.key", 2, keys)
	rows, err := db.reader.QueryContext(ctx, `SELECT a.key, m.id FROM articles a JOIN members m ON m.article = a.seq
		WHERE m.collection = $1 AND `+among, collection, arg)
	if err != nil {
		return nil, fmt.Errorf("reading collection %q: %w", collection, category(err))
	}
	defer rows.Close()
	for rows.Next() {
		var key, id string
		if err := rows.Scan(&key, &id); err != nil {
			return nil, err
		}
		ids[key] = id
	}
	return ids, category(rows.Err())
}
