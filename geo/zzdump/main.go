package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"dateline/data"
)

func main() {
	g, err := data.Gazetteer()
	if err != nil {
		panic(err)
	}
	scripts := make([]uint8, g.Len())
	for k, refs := range g.Keys() {
		var s uint8
		for _, r := range string(k) {
			switch {
			case r >= 0x600 && r <= 0x6ff:
				s |= 1
			case r >= 0x5d0 && r <= 0x5ea:
				s |= 2
			}
		}
		for _, n := range refs {
			scripts[n.Ref] |= s
		}
	}
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	for i := range g.Len() {
		p := g.Place(g2(i))
		r := g.Record(g2(i))
		ar, he := "-", "-"
		if scripts[i]&1 != 0 {
			ar = "ar"
		}
		if scripts[i]&2 != 0 {
			he = "he"
		}
		code := ""
		if r.Admin1 < 1<<31 {
			code = g.Name(r.Admin1)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%.4f\t%.4f\t%d\t%s\t%s\t%s\n", p.ID, strings.ReplaceAll(p.Name, "\t", " "), p.Kind, p.Country, r.Point[1], r.Point[0], r.Population, ar, he, code)
	}
}
