package geoparser_test

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline/data"
	"dateline/geo"
	"dateline/geo/eval/suite"
)

var goldFiles = flag.String("articles", "", "also check the reasons of the articles in these JSON Lines `FILES`, separated by commas")

// TestReasonsAreTrue checks every printed reason of the sample articles, a part of the behavioral
// suite and the cases against the gazetteer and the text, independently of how it was found, and
// the candidates' percentages.
func TestReasonsAreTrue(t *testing.T) {
	p := parser(t)
	g, err := data.Gazetteer()
	if err != nil {
		t.Fatal(err)
	}
	var articles []geo.Article
	for _, text := range texts(t) {
		articles = append(articles, geo.Article{Text: text})
	}
	for i, c := range suite.Generate(g, suite.Measure, 200) {
		if i%3 == 0 {
			articles = append(articles, geo.Article{Text: c.Text})
		}
	}
	if *goldFiles != "" {
		for name := range strings.SplitSeq(*goldFiles, ",") {
			articles = append(articles, readArticles(t, name)...)
		}
	}
	reasons := map[string]int{}
	for _, publisher := range []string{"", "www.springfieldnews.com", "lfpress.ca"} {
		for i := range articles {
			a := articles[i]
			if publisher != "" {
				if i%10 != 0 {
					continue
				}
				a.Publisher = publisher
			}
			parsed, err := p.Parse(context.Background(), a)
			if err != nil {
				t.Fatal(err)
			}
			c := &checker{gaz: g, parsed: parsed}
			for k := range parsed.Mentions {
				for _, why := range parsed.Resolutions[k].Why {
					kind, problem := c.check(k, why)
					reasons[kind]++
					if problem != "" {
						t.Errorf("%q of %q: %q is false: %s", parsed.Mentions[k].Phrase, short(a.Text), why, problem)
					}
				}
				if problem := distribution(&parsed.Resolutions[k]); problem != "" {
					t.Errorf("%q of %q: %s", parsed.Mentions[k].Phrase, short(a.Text), problem)
				}
			}
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(reasons)) {
		t.Logf("%6d %s", reasons[kind], kind)
	}
}

func short(s string) string { return s[:min(len(s), 120)] }

// texts are the sample articles and the texts of the cases.
func texts(t *testing.T) []string {
	t.Helper()
	var out []string
	names, err := filepath.Glob("../../data/sample/*.md")
	if err != nil || len(names) == 0 {
		t.Fatalf("no sample articles: %v", err)
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(b))
	}
	table, err := os.ReadFile(casesFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(table)), "\n")[1:] {
		out = append(out, strings.ReplaceAll(strings.Split(line, "\t")[1], `\n`, "\n"))
	}
	return append(out, story)
}

func readArticles(t *testing.T, name string) (articles []geo.Article) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var a struct{ Text, Title, Publisher string }
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		articles = append(articles, geo.Article{Text: a.Text, Title: a.Title, Publisher: a.Publisher})
	}
	return articles
}

// distribution returns what is wrong with the percentages of a resolution's candidates.
func distribution(r *geo.Resolution) string {
	sum := 0.0
	for i, c := range r.Candidates {
		sum += c.Score
		if i > 0 && c.Score > r.Candidates[0].Score+1e-9 {
			return fmt.Sprintf("candidate %d has a probability of %.3f, the first %.3f", i, c.Score, r.Candidates[0].Score)
		}
	}
	if sum > 1+1e-6 {
		return fmt.Sprintf("the probabilities of the candidates sum to %.4f", sum)
	}
	if len(r.Candidates) > 0 && math.Abs(r.Candidates[0].Score-r.Probability) > 1e-9 {
		return fmt.Sprintf("the first candidate has a probability of %.3f, the answer %.3f", r.Candidates[0].Score, r.Probability)
	}
	return ""
}
