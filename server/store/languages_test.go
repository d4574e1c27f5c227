package store_test

import (
	"context"
	"reflect"
	"testing"

	"dateline/geo"
	"dateline/server/internal/fixture"
	"dateline/server/store"
)

// TestLanguagesAreStored checks that the languages and methods of the parts of a text are stored, and that an article
// whose parts changed is stored again.
func TestLanguagesAreStored(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		keys := fill(t, db, "talks", fixture.Parsed())
		p := fixture.Parsed()[0]
		p.Language, p.Model = "ar", "tagger"
		p.Parts = []geo.LanguagePart{
			{Span: geo.Span{End: 100}, Language: "ar", Model: "tagger"},
			{Span: geo.Span{Start: 100, End: len(p.Article.Text)}, Language: "el", Model: geo.MethodStrict},
		}
		for range 2 {
			update(t, db, func(tx *store.Tx) error { return tx.PutParsed(ctx, keys[0], p) })
			got, err := db.Article(ctx, "talks", "talks")
			if err != nil || got.Language != p.Language || got.Model != p.Model || !reflect.DeepEqual(got.Parts, p.Parts) {
				t.Errorf("the language is %s by %s, the parts are %+v, error %v", got.Language, got.Model, got.Parts, err)
			}
			p.Parts = nil
		}
	})
}
