package answer

import (
	"context"
	"dateline/server/store/internal/database"
	"fmt"
	"sync"
)

// CodeKind is what a code in the columns identifies.
type CodeKind string

// The kinds of codes.
const (
	PublisherCode CodeKind = "publisher"
	LanguageCode  CodeKind = "language"
	FeedCode      CodeKind = "feed"
	CountryCode   CodeKind = "country"
	Admin1Code    CodeKind = "admin1"
	AreaCode      CodeKind = "area"
)

// codeNames caches the texts and labels of codes, which never change. The zero value is empty.
type codeNames struct {
	mu    sync.Mutex
	texts map[CodeKind][][2]string
}

// codeName returns the text and the label of a code.
func (a *Answers) codeName(ctx context.Context, kind CodeKind, code uint32) (text, label string, err error) {
	if code == 0 {
		return "", "", nil
	}
	a.codeNames.mu.Lock()
	defer a.codeNames.mu.Unlock()
	known := a.codeNames.texts[kind]
	if int(code) > len(known) {
		rows, err := a.db.Reader().QueryContext(ctx, `SELECT text, label FROM codes WHERE kind = $1 AND code > $2 ORDER BY code`, string(kind), len(known))
		err = database.Scan(rows, err, func(row database.Scanner) error {
			var name [2]string
			err := row.Scan(&name[0], &name[1])
			known = append(known, name)
			return err
		})
		if err != nil {
			return "", "", fmt.Errorf("reading the codes of the store: %w", err)
		}
		if a.codeNames.texts == nil {
			a.codeNames.texts = map[CodeKind][][2]string{}
		}
		a.codeNames.texts[kind] = known
	}
	if int(code) > len(known) {
		return "", "", nil
	}
	return known[code-1][0], known[code-1][1], nil
}

// CountryArea returns the text of the code of a country as an area that contains places.
func CountryArea(country string) string { return "country " + country }
