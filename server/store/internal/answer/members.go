package answer

import (
	"context"
	"database/sql"
	"slices"
	"sync"

	"dateline/server/store/internal/database"
)

// memberBytes is the memory of an article in [memberNumbers], in bytes.
const memberBytes = 12

// memberNumbers has the numbers of the articles of a collection, which are read once: joining the articles of a word with those of
// the collection took 190 ms for 11,000 of 100,000 articles on PostgreSQL.
type memberNumbers struct {
	mu       sync.Mutex
	articles []int64 // sorted
	numbers  []uint32
}

// read reads the numbers unless they are known.
func (m *memberNumbers) read(ctx context.Context, tx *sql.Tx, collection string) (*memberNumbers, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.articles != nil {
		return m, nil
	}
	articles, numbers := []int64{}, []uint32{}
	rows, err := tx.QueryContext(ctx, NumbersQuery, collection)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var article int64
		var number uint32
		err := row.Scan(&article, &number)
		articles, numbers = append(articles, article), append(numbers, number)
		return err
	})
	if err != nil {
		return nil, err
	}
	m.articles, m.numbers = articles, numbers
	return m, nil
}

// number returns the number of an article in the collection, or 0.
func (m *memberNumbers) number(article int64) uint32 {
	if i, ok := slices.BinarySearch(m.articles, article); ok {
		return m.numbers[i]
	}
	return 0
}
