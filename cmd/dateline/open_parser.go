package main

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"dateline/data"
	"dateline/data/model"
	"dateline/geo"
	"dateline/geo/article"
	"dateline/geo/fetch"
	"dateline/geo/gazetteer"
	"dateline/geo/geocode"
	"dateline/geo/geoparser"
	"dateline/geo/layer"
	"dateline/geo/resolve"

	"github.com/adrg/xdg"
	"github.com/paulmach/orb"
)

// parser is a parser with its gazetteer.
type parser struct {
	*geoparser.Parser
	Gazetteer *gazetteer.Gazetteer
}

// openParser returns a parser with a gazetteer file, or with the built-in gazetteer if
// file is empty.
func openParser(file string) (*parser, error) {
	return openParserFor(&inputFlags{gazetteer: file})
}

// openParserFor returns a parser with the gazetteer and the publisher's home of the flags. It
// requests names that the gazetteer lacks from the online geocoders.
func openParserFor(in *inputFlags) (*parser, error) {
	g, err := openGazetteer(in.gazetteer)
	if err != nil {
		return nil, err
	}
	p, err := newParser(g, in.home)
	if err == nil && len(in.geocoders) > 0 {
		err = addGeocoders(p, in.geocoders)
	}
	if err != nil {
		g.Close()
		return nil, err
	}
	return &parser{p, g}, nil
}

// newParser returns a parser with the built-in models. A publisher's home is part of the
// version of its resolver: articles parsed with it count as parsed by another one.
func newParser(g *gazetteer.Gazetteer, home string) (*geoparser.Parser, error) {
	models := geoparser.Models{Recognizer: model.Recognizer, Resolver: model.Resolver, Languages: model.Language, LanguagesVersion: model.LanguagesVersion()}
	if home == "" {
		return geoparser.New(g, models)
	}
	place, err := resolve.FindHome(g, home)
	if err != nil {
		return nil, err
	}
	p, err := geoparser.New(g, models, resolve.WithHome(place.ID))
	if err != nil {
		return nil, err
	}
	p.Versions.Resolver += " + home " + string(place.ID)
	return p, nil
}

// addGeocoders appends online geocoders to the resolver, and their names to its
// version: articles parsed with them count as parsed by another resolver.
func addGeocoders(p *geoparser.Parser, geocoders []string) error {
	chain, err := geocode.NewChain(geocode.Config{
		Geocoders: geocoders, Getenv: os.Getenv, CacheDir: filepath.Join(xdg.CacheHome, "dateline", "geocode"), UserAgent: fetch.UserAgent,
	})
	if err != nil {
		return err
	}
	p.Resolver = &geocode.Online{Resolver: p.Resolver, Chain: chain}
	for _, provider := range chain.Providers {
		p.Versions.Resolver += " + " + provider.Name()
	}
	return nil
}

// Close closes the gazetteer.
func (p *parser) Close() error { return p.Gazetteer.Close() }

// openGazetteer opens a gazetteer file, or the built-in gazetteer if path is empty.
func openGazetteer(path string) (*gazetteer.Gazetteer, error) {
	if path == "" {
		return data.Gazetteer()
	}
	return gazetteer.Open(path)
}

// Layer returns the layer of parsed articles.
func (p *parser) Layer(title string, parsed []*geo.Parsed) *layer.Set {
	var sources []gazetteer.SourceInfo
	for _, s := range p.Gazetteer.Info().Sources {
		sources = append(sources, s.SourceInfo)
	}
	return &layer.Set{Title: title, Parsed: parsed, Attribution: sources, Versions: p.Versions, Outline: p.outline}
}

func (p *parser) outline(id geo.PlaceID) orb.MultiPolygon {
	if r, ok := p.Gazetteer.ByID(id); ok {
		return p.Gazetteer.Area(r)
	}
	return nil
}

// pdfCacheDir returns the folder that stores the machine code of the PDF reader.
func pdfCacheDir() string { return filepath.Join(xdg.CacheHome, "dateline", "pdfium") }

// parseDocument reads a document and parses its articles, for the server. The name
// identifies the format where the content does not.
func (p *parser) parseDocument(ctx context.Context, name string, document io.Reader) ([]*geo.Parsed, error) {
	var out []*geo.Parsed
	for a, err := range article.Read(ctx, document, article.Options{Name: name}) {
		if err != nil {
			return out, err
		}
		parsed, err := p.Parse(ctx, *a)
		if err != nil {
			return out, err
		}
		out = append(out, parsed)
	}
	return out, nil
}
