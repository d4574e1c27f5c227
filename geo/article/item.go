package article

import "dateline/geo"

// Article returns the article that an item holds, its text as long as the feed gives
// it. The error is an [InputError] and wraps geo.ErrInput for an item without text.
func (i Item) Article(o Options) (*geo.Article, error) {
	a, err := i.article()
	if err != nil {
		return nil, o.fail(err)
	}
	return o.finish(a), nil
}
