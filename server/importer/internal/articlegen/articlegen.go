// Package articlegen writes any number of different short articles for tests and benchmarks; the same number always gives the same articles.
package articlegen

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// town is a place that articles are about.
type town struct{ name, country, dateline string }

var towns = []town{
	{"Kabul", "Afghanistan", "KABUL, Afghanistan"}, {"Quetta", "Pakistan", "QUETTA, Pakistan"}, {"Herat", "Afghanistan", "HERAT, Afghanistan"},
	{"Nairobi", "Kenya", "NAIROBI, Kenya"}, {"Mombasa", "Kenya", "MOMBASA, Kenya"}, {"Gulu", "Uganda", "GULU, Uganda"},
	{"Valencia", "Spain", "VALENCIA, Spain"}, {"Valencia", "Venezuela", "VALENCIA, Venezuela"}, {"Springfield", "United States", "SPRINGFIELD, Ill."},
	{"Odesa", "Ukraine", "ODESA, Ukraine"}, {"Kharkiv", "Ukraine", "KHARKIV, Ukraine"}, {"Lyon", "France", "LYON"},
	{"Córdoba", "Argentina", "CÓRDOBA, Argentina"}, {"Rosario", "Argentina", "ROSARIO, Argentina"}, {"Cusco", "Peru", "CUSCO, Peru"},
	{"Chennai", "India", "CHENNAI, India"}, {"Hyderabad", "India", "HYDERABAD, India"}, {"Hyderabad", "Pakistan", "HYDERABAD, Pakistan"},
	{"Davao", "Philippines", "DAVAO, Philippines"}, {"Medan", "Indonesia", "MEDAN, Indonesia"}, {"Tripoli", "Libya", "TRIPOLI, Libya"},
	{"Tripoli", "Lebanon", "TRIPOLI, Lebanon"}, {"Gdańsk", "Poland", "GDAŃSK, Poland"}, {"Bergen", "Norway", "BERGEN, Norway"},
}

var (
	papers = []string{
		"The Morning Ledger", "Harbor Post", "Valley Courier", "The Northern Wire", "Eastgate News", "Plain Dealer of the South", "Radio Uplands",
		"The Evening Sheet", "Crossroads Weekly", "Delta Observer", "The Lantern", "Frontier Bulletin",
	}
	events = []string{
		"closed the road to the port after the river rose", "opened a clinic that was two years late", "counted the votes of a local election again",
		"met drivers who have blocked a depot since Monday", "put out a fire in a warehouse of grain", "began to repair a bridge that a lorry had hit",
		"searched for a boat that left with eleven people", "promised water by pipe to every house before the summer",
	}
	speakers = []string{"the mayor", "a spokesman of the police", "the head of the hospital", "an engineer of the railway", "the union's chairwoman", "a teacher"}
	words    = []string{
		"shopkeepers", "rain", "the harbor", "a committee", "pensions", "fuel", "the market", "two lorries", "the east bank", "a petition", "night trains",
		"the council", "nurses", "a dry well", "school books", "the old mill", "ferries", "wages", "onions", "the census", "a signal box", "street lamps",
	}
	verbs = []string{"waits for", "has run out of", "speaks of nothing but", "was surprised by", "pays more for", "lives beside", "will vote on", "forgot about"}
)

// Article returns the n-th article as Markdown with front matter.
func Article(n int) string {
	r := rand.New(rand.NewPCG(uint64(n), 1))
	paper := n % len(papers)
	pick := func(from []string) string { return from[r.IntN(len(from))] }
	near := func() town { return towns[(paper*2+r.IntN(6))%len(towns)] } // newspapers write about their own region
	at, other, third := near(), near(), towns[r.IntN(len(towns))]
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: \"%s: %s and %s (%d)\"\npublisher: %s\npublished: 2024-%02d-%02d\n---\n\n",
		at.name, pick(words), pick(words), n, papers[paper], 1+r.IntN(12), 1+r.IntN(28))
	fmt.Fprintf(&b, "%s — Officials in %s %s, %s said on Tuesday.\n\n", at.dateline, at.name, pick(events), pick(speakers))
	for range 3 + r.IntN(3) {
		fmt.Fprintf(&b, "In number %d of the street, %s %s %s, and %s %s %s. ", 1+r.IntN(9999), pick(words), pick(verbs), pick(words), pick(words), pick(verbs), pick(words))
	}
	fmt.Fprintf(&b, "The same was told in %s, %d km from %s, and as far away as %s in %s.\n\n", other.name, 5+r.IntN(90), at.name, third.name, third.country)
	fmt.Fprintf(&b, "“We have seen this before,” said %s in %s. “In case %d it took %d days.” %s has asked the capital for help.\n",
		pick(speakers), other.name, n, 2+r.IntN(400), at.country)
	return b.String()
}

// Write writes the first count articles to a folder, one per file and a thousand per
// subfolder.
func Write(folder string, count int) error {
	for n := range count {
		within := filepath.Join(folder, fmt.Sprintf("%03d", n/1000))
		if n%1000 == 0 {
			if err := os.MkdirAll(within, 0o755); err != nil {
				return err
			}
		}
		name := filepath.Join(within, fmt.Sprintf("%06d.md", n))
		if err := os.WriteFile(name, []byte(Article(n)), 0o644); err != nil {
			return err
		}
	}
	return nil
}
