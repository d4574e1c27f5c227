package importer

import (
	"context"

	"dateline/geo"
	"dateline/server/store"
)

// SetHome sets the place where the publisher of a collection's articles is at home, or of those of one of its feeds unless feed is empty,
// and queues the articles to be parsed again. Without words it removes the home. It returns the place and the number of
// jobs queued. The error wraps [geo.ErrInput] if the words mean no place or several.
func (im *Importer) SetHome(ctx context.Context, collection, feed, words string) (home geo.Place, queued int, err error) {
	if words != "" {
		if im.FindHome == nil {
			return home, 0, geo.Errorf(geo.ErrForbidden, "homes of publishers cannot be set here")
		}
		if home, err = im.FindHome(words); err != nil {
			return home, 0, err
		}
	}
	err = im.Store.Update(ctx, func(tx *store.Tx) error { return tx.SetHome(ctx, collection, feed, home.ID) })
	if err != nil {
		return home, 0, err
	}
	queued, err = im.Reparse(ctx)
	return home, queued, err
}
