package server_test

import (
	"context"
	"fmt"
	"testing"

	"dateline/geo"
	"dateline/server/importer"
	"dateline/server/internal/fixture"
	"dateline/server/store"
)

// 5,000 articles that are added to another collection, copies and the same articles included, change no byte of a collection's exports and pages.
func TestOtherCollectionsChangeNothing(t *testing.T) {
	parsed := fixture.Parsed()
	db := storeOf(t, collection{Name: "talks", Title: "Border talks", Parsed: parsed})
	h := handlerOf(t, db, nil)
	addresses := []string{
		"/c/talks/places.geojson", "/c/talks/mentions.geojson", "/c/talks/mentions.csv", "/c/talks/mentions.geojson?role=all", "/c/talks", "/c/talks/articles",
		"/c/talks/articles/talks", "/c/talks/places/geonames:1138958", "/c/talks/ledger",
	}
	before := map[string]string{}
	for _, address := range addresses {
		w := get(h, address)
		before[address] = w.Header().Get("ETag") + w.Body.String()
	}
	var more []*geo.Parsed
	more = append(more, parsed...)
	for n := range 5_000 - len(parsed) {
		text := fmt.Sprint("Rain fell in Kabul on day ", n, ".")
		if n < 200 { // nearly copies
			text = parsed[n%3].Article.Text + "\n\n" + text
		}
		more = append(more, fixture.Placed(fmt.Sprint("rain-", n), fmt.Sprint("Rain ", n), text))
	}
	ctx := context.Background()
	err := db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.PutCollection(ctx, "rain", "Rain", ""); err != nil {
			return err
		}
		return tx.PutAll(ctx, "rain", more...)
	})
	if err == nil {
		err = importer.CompareTexts(ctx, db, "rain")
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range addresses {
		w := get(h, address)
		if got := w.Header().Get("ETag") + w.Body.String(); got != before[address] {
			at := 0
			for at < min(len(got), len(before[address])) && got[at] == before[address][at] {
				at++
			}
			t.Errorf("%s changed from byte %d on: %.200q, before %.200q", address, at, got[max(0, at-40):], before[address][max(0, at-40):])
		}
	}
}
