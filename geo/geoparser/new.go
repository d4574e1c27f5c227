package geoparser

import (
	"fmt"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/recognize"
	"dateline/geo/resolve"
	"dateline/geo/spatial"
	"dateline/geo/spatial/coordinates"
	"dateline/geo/temporal"

	"github.com/paulmach/orb"
	"golang.org/x/sync/semaphore"
)

// Models are the contents of the files that training writes.
type Models struct {
	// Recognizer and Resolver are the models of recognition in English and of resolution.
	Recognizer, Resolver []byte
	// Languages returns the model of recognition in another language, or nil if there is none. It
	// may be nil.
	Languages func(language string) []byte
	// LanguagesVersion is the version of the models that Languages returns, or "".
	LanguagesVersion string
}

// recognizerVersion returns the version of the recognizer, that of English with those of the other languages.
func (m *Models) recognizerVersion(english string) string {
	if m.LanguagesVersion == "" {
		return english
	}
	return english + "-" + m.LanguagesVersion
}

// New returns a parser with every step: recognition, coordinates, spatial relations and
// temporal expressions, resolution, and the geometry of relations. The error is a
// geo.ErrCorrupt when a model of English can't be read; those of other languages are read when
// they are needed.
func New(g *gazetteer.Gazetteer, m Models, options ...resolve.Option) (*Parser, error) {
	tagger, err := recognize.LoadModel(m.Recognizer)
	if err != nil {
		return nil, fmt.Errorf("loading the recognizer's model: %w", err)
	}
	ranker, err := resolve.LoadModel(m.Resolver)
	if err != nil {
		return nil, fmt.Errorf("loading the resolver's model: %w", err)
	}
	locator := spatial.Locator{Outline: outlines(g)}
	return &Parser{
		Recognizer: recognize.New(tagger, g, recognize.WithLanguages(m.Languages)),
		Annotate:   append(Annotate(), bases(g)),
		Resolver:   resolve.New(ranker, g, options...),
		memory:     semaphore.NewWeighted(MaxMemory),
		Finish:     []func(*geo.Parsed){locator.Locate},
		Versions:   geo.Versions{Gazetteer: g.Info().Version, Recognizer: m.recognizerVersion(tagger.Version()), Resolver: ranker.Name()},
	}, nil
}

// Annotate returns the parser's steps between recognition and resolution that need no
// gazetteer.
func Annotate() []func(*geo.Article, *geo.Recognition) {
	return []func(*geo.Article, *geo.Recognition){coordinates.Annotate, spatial.Find, spatial.Widen, temporal.Find}
}

func outlines(g *gazetteer.Gazetteer) func(geo.PlaceID) orb.MultiPolygon {
	return func(id geo.PlaceID) orb.MultiPolygon {
		r, ok := g.ByID(id)
		if !ok {
			return nil
		}
		return g.Area(r)
	}
}
