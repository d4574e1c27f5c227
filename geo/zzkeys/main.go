package main

import (
	"bufio"
	"fmt"
	"os"

	"dateline/data"
)

func main() {
	g, err := data.Gazetteer()
	if err != nil {
		panic(err)
	}
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	for k, refs := range g.Keys() {
		for _, r := range string(k) {
			if r >= 0x590 && r <= 0x6ff {
				fmt.Fprintf(w, "%s", k)
				for _, n := range refs {
					rec := g.Record(n.Ref)
					fmt.Fprintf(w, "\t%s|%s|%s|%s|%.3f|%.3f|%d", g.ID(n.Ref), rec.Kind, rec.Country, g.Name(n.Ref), rec.Point[1], rec.Point[0], rec.Population)
				}
				fmt.Fprintln(w)
				break
			}
		}
	}
}
