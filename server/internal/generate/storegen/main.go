// Command storegen stores a generated collection of a million mentions at 100,000 places in 100,000
// articles, or of other sizes, for measuring the server.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
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
	flag.IntVar(&o.Batch, "batch", o.Batch, "number of articles of a transaction")
	views := flag.Int("measure", 0, "measure this number of views of the stored collection, with one reader and with four at once")
	flag.Parse()
	if err := run(*address, o, *views); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(address string, o generate.Options, views int) error {
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
	if views > 0 {
		return measure(ctx, db, o.Collection, views)
	}
	o.Progress = func(n int) {
		if n%10_000 == 0 {
			fmt.Printf("%d articles, %.0f s\n", n, time.Since(start).Seconds())
		}
	}
	return generate.Fill(ctx, db, o)
}

// measure writes the times of the first view, of views with one reader and with four, and the memory of the process.
func measure(ctx context.Context, db *store.DB, collection string, views int) error {
	start := time.Now()
	if err := generate.Measure(ctx, db, collection, 1, 1, io.Discard); err != nil {
		return err
	}
	fmt.Printf("first view after start: %.0f ms\n", time.Since(start).Seconds()*1000)
	for _, readers := range []int{1, 4} {
		if err := generate.Measure(ctx, db, collection, readers, views, os.Stdout); err != nil {
			return err
		}
		fmt.Println("resident memory:", resident())
	}
	return nil
}

// resident returns the resident memory of the process, on Linux.
func resident() string {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "unknown"
	}
	for line := range strings.SplitSeq(string(b), "\n") {
		if size, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			return strings.TrimSpace(size)
		}
	}
	return "unknown"
}
