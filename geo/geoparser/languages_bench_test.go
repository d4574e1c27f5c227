//go:build unix

package geoparser_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/geo"
	"dateline/geo/eval/news"

	"golang.org/x/sys/unix"
)

// textFolder is the folder with other texts for BenchmarkLanguages.
var textFolder = flag.String("texts", "", "folder with a file CODE.jsonl of articles, {\"text\": …} in each line, for each language to measure")

// newsPattern matches the news in each language that was written for this project, CODE.train.txt and CODE.test.txt.
const newsPattern = "../train/recognizer/news/*.txt"

// BenchmarkLanguages reports how many words and megabytes of text in each language are parsed in a second of the
// processor time of the process, with one worker and after the models have been opened. The time is the sum over the
// articles of the least of all passes, so that other work and the garbage collector do not count. Chinese, Japanese and
// Thai have no spaces between words, so that only their megabytes count.
func BenchmarkLanguages(b *testing.B) {
	p := parser(b)
	for language, articles := range articlesByLanguage(b) {
		bytes, words := 0, 0
		for _, text := range articles {
			bytes += len(text)
			words += len(strings.Fields(text))
		}
		b.Run(language, func(b *testing.B) {
			least := make([]time.Duration, len(articles))
			for b.Loop() {
				for i, text := range articles {
					start := processorTime(b)
					if _, err := p.Parse(context.Background(), geo.Article{Text: text, Hash: "x", ID: "x"}); err != nil {
						b.Fatal(err)
					}
					if t := processorTime(b) - start; least[i] == 0 || t < least[i] {
						least[i] = t
					}
				}
			}
			var sum time.Duration
			for _, t := range least {
				sum += t
			}
			b.ReportMetric(float64(words)/sum.Seconds(), "words/s")
			b.ReportMetric(float64(bytes)/1e6/sum.Seconds(), "MB/s")
		})
	}
}

// processorTime returns the processor time that the process has used.
func processorTime(tb testing.TB) time.Duration {
	tb.Helper()
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// articlesByLanguage returns the texts of the folder -texts, or of the written news.
func articlesByLanguage(tb testing.TB) map[string][]string {
	tb.Helper()
	pattern, read := newsPattern, readNews
	if *textFolder != "" {
		pattern, read = filepath.Join(*textFolder, "*.jsonl"), readTexts
	}
	files, err := filepath.Glob(pattern)
	if err != nil {
		tb.Fatal(err)
	}
	articles := map[string][]string{}
	for _, file := range files {
		language, _, _ := strings.Cut(filepath.Base(file), ".")
		texts, err := read(file)
		if err != nil {
			tb.Fatal(err)
		}
		articles[language] = append(articles[language], texts...)
	}
	return articles
}

// readNews returns the texts of a file of written news.
func readNews(file string) (out []string, err error) {
	documents, err := news.ReadFile(file)
	for i := range documents {
		out = append(out, documents[i].Text)
	}
	return out, err
}

// readTexts returns the texts of a file of JSON Lines.
func readTexts(file string) (out []string, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	for d := json.NewDecoder(f); ; {
		var article struct{ Text string }
		if err := d.Decode(&article); err != nil {
			if errors.Is(err, io.EOF) {
				return out, nil
			}
			return out, err
		}
		out = append(out, article.Text)
	}
}
