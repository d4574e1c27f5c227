package store_test

import (
	"errors"
	"testing"
	"time"

	"dateline/geo"
	"dateline/server/store"
)

// The response to a request with an idempotency key is kept for a day, also when the store is opened again.
func TestRequestsAreKept(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		begin := func(key, hash string, at time.Time) (*store.Response, error) {
			t.Helper()
			return db.BeginRequest(ctx, key, hash, at)
		}
		if r, err := begin("k", "a", now); r != nil || err != nil {
			t.Fatalf("the first request: %v, %v", r, err)
		}
		if _, err := begin("k", "a", now.Add(time.Second)); !errors.Is(err, geo.ErrUnavailable) {
			t.Errorf("the same request while it is carried out: %v", err)
		}
		if _, err := begin("k", "b", now); !errors.Is(err, geo.ErrInput) {
			t.Errorf("another request with the key: %v", err)
		}
		if _, err := begin("\xff", "b", now); !errors.Is(err, geo.ErrInput) {
			t.Errorf("an invalid key: %v", err)
		}
		want := &store.Response{Status: 201, Type: "application/json", Body: []byte(`{"id":1}`)}
		if err := db.EndRequest(ctx, "k", want); err != nil {
			t.Fatal(err)
		}
		r, err := begin("k", "a", now.Add(23*time.Hour))
		if err != nil || r == nil || r.Status != want.Status || r.Type != want.Type || string(r.Body) != string(want.Body) {
			t.Errorf("the request again: %+v, %v", r, err)
		}
		if r, err := begin("k", "b", now.Add(25*time.Hour)); r != nil || err != nil {
			t.Errorf("another request a day later: %v, %v", r, err)
		}
		if err := db.EndRequest(ctx, "k", nil); err != nil {
			t.Fatal(err)
		}
		if r, err := begin("k", "c", now.Add(25*time.Hour)); r != nil || err != nil {
			t.Errorf("a request after one that failed: %v, %v", r, err)
		}
		if r, err := begin("k", "c", now.Add(26*time.Hour)); r != nil || err != nil {
			t.Errorf("a request after the server was stopped: %v, %v", r, err)
		}
		if err := db.EndRequest(ctx, "k", &store.Response{Status: 200, Body: make([]byte, store.MaxResponse+1)}); err != nil {
			t.Fatal(err)
		}
		if r, err := begin("k", "d", now.Add(26*time.Hour)); r != nil || err != nil {
			t.Errorf("a request after one with a long response: %v, %v", r, err)
		}
	})
}
