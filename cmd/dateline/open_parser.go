package main

import (
	"os"
	"path/filepath"

	"dateline/data"
	"dateline/data/model"
	"dateline/geo"
	"dateline/geo/fetch"
	"dateline/geo/gazetteer"
	"dateline/geo/geocode"
	"dateline/geo/geoparser"
	"dateline/geo/layer"

	"github.com/adrg/xdg"
	"github.com/paulmach/orb"
)

// parser is a parser with its gazetteer.
type parser struct {
	*geoparser.Parser
	Gazetteer *gazetteer.Gazetteer
}

// openParser returns a parser with a gazetteer file, or with the built-in gazetteer if
// file is empty. It requests names that the gazetteer lacks from the online geocoders.
func openParser(file string, geocoders ...string) (*parser, error) {
	g, err := openGazetteer(file)
	if err != nil {
		return nil, err
	}
	p, err := geoparser.New(g, geoparser.Models{Recognizer: model.Recognizer, Resolver: model.Resolver, Languages: model.Language})
	if err == nil && len(geocoders) > 0 {
		err = addGeocoders(p, geocoders)
	}
	if err != nil {
		g.Close()
		return nil, err
	}
	return &parser{p, g}, nil
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
