package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"iter"
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
	"dateline/server/store"

	"github.com/adrg/xdg"
	"github.com/paulmach/orb"
)

// engine is what finds places: a gazetteer and the parser that uses it.
type engine struct {
	Gazetteer *gazetteer.Gazetteer
	Parser    *geoparser.Parser
}

// openEngine builds the parser on a gazetteer file, or on the gazetteer built in
// where file is empty. Names that it lacks are asked of the online geocoders, if
// there are any.
func openEngine(file string, geocoders ...string) (*engine, error) {
	g, err := openGazetteer(file)
	if err != nil {
		return nil, err
	}
	p, err := geoparser.New(g, model.Recognizer, model.Resolver)
	if err != nil {
		g.Close()
		return nil, err
	}
	e := &engine{Gazetteer: g, Parser: p}
	if err := e.online(geocoders); err != nil {
		g.Close()
		return nil, err
	}
	return e, nil
}

// online puts online geocoders behind the resolver, and says so in the versions of
// what is parsed: a worker without them then leaves it as it is.
func (e *engine) online(geocoders []string) error {
	if len(geocoders) == 0 {
		return nil
	}
	chain, err := geocode.NewChain(geocode.Config{
		Geocoders: geocoders, Getenv: os.Getenv, CacheDir: filepath.Join(xdg.CacheHome, "dateline", "geocode"), UserAgent: fetch.UserAgent,
	})
	if err != nil {
		return err
	}
	e.Parser.Resolver = &geocode.Online{Resolver: e.Parser.Resolver, Chain: chain}
	for _, p := range chain.Providers {
		e.Parser.Versions.Resolver += " + " + p.Name()
	}
	return nil
}

// Close releases the gazetteer.
func (e *engine) Close() error { return e.Gazetteer.Close() }

// Set makes a layer of parsed articles.
func (e *engine) Set(title string, parsed []*geo.Parsed) *layer.Set {
	var sources []gazetteer.SourceInfo
	for _, s := range e.Gazetteer.Info().Sources {
		sources = append(sources, s.SourceInfo)
	}
	return &layer.Set{Title: title, Parsed: parsed, Attribution: sources, Versions: e.Parser.Versions, Outline: e.outline}
}

func (e *engine) outline(id geo.PlaceID) orb.MultiPolygon {
	if r, ok := e.Gazetteer.ByID(id); ok {
		return e.Gazetteer.Area(r)
	}
	return nil
}

// Sample parses the articles that come with the program.
func (e *engine) Sample(ctx context.Context, workers int) (store.Collection, error) {
	c := store.Collection{
		Name: "sample", Title: "Sample articles",
		Description: "Articles written for this program from public facts, to show what it does.",
	}
	for p, err := range e.Parser.ParseAll(ctx, sampleArticles(ctx, data.Sample()), workers) {
		if err != nil {
			return c, fmt.Errorf("reading the sample collection: %w", err)
		}
		c.Parsed = append(c.Parsed, p)
	}
	return c, nil
}

// sampleArticles yields the articles of a folder in the order of their names.
func sampleArticles(ctx context.Context, folder fs.FS) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		files, err := fs.ReadDir(folder, ".")
		if err != nil {
			yield(nil, err)
			return
		}
		for _, file := range files {
			if file.Name() == "README.md" {
				continue
			}
			b, err := fs.ReadFile(folder, file.Name())
			if err != nil {
				yield(nil, err)
				return
			}
			for a, err := range article.Read(ctx, bytes.NewReader(b), article.Options{Name: file.Name()}) {
				if !yield(a, err) {
					return
				}
			}
		}
	}
}
