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
	"dateline/server/importer"
	"dateline/server/store"
)

// addSample parses the sample articles that are built in and stores them.
func addSample(ctx context.Context, db *store.DB, p *parser, workers int) error {
	var all []*geo.Parsed
	for parsed, err := range p.ParseAll(ctx, sampleArticles(ctx, data.Sample()), workers) {
		if err != nil {
			return fmt.Errorf("reading the sample collection: %w", err)
		}
		all = append(all, parsed)
	}
	const name = "sample"
	err := db.Update(ctx, func(tx *store.Tx) error {
		err := tx.PutCollection(ctx, name, "Sample articles", "Articles written for this program from public facts, to show what it does.")
		if err != nil {
			return err
		}
		return tx.PutAll(ctx, name, all...)
	})
	if err != nil {
		return err
	}
	return importer.CompareTexts(ctx, db, name)
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
