package store

import (
	"context"
	"fmt"
	"time"

	"dateline/geo"
	"dateline/server/selection"
	"dateline/server/store/columns"
	"dateline/server/store/internal/collections"
	"dateline/server/store/internal/database"
)

// cause is why readings change in a transaction.
type cause struct {
	cause                  Cause
	author, decision, note string
}

// rememberMentions keeps the ids of an article's mentions before they are replaced, so that the changes of their readings are
// recorded.
func (tx *Tx) rememberMentions(ctx context.Context, article int64, v geo.Versions) error {
	ids := []string{}
	rows, err := tx.Query(ctx, `SELECT id FROM mentions WHERE article = $1 ORDER BY number`, article)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var id string
		err := row.Scan(&id)
		ids = append(ids, id)
		return err
	})
	if err != nil {
		return err
	}
	if tx.before == nil {
		tx.before = map[int64][]string{}
	}
	if _, again := tx.before[article]; !again {
		tx.before[article] = ids
	}
	if tx.cause.cause == "" {
		tx.cause = cause{cause: CauseParse, note: fmt.Sprintf("recognizer %s, resolver %s, gazetteer %s", v.Recognizer, v.Resolver, v.Gazetteer)}
	}
	return nil
}

// record adds the changes of an article's readings. old has the rows of its mentions before.
func (u *update) record(ctx context.Context, m *memberRow, old [][]uint32, readings []reading, change *factChange) error {
	if m.isNew || !m.live || u.tx.cause.cause == "" {
		return nil // it was not shown before, or is deleted
	}
	ids, parsed := u.tx.before[m.article]
	if !parsed {
		ids = nil
		for i := range readings {
			ids = append(ids, readings[i].mentionID)
		}
	}
	before := map[string][]uint32{}
	for i, row := range old {
		if i < len(ids) {
			before[ids[i]] = row
		}
	}
	now := time.Now().UnixMilli()
	add := func(mention, phrase string, was, is ReadingState) {
		c := &u.tx.cause
		row := []any{u.number, now, string(c.cause), c.author, c.decision, c.note, m.article, geo.CopyID(mention, m.copy), phrase}
		for _, s := range []*ReadingState{&was, &is} {
			row = append(row, string(s.Place), s.Name, string(s.Outcome), string(s.Confidence), string(s.Role))
		}
		change.readings = append(change.readings, row)
	}
	for i := range readings {
		r := &readings[i]
		row, known := before[r.mentionID]
		delete(before, r.mentionID)
		_, id := r.onMap()
		place, codes := uint32(u.numbers[id].number), columns.Codes(r.Confidence, r.Outcome, r.Role, r.State)
		if known && row[1] == place && row[2] == codes {
			continue
		}
		is, err := u.stateOf(ctx, place, codes)
		if err != nil {
			return err
		}
		var was ReadingState
		if known {
			if was, err = u.stateOf(ctx, row[1], row[2]); err != nil {
				return err
			}
		}
		if was != is {
			add(r.mentionID, r.phrase, was, is)
		}
	}
	for _, id := range ids {
		if row, lost := before[id]; lost {
			was, err := u.stateOf(ctx, row[1], row[2])
			if err != nil {
				return err
			}
			add(id, "", was, ReadingState{})
			delete(before, id)
		}
	}
	return nil
}

// stateOf returns what a mention with a place and codes is taken to mean.
func (u *update) stateOf(ctx context.Context, place, codes uint32) (s ReadingState, err error) {
	s = ReadingState{Present: true, Outcome: columns.OutcomeOf(codes), Confidence: columns.ConfidenceOf(codes), Role: columns.RoleOf(codes)}
	if columns.StateOf(codes) == selection.StateRejected {
		s.Present, s.Outcome = false, ""
	}
	if place != 0 {
		err = u.tx.Row(ctx, `SELECT id, name FROM named WHERE collection = $1 AND number = $2`, u.number, int64(place)).Scan(&s.Place, &s.Name)
	}
	return s, err
}

// insertReadings stores changes of readings.
func (u *update) insertReadings(ctx context.Context, rows [][]any) error {
	err := u.tx.Insert(ctx, `INSERT INTO readings (collection, happened, cause, author, decision, note, article, mention, phrase,
		before_place, before_name, before_outcome, before_confidence, before_role, after_place, after_name, after_outcome, after_confidence, after_role)`, ``, rows)
	if err != nil {
		return fmt.Errorf("recording changes of readings: %w", err)
	}
	return nil
}

// readingColumns are the columns that scanReading reads.
const readingColumns = `r.happened, r.author, r.cause, r.decision, r.note, coalesce(m.id, ''), r.mention, r.phrase,
	r.before_place, r.before_name, r.before_outcome, r.before_confidence, r.before_role, r.after_place, r.after_name, r.after_outcome, r.after_confidence, r.after_role`

func scanReading(row database.Scanner) (r Reading, err error) {
	var at int64
	err = row.Scan(&at, &r.Author, &r.Cause, &r.Decision, &r.Note, &r.Article, &r.Mention, &r.Phrase,
		&r.Before.Place, &r.Before.Name, &r.Before.Outcome, &r.Before.Confidence, &r.Before.Role,
		&r.After.Place, &r.After.Name, &r.After.Outcome, &r.After.Confidence, &r.After.Role)
	r.At = database.Time(at)
	r.Before.Present, r.After.Present = r.Before.Outcome != "", r.After.Outcome != ""
	return r, err
}

