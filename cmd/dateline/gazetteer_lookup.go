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
		Short:   "List the places that a name, an abbreviation or an identifier can mean",
		Example: "  dateline gazetteer lookup Alexandria\n  dateline gazetteer lookup كابل\n  dateline gazetteer lookup \"Lagos, Nigeria\"\n  dateline gazetteer lookup geonames:1138958",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			g, err := openGazetteer(path)
			if err != nil {
				return err
			}
			defer g.Close()
			matches := g.Matches(args[0], edits, limit)
			if len(matches) == 0 {
				return geo.Errorf(geo.ErrNotFound, "no place is called %q; --fuzzy 1 finds misspellings", args[0])
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
			t := tabwriter.NewWriter(&printable{cmd.OutOrStdout()}, 0, 0, 2, ' ', 0)
			fmt.Fprintln(t, "ID\tNAME\tKIND\tIN\tPOPULATION\tLAT\tLON\tMETERS")
			for _, c := range candidates {
				within := slices.DeleteFunc([]string{c.Admin2, c.Admin1, c.CountryName}, func(s string) bool { return s == "" })
				meters := "-"
				if c.Elevation != nil {
					meters = strconv.Itoa(*c.Elevation)
				}
				fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%d\t%.4f\t%.4f\t%s\n", c.ID, oneLine(c.Name), c.Kind, oneLine(strings.Join(within, ", ")), c.Population, c.Lat, c.Lon, meters)
			}
			return t.Flush()
		},
	}
	registerGazetteer(cmd, &path)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().IntVar(&limit, "limit", 20, "list at most `N` places")
	cmd.Flags().IntVar(&edits, "fuzzy", 0, "allow up to `N` different letters, at most 2")
	return cmd
}

// lookupCandidate is a place in the output of "gazetteer lookup --json".
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
