package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"iter"

	"dateline/data"
	"dateline/geo"
	"dateline/geo/article"
	"dateline/server/store"
)

// sampleCollection parses the sample articles that are built in.
func sampleCollection(ctx context.Context, p *parser, workers int) (store.Collection, error) {
	c := store.Collection{
		Name: "sample", Title: "Sample articles",
		Description: "Articles written for this program from public facts, to show what it does.",
	}
	for parsed, err := range p.ParseAll(ctx, sampleArticles(ctx, data.Sample()), workers) {
		if err != nil {
			return c, fmt.Errorf("reading the sample collection: %w", err)
		}
		c.Parsed = append(c.Parsed, parsed)
	}
	return c, nil
}

// sampleArticles yields the articles of a folder in the order of their file names.
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