// History returns the changes of what a mention of a collection is taken to mean, the latest first. mention is its id with the number of
// its copy.
func (db *DB) History(ctx context.Context, collection, mention string) ([]Reading, error) {
	return db.readingRows(ctx, `SELECT `+readingColumns+` FROM collections c CROSS JOIN readings r LEFT JOIN members m ON m.collection = c.name AND m.article = r.article
		WHERE c.name = $1 AND r.collection = c.Number AND r.mention = $2 ORDER BY r.happened DESC, r.number DESC`, collection, mention)
}

// Decided returns the latest change of the readings of mentions by a person, by the id of the mention with the number of its copy. Mentions
// whose readings nobody changed have none.
func (db *DB) Decided(ctx context.Context, collection string, mentions []string) (map[string]Reading, error) {
	if len(mentions) == 0 {
		return nil, nil
	}
	condition, arg := db.OneOf("r.mention", 2, mentions)
	all, err := db.readingRows(ctx, `SELECT `+readingColumns+` FROM collections c CROSS JOIN readings r LEFT JOIN members m ON m.collection = c.name AND m.article = r.article
		WHERE c.name = $1 AND r.collection = c.Number AND r.cause = '`+string(CauseDecision)+`' AND `+condition+` ORDER BY r.happened, r.number`, collection, arg)
	out := make(map[string]Reading, len(mentions))
	for i := range all {
		out[all[i].Mention] = all[i]
	}
	return out, err
}

// Readings lists changes of readings in a collection since a time, the latest first, from an offset on.
func (db *DB) Readings(ctx context.Context, collection string, since time.Time, offset, limit int) ([]Reading, error) {
	return db.readingRows(ctx, `SELECT `+readingColumns+` FROM collections c CROSS JOIN readings r LEFT JOIN members m ON m.collection = c.name AND m.article = r.article
		WHERE c.name = $1 AND r.collection = c.Number AND r.happened > $2 ORDER BY r.happened DESC, r.number DESC LIMIT $3 OFFSET $4`, collection, database.Millis(since), limit, offset)
}

func (db *DB) readingRows(ctx context.Context, query string, args ...any) (all []Reading, err error) {
	rows, err := db.Reader().QueryContext(ctx, query, args...)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		r, err := scanReading(row)
		all = append(all, r)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the changes of readings: %w", err)
	}
	return all, nil
}

// maxChanged is the maximum number of articles and of places that are listed as changed.
const maxChanged = 500

// Changes returns what changed in a collection since a time.
func (db *DB) Changes(ctx context.Context, collection string, since time.Time) (c Changes, err error) {
	fail := func(err error) (Changes, error) {
		return c, fmt.Errorf("reading what changed in the collection %q: %w", collection, err)
	}
	info, err := collections.Read(ctx, db.Reader(), collection)
	if err != nil {
		return c, err
	}
	at := database.Millis(since)
	if c.Articles, err = db.Keys(ctx, `SELECT id FROM members WHERE collection = $1 AND added > $2 AND trashed = 0 AND number > 0 ORDER BY added DESC, article DESC LIMIT $3`, collection, at, maxChanged); err != nil {
		return fail(err)
	}
	if c.Deleted, err = db.Keys(ctx, `SELECT id FROM members WHERE collection = $1 AND trashed > $2 ORDER BY trashed DESC LIMIT $3`, collection, at, maxChanged); err != nil {
		return fail(err)
	}
	if c.Causes, err = db.causes(ctx, info.Number, at); err != nil {
		return fail(err)
	}
	for _, n := range c.Causes {
		c.Readings += n
	}
	c.Places, err = db.PlacesSince(ctx, info, at, maxChanged)
	if err != nil {
		return fail(err)
	}
	return c, nil
}

// CountReadings returns the number of changes of readings of a collection since a time. The error wraps [geo.ErrNotFound] if the collection does not
// exist.
func (db *DB) CountReadings(ctx context.Context, collection string, since time.Time) (n int, err error) {
	info, err := collections.Read(ctx, db.Reader(), collection)
	if err != nil {
		return 0, err
	}
	causes, err := db.causes(ctx, info.Number, database.Millis(since))
	if err != nil {
		return 0, fmt.Errorf("counting what changed in the collection %q: %w", collection, err)
	}
	for _, count := range causes {
		n += count
	}
	return n, nil
}

// causes counts the changes of readings since a time in milliseconds since 1970 by cause.
func (db *DB) causes(ctx context.Context, number, since int64) (map[Cause]int, error) {
	causes := map[Cause]int{}
	rows, err := db.Reader().QueryContext(ctx, `SELECT cause, count(*) FROM readings WHERE collection = $1 AND happened > $2 GROUP BY cause`, number, since)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var why Cause
		var n int
		err := row.Scan(&why, &n)
		causes[why] = n
		return err
	})
	return causes, err
}
