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
)

// New returns a parser with every step: recognition, coordinates, spatial relations and
// temporal expressions, resolution, and the geometry of relations. The models are the contents
// of the files that training writes. The error is a geo.ErrCorrupt when one of them
// can't be read.
func New(g *gazetteer.Gazetteer, recognizer, resolver []byte, options ...resolve.Option) (*Parser, error) {
	tagger, err := recognize.LoadModel(recognizer)
	if err != nil {
		return nil, fmt.Errorf("loading the recognizer's model: %w", err)
	}
	ranker, err := resolve.LoadModel(resolver)
	if err != nil {
		return nil, fmt.Errorf("loading the resolver's model: %w", err)
	}
	locator := spatial.Locator{Outline: outlines(g)}
	return &Parser{
		Recognizer: recognize.New(tagger, g),
		Annotate:   append(Annotate(), bases(g)),
		Resolver:   resolve.New(ranker, g, options...),
		Finish:     []func(*geo.Parsed){locator.Locate},
		Versions:   geo.Versions{Gazetteer: g.Info().Version, Recognizer: tagger.Version(), Resolver: ranker.Name()},
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
