package importer

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"

	"dateline/geo"
	"dateline/geo/article"
	"dateline/geo/article/feed"
	"dateline/server/store"
)

// item is what reading the inputs yields, in their order.
type item struct {
	article *geo.Article
	// input ends a file of which every article could be read.
	input *store.Input
	// known says that the collection had a file already.
	known bool
	// ends says that a source is through, whatever came of it.
	ends bool
	// address is to be fetched; feeds are to be followed.
	address string
	feeds   []feed.Outline
	// err is why a source, or an article of it, cannot be taken; broken is an error
	// that no input is to blame for.
	err, broken error
}

// readAhead is how many articles of a file are read before they are wanted, and how
// many files.
const (
	readAhead  = 16
	filesAhead = 64
)

// readSources reads what the inputs stand for, several files at once, and sends it to
// items in their order, which it closes at the end.
func (in *Importer) readSources(ctx context.Context, from *AddRequest, items chan<- item) {
	defer close(items)
	order := make(chan chan item, filesAhead)
	busy := make(chan struct{}, max(from.Workers, 1))
	go func() {
		defer close(order)
		for s, err := range sources(ctx, from.Inputs) {
			from.Progress.Sources.Add(1)
			out := make(chan item, readAhead)
			select {
			case order <- out:
			case <-ctx.Done():
				return
			}
			select {
			case busy <- struct{}{}:
			case <-ctx.Done():
				return
			}
			go func() {
				defer func() { <-busy }()
				defer close(out)
				send := func(i item) bool { return post(ctx, out, i) }
				if err != nil {
					send(item{err: err})
				} else if err := in.readSource(ctx, from, s, send); err != nil {
					send(item{broken: err})
				}
				send(item{ends: true})
			}()
		}
		from.Progress.AllFound.Store(true)
	}()
	for out := range order {
		for i := range out {
			if !post(ctx, items, i) {
				return
			}
		}
	}
}

// post sends an item, or reports that nobody wants it any more.
func post(ctx context.Context, to chan<- item, i item) bool {
	select {
	case to <- i:
		return true
	case <-ctx.Done():
		return false
	}
}

// readSource reads one source. The error is no fault of the source.
func (in *Importer) readSource(ctx context.Context, from *AddRequest, s source, send func(item) bool) error {
	switch {
	case s.address:
		send(item{address: s.name})
		return nil
	case s.stdin:
		in.readStream(ctx, s.name, "", from.Stdin, send)
		return nil
	}
	hash, err := hashFile(s.name)
	if err != nil {
		send(item{err: unreadable(s.name, err)})
		return nil
	}
	known := false
	err = in.retryWhileDown(ctx, func() error {
		known, err = in.Store.HasInput(ctx, from.Collection, hash)
		return err
	})
	if err != nil {
		return err
	}
	if known {
		send(item{known: true})
		return nil
	}
	f, err := os.Open(s.name)
	if err != nil {
		send(item{err: unreadable(s.name, err)})
		return nil
	}
	defer f.Close()
	in.readStream(ctx, s.name, hash, f, send)
	return nil
}

// readStream reads a document of any length. hash is empty for one that is not to be
// remembered.
func (in *Importer) readStream(ctx context.Context, name, hash string, r io.Reader, send func(item) bool) {
	head := bufio.NewReaderSize(r, article.SniffBytes)
	if start, _ := head.Peek(article.SniffBytes); article.Sniff(start) == article.FormatOPML { // what is wrong with r, reading will say
		feeds, err := feed.ReadOPML(head)
		if err != nil {
			send(item{err: unreadable(name, err)})
			return
		}
		send(item{feeds: feeds})
		return
	}
	articles, whole := 0, true
	for a, err := range article.Read(ctx, head, article.Options{Name: name, PDF: in.PDF}) {
		if ctx.Err() != nil {
			return
		}
		if err == nil {
			articles++
		} else {
			whole = false
		}
		if !send(item{article: a, err: err}) {
			return
		}
	}
	if whole && hash != "" {
		send(item{input: &store.Input{Hash: hash, Name: name, Articles: articles}})
	}
}

// hashFile is the SHA-256 of a file. A pipe, which cannot be read twice, has none.
func hashFile(name string) (string, error) {
	info, err := os.Stat(name)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", nil
	}
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", errors.Join(geo.ErrUnavailable, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
