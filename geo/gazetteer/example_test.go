package gazetteer_test

import (
	"fmt"
	"log"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/recognize/recognizetest"

	"github.com/paulmach/orb"
)

// A program opens the built-in gazetteer with data.Gazetteer, or a file with Open; the
// examples use a small one.
func ExampleGazetteer_Lookup() {
	g, err := recognizetest.Open()
	if err != nil {
		log.Fatal(err)
	}
	// Names are looked up in any script by their normalized form.
	for _, name := range []string{"KABUL", "喀布尔", "Atlantis"} {
		refs := g.Lookup(nil, gazetteer.Normalize(nil, name))
		fmt.Print(name, ":")
		for _, ref := range refs {
			p := g.Place(ref.Ref)
			fmt.Printf(" %s (%s in %s, %d people)", p.Name, p.Kind, p.Country, p.Population)
		}
		fmt.Println()
	}
	// Output:
	// KABUL: Kabul (settlement in AF, 4400000 people)
	// 喀布尔: Kabul (settlement in AF, 4400000 people)
	// Atlantis:
}

func ExampleGazetteer_Matches() {
	g, err := recognizetest.Open()
	if err != nil {
		log.Fatal(err)
	}
	// One letter may differ; at most three places are returned.
	for _, p := range g.Matches("Jalalabbad", 1, 3) {
		fmt.Println(p.Name, p.Country)
	}
	// Output:
	// Jalalabad AF
}

func ExampleGazetteer_Nearest() {
	g, err := recognizetest.Open()
	if err != nil {
		log.Fatal(err)
	}
	near := g.Nearest(orb.Point{69.2, 34.9}, gazetteer.KindsOf(geo.KindSettlement), 2)
	for _, n := range near {
		fmt.Printf("%s, %.0f km\n", g.Place(n.Ref).Name, n.KM)
	}
	// Output:
	// Bagram, 8 km
	// Kabul, 41 km
}
