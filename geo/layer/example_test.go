package layer_test

import (
	"log"
	"os"

	"dateline/geo"
	"dateline/geo/layer"

	"github.com/paulmach/orb"
)

// The parsed article would come from package geoparser.
func ExampleWriteJSONL() {
	text := "Talks in Kabul."
	kabul := geo.Place{ID: "geonames:1138958", Name: "Kabul", Kind: geo.KindSettlement, Country: "AF", Point: orb.Point{69.17233, 34.52813}}
	p := &geo.Parsed{
		Article:     geo.Article{ID: "talks", Text: text, Hash: geo.HashText(text)},
		Language:    "en",
		Mentions:    []geo.Mention{{Span: geo.Span{Start: 9, End: 14}, Phrase: "Kabul", Role: geo.RoleLiteral}},
		Resolutions: []geo.Resolution{{Outcome: geo.OutcomePlaced, Place: &kabul, Confidence: geo.ConfidenceCertain, Probability: 0.98}},
	}
	p.Ledger.Add(geo.OutcomePlaced)
	if err := layer.WriteJSONL(os.Stdout, p); err != nil {
		log.Fatal(err)
	}
	// Output:
	// {"id":"talks","language":"en","focus":[],"ledger":{"mentions":1,"placed":1,"countries":0,"ambiguous":0,"approximate":0,"missing":0},"toponyms":[{"start":9,"end":14,"phrase":"Kabul","role":"literal","outcome":"placed","place":"geonames:1138958","name":"Kabul","lat":34.52813,"lon":69.17233,"country":"AF","kind":"settlement","precision":"settlement","confidence":"certain","score":0.98,"candidates":[],"why":[]}]}
}
