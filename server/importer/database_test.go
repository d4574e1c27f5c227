package importer_test

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"dateline/geo"
	"dateline/server/importer"
	"dateline/server/internal/postgres"
	"dateline/server/queue"
	"dateline/server/store"
)

// onceWritten closes a channel at the first write.
type onceWritten struct {
	once sync.Once
	done chan struct{}
}

func (w *onceWritten) Write(b []byte) (int, error) {
	w.once.Do(func() { close(w.done) })
	return len(b), nil
}

// Add waits while the database is unavailable and then imports the rest, once.
func TestAddContinuesAfterTheDatabaseWasUnavailable(t *testing.T) {
	const articles = 200
	address := postgres.New(t)
	db, err := store.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	q, err := queue.OpenPostgres(t.Context(), db.Writer(), address, queue.Options{})
	if err != nil {
		t.Fatal(err)
	}
	noticed := &onceWritten{done: make(chan struct{})}
	im := importer.New(importer.Config{
		Store: db, Queue: q, Log: slog.New(slog.NewTextHandler(noticed, nil)),
		Parser: noPlaces{}, Versions: geo.Versions{Gazetteer: "1"},
	})
	if err := im.NewCollection(t.Context(), "news", "News"); err != nil {
		t.Fatal(err)
	}
	out, into := io.Pipe()
	request := &importer.AddRequest{Collection: "news", Inputs: []string{"-"}, Stdin: out, Workers: 2, NoWait: true, Failed: func(err error) { t.Error(err) }}
	ended := make(chan error, 1)
	go func() { ended <- im.Add(t.Context(), request) }()
	go func() {
		<-noticed.done
		postgres.SetUnavailable(t, address, false)
	}()
	for i := range articles {
		if i == articles/2 {
			postgres.SetUnavailable(t, address, true)
		}
		if _, err := fmt.Fprintf(into, "{\"id\": \"%d\", \"title\": \"Ferry %d\", \"text\": %q}\n", i, i, strings.TrimSpace(story)); err != nil {
			t.Fatal(err)
		}
	}
	into.Close()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	counts, err := q.Counts(t.Context(), "news", "")
	if err != nil {
		t.Fatal(err)
	}
	r, err := db.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if r.Articles != articles || counts[importer.KindParse][queue.Waiting] != articles || len(r.Faults) > 0 {
		t.Errorf("%d of %d articles are stored, jobs %v, faults %v", r.Articles, articles, counts, r.Faults)
	}
}
