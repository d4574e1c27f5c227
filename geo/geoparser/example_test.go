package geoparser_test

import (
	"context"
	"fmt"
	"iter"
	"log"

	"dateline/data/model"
	"dateline/geo"
	"dateline/geo/geoparser"
	"dateline/geo/recognize/recognizetest"
)

// A program opens the built-in gazetteer with data.Gazetteer, or a file with
// gazetteer.Open; the examples use a small one.
func ExampleNew() {
	g, err := recognizetest.Open()
	if err != nil {
		log.Fatal(err)
	}
	p, err := geoparser.New(g, geoparser.Models{Recognizer: model.Recognizer, Resolver: model.Resolver, Languages: model.Language, LanguagesVersion: model.LanguagesVersion()})
	if err != nil {
		log.Fatal(err)
	}
	article := geo.Article{
		Title:     "Border talks",
		Published: "2021-09-06",
		Text:      "Ministers from Pakistan met in Kabul, Afghanistan. A convoy stopped 50 kilometers north of Quetta.",
	}
	parsed, err := p.Parse(context.Background(), article)
	if err != nil {
		log.Fatal(err)
	}
	for i, m := range parsed.Mentions {
		r := parsed.Resolutions[i]
		fmt.Printf("%s: %s, %s in %s\n", m.Phrase, r.Outcome, r.Place.Kind, r.Place.Country)
		if m.Relation != nil {
			fmt.Printf("  %q at %.1f N, %.1f E\n", m.Relation.Words, m.Relation.Point.Lat(), m.Relation.Point.Lon())
		}
	}
	fmt.Println(parsed.Ledger.Placed, "of", parsed.Ledger.Mentions, "mentions placed")
	// Output:
	// Pakistan: country, country in PK
	// Kabul: placed, settlement in AF
	// Afghanistan: country, country in AF
	// Quetta: placed, settlement in PK
	//   "50 kilometers north of" at 30.6 N, 67.0 E
	// 2 of 4 mentions placed
}

func ExampleParser_ParseAll() {
	g, err := recognizetest.Open()
	if err != nil {
		log.Fatal(err)
	}
	p, err := geoparser.New(g, geoparser.Models{Recognizer: model.Recognizer, Resolver: model.Resolver, Languages: model.Language, LanguagesVersion: model.LanguagesVersion()})
	if err != nil {
		log.Fatal(err)
	}
	var articles iter.Seq2[*geo.Article, error] = func(yield func(*geo.Article, error) bool) {
		for i, text := range []string{"Rain fell in Herat.", "The port of Latakia reopened.", "A bridge in Peshawar fell."} {
			if !yield(&geo.Article{ID: fmt.Sprint("story ", i+1), Text: text}, nil) {
				return
			}
		}
	}
	// Articles are parsed by two workers and yielded in order.
	for parsed, err := range p.ParseAll(context.Background(), articles, 2) {
		if err != nil {
			log.Print(err) // the others are parsed all the same
			continue
		}
		fmt.Println(parsed.Article.ID, parsed.Language, len(parsed.Mentions))
	}
	// Output:
	// story 1 en 1
	// story 2 en 1
	// story 3 en 1
}
