package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
)

// codeKind is what a code in the columns identifies.
type codeKind string

// The kinds of codes.
const (
	publisherCode codeKind = "publisher"
	languageCode  codeKind = "language"
	feedCode      codeKind = "feed"
	countryCode   codeKind = "country"
	admin1Code    codeKind = "admin1"
	areaCode      codeKind = "area"
)

// code returns the code of a text, which is added if it is new. The code of "" is 0. label is
// its name for readers.
func (tx *Tx) code(ctx context.Context, kind codeKind, text, label string) (code uint32, err error) {
	if text == "" {
		return 0, nil
	}
	key := string(kind) + "\x00" + text
	if code, ok := tx.codes[key]; ok {
		return code, nil
	}
	find := func() error {
		return tx.row(ctx, `SELECT code FROM codes WHERE kind = $1 AND text = $2`, string(kind), text).Scan(&code)
	}
	err = find()
	if errors.Is(err, sql.ErrNoRows) {
		if tx.db.dialect == Postgres { // codes are given by one transaction at a time
			if _, err := tx.exec(ctx, `SELECT pg_advisory_xact_lock(7203114)`); err != nil {
				return 0, err
			}
			err = find()
		}
		if errors.Is(err, sql.ErrNoRows) {
			err = tx.row(ctx, `INSERT INTO codes (kind, code, text, label) SELECT $1, 1 + coalesce(max(code), 0), $2, $3 FROM codes WHERE kind = $1 RETURNING code`,
				string(kind), text, clean(label)).Scan(&code)
		}
	}
	if err != nil {
		return 0, fmt.Errorf("storing the code of the %s %q: %w", kind, text, err)
	}
	if tx.codes == nil {
		tx.codes = map[string]uint32{}
	}
	tx.codes[key] = code
	return code, nil
}

// codeNames caches the texts and labels of codes, which never change. The zero value is empty.
type codeNames struct {
	mu    sync.Mutex
	texts map[codeKind][][2]string
}

// codeName returns the text and the label of a code.
func (db *DB) codeName(ctx context.Context, kind codeKind, code uint32) (text, label string, err error) {
	if code == 0 {
		return "", "", nil
	}
	db.codeNames.mu.Lock()
	defer db.codeNames.mu.Unlock()
	known := db.codeNames.texts[kind]
	if int(code) > len(known) {
		rows, err := db.reader.QueryContext(ctx, `SELECT text, label FROM codes WHERE kind = $1 AND code > $2 ORDER BY code`, string(kind), len(known))
		err = scan(rows, err, func(row scanner) error {
			var name [2]string
			err := row.Scan(&name[0], &name[1])
			known = append(known, name)
			return err
		})
		if err != nil {
			return "", "", fmt.Errorf("reading the codes of the store: %w", err)
		}
		if db.codeNames.texts == nil {
			db.codeNames.texts = map[codeKind][][2]string{}
		}
		db.codeNames.texts[kind] = known
	}
	if int(code) > len(known) {
		return "", "", nil
	}
	return known[code-1][0], known[code-1][1], nil
}
