package geoparser

import (
	"sync"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/internal/abbrev"
	"dateline/geo/internal/inflect"
)

// bases returns the step that sets the base forms of names: of abbreviated ones in English
// texts, of inflected ones in others.
func bases(g *gazetteer.Gazetteer) func(*geo.Article, *geo.Recognition) {
	finders := sync.Pool{New: func() any { return inflect.NewFinder(g) }}
	return func(_ *geo.Article, rec *geo.Recognition) {
		english := rec.Language == "en" || rec.Language == "und"
		f, _ := finders.Get().(*inflect.Finder)
		defer finders.Put(f)
		for i := range rec.Mentions {
			switch m := &rec.Mentions[i]; {
			case m.Role == geo.RoleCoordinates || m.Base != "":
			case english:
				m.Base = abbrev.Base(g, m.Phrase)
			default:
				if match, ok := f.Base(rec.Language, m.Phrase); ok && !match.Verbatim {
					m.Base = match.Base
				}
			}
		}
	}
}
