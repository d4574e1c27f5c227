package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"dateline/geo"
	"dateline/geo/gazetteer"

	"github.com/spf13/cobra"
)

func newGazetteerLookupCommand() *cobra.Command {
	var path string
	var asJSON bool
	var limit, edits int
	cmd := &cobra.Command{
		Use:     "lookup NAME",
		Short:   "Print the places that a name, an abbreviation or an id may mean",
		Example: "  dateline gazetteer lookup Alexandria\n  dateline gazetteer lookup كابل\n  dateline gazetteer lookup geonames:1138958",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			g, err := openGazetteer(path)
			if err != nil {
				return err
			}
			defer g.Close()
			matches := g.Matches(args[0], edits, limit)
			if len(matches) == 0 {
				return fmt.Errorf("no place is called %q: %w; --fuzzy 1 finds misspellings", args[0], geo.ErrNotFound)
			}
			candidates := make([]lookupCandidate, len(matches))
			for i := range matches {
				candidates[i] = newLookupCandidate(g, &matches[i])
			}
			if asJSON {
				e := json.NewEncoder(cmd.OutOrStdout())
				e.SetIndent("", "  ")
				return e.Encode(candidates)
			}
			t := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(t, "ID\tNAME\tKIND\tIN\tPEOPLE\tLAT\tLON\tMETRES")
			for _, c := range candidates {
				within := slices.DeleteFunc([]string{c.Admin2, c.Admin1, c.CountryName}, func(s string) bool { return s == "" })
				metres := "-"
				if c.Elevation != nil {
					metres = strconv.Itoa(*c.Elevation)
				}
				fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%d\t%.4f\t%.4f\t%s\n", c.ID, c.Name, c.Kind, strings.Join(within, ", "), c.Population, c.Lat, c.Lon, metres)
			}
			return t.Flush()
		},
	}
	cmd.Flags().StringVar(&path, "gazetteer", "", "a gazetteer file instead of the embedded one")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().IntVar(&limit, "limit", 20, "how many places to print at most")
	cmd.Flags().IntVar(&edits, "fuzzy", 0, "how many letters may differ, up to 2")
	return cmd
}

// lookupCandidate is a place as "gazetteer lookup --json" prints it.
type lookupCandidate struct {
	ID          geo.PlaceID       `json:"id"`
	Name        string            `json:"name"`
	Kind        string            `json:"kind"`
	Feature     string            `json:"feature,omitempty"`
	Country     string            `json:"country,omitempty"`
	CountryName string            `json:"country_name,omitempty"`
	Admin1      string            `json:"admin1,omitempty"`
	Admin2      string            `json:"admin2,omitempty"`
	Lat         float64           `json:"lat"`
	Lon         float64           `json:"lon"`
	Population  int64             `json:"population,omitempty"`
	Elevation   *int              `json:"elevation_m,omitempty"`
	Codes       map[string]string `json:"codes,omitempty"`
}

func newLookupCandidate(g *gazetteer.Gazetteer, p *geo.Place) lookupCandidate {
	c := lookupCandidate{
		ID: p.ID, Name: p.Name, Kind: p.Kind.String(), Feature: p.Feature, Country: p.Country, CountryName: p.CountryName,
		Admin1: p.Admin1, Admin2: p.Admin2, Lat: p.Point.Lat(), Lon: p.Point.Lon(), Population: p.Population, Codes: p.Codes,
	}
	if r, ok := g.ByID(p.ID); ok {
		if m, ok := g.Elevation(r); ok {
			c.Elevation = &m
		}
	}
	return c
}
