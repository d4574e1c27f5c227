// Storegen stores a generated collection of a million mentions at 100,000 places in 100,000 articles, or of other sizes, for measuring the server.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"

	"dateline/server/internal/generate"
	"dateline/server/store"
)

func main() {
	o := generate.Defaults()
	address := flag.String("store", "", "file or postgres:// URL of the store")
	flag.StringVar(&o.Collection, "collection", o.Collection, "name of the collection")
	flag.IntVar(&o.Articles, "articles", o.Articles, "number of articles")
	flag.IntVar(&o.Mentions, "mentions", o.Mentions, "number of mentions of an article")
	flag.IntVar(&o.Places, "places", o.Places, "number of places")
	flag.Parse()
	if err := run(*address, o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(address string, o generate.Options) error {
	if address == "" {
		return fmt.Errorf("give the store with -store FILE")
	}
	ctx := context.Background()
	db, err := store.Open(ctx, address)
	if err != nil {
		return err
	}
	defer db.Close()
	start := time.Now()
	o.Progress = func(n int) {
		if n%10_000 == 0 {
			fmt.Printf("%d articles, %.0f s\n", n, time.Since(start).Seconds())
		}
	}
	return generate.Fill(ctx, db, o)
}
