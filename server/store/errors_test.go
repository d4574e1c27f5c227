package store_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/server/internal/postgres"
	"dateline/server/store"
)

// What readers see does not contain the address, the user or the name of the database;
// what the log gets does.
func TestErrorsDoNotContainTheAddress(t *testing.T) {
	address := postgres.New(t)
	db := open(t, address)
	postgres.SetUnavailable(t, address, true)
	defer postgres.SetUnavailable(t, address, false)
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	for what, err := range map[string]error{
		"collections": second(db.Collections(ctx)), "collection": second(db.Info(ctx, "talks")), "article": second(db.Article(ctx, "talks", "a")),
		"mention": third(db.Mention(ctx, "0123456789abcdef")), "copies": second(db.Copies(ctx, "talks", "a")), "search": third(db.Search(ctx, store.Query{Text: "a"})),
		"update": db.Update(ctx, func(tx *store.Tx) error { return tx.PutCollection(ctx, "talks", "", "") }),
	} {
		if !errors.Is(err, geo.ErrUnavailable) {
			t.Errorf("%s: %v", what, err)
			continue
		}
		for _, secret := range []string{u.Hostname(), u.Port(), u.User.Username(), strings.TrimPrefix(u.Path, "/"), "user="} {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("%s: %q contains %q", what, err, secret)
			}
		}
	}
	if detail := store.Detail(second(db.Collections(ctx))); !strings.Contains(detail, "SQLSTATE") && !strings.Contains(detail, "connect") && !strings.Contains(detail, "conn") {
		t.Errorf("the log gets only %q", detail)
	}
	if got := store.Detail(geo.ErrNotFound); got != geo.ErrNotFound.Error() {
		t.Errorf("the detail of another error is %q", got)
	}
}
