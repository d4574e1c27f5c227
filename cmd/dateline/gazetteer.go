package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"dateline/data"
	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"

	"github.com/spf13/cobra"
)

func newGazetteerCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "gazetteer",
		Short: "Build, describe and search the gazetteer",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newGazetteerBuildCommand(), newGazetteerInfoCommand(), newGazetteerLookupCommand(), newGazetteerDownloadCommand())
	return cmd
}

// buildMemory is how many bytes a build should do with: at it garbage is collected
// more often. All of GeoNames needs most of it, the default gazetteer a fifth.
const buildMemory = 2300 << 20

func newGazetteerBuildCommand() *cobra.Command {
	var b source.Build
	var out string
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Compile a gazetteer out of places",
		Long: `Build compiles sources into one file. Your own tables come first: of a place
that several sources know, they give the name, the kind and the point, and the
others add what they lack. Whatever happens, the file is whole: the old one stays
until the new one is.

A folder or zip may be named wherever files are.`,
		Example: `  dateline gazetteer build -o full.dlg --geonames allCountries.zip --geonames admin1CodesASCII.txt
  dateline gazetteer build -o mine.dlg --data data --table places.csv --map name=Name,lat=Y,lon=X`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			sources, err := b.Sources()
			if err != nil {
				return err
			}
			if os.Getenv("GOMEMLIMIT") == "" {
				debug.SetMemoryLimit(buildMemory)
			}
			began := time.Now()
			skipped := 0
			info, err := gazetteer.CompileFile(cmd.Context(), out, sources, gazetteer.CompileOptions{Skipped: func(err error) {
				if skipped++; skipped <= 20 {
					fmt.Fprintf(cmd.ErrOrStderr(), "dateline: left out: %v\n", err)
				}
			}})
			if err != nil {
				return err
			}
			if skipped > 20 {
				fmt.Fprintf(cmd.ErrOrStderr(), "dateline: left out: %d more\n", skipped-20)
			}
			describe(cmd.OutOrStdout(), info)
			fmt.Fprintf(cmd.OutOrStdout(), "\nwrote %s in %.1f s\n", out, time.Since(began).Seconds())
			return nil
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "the file to write")
	cmd.Flags().StringVar(&b.Data, "data", "", "the folder with the data packages and the supplement of the default gazetteer")
	cmd.Flags().StringArrayVar(&b.GeoNames, "geonames", nil, "a GeoNames dump, or a folder of them: allCountries.zip, cities500.zip, AF.zip, alternateNamesV2.zip, admin1CodesASCII.txt, …")
	cmd.Flags().StringArrayVar(&b.NaturalEarth, "natural-earth", nil, "Natural Earth shapefiles, zips or GeoJSON")
	cmd.Flags().StringArrayVar(&b.WhosOnFirst, "wof", nil, "Who's On First extracts")
	cmd.Flags().StringArrayVar(&b.Tables, "table", nil, "places of your own: CSV or GeoJSON")
	cmd.Flags().StringArrayVar(&b.Mappings, "map", nil, "which column of the table holds what, such as name=admin2Name_en,id=admin2Pcode,lat=y,lon=x: one for each --table, in order")
	_ = cmd.MarkFlagRequired("output") // the flag is there
	return cmd
}

// openGazetteer opens the file, or the embedded gazetteer where none is named.
func openGazetteer(path string) (*gazetteer.Gazetteer, error) {
	if path == "" {
		return data.Gazetteer()
	}
	return gazetteer.Open(path)
}

func newGazetteerInfoCommand() *cobra.Command {
	var path string
	var verify, asJSON bool
	cmd := &cobra.Command{
		Use:   "info",
		Short: "Print sources, versions, licences and counts",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			g, err := openGazetteer(path)
			if err != nil {
				return err
			}
			defer g.Close()
			if verify {
				if err := g.Verify(); err != nil {
					return err
				}
			}
			if asJSON {
				e := json.NewEncoder(cmd.OutOrStdout())
				e.SetIndent("", "  ")
				return e.Encode(g.Info())
			}
			describe(cmd.OutOrStdout(), g.Info())
			return nil
		},
	}
	cmd.Flags().StringVar(&path, "gazetteer", "", "a gazetteer file instead of the embedded one")
	cmd.Flags().BoolVar(&verify, "verify", false, "check every byte against the sums of the file")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func describe(w io.Writer, info gazetteer.Info) {
	fmt.Fprintf(w, "version %s: %d places, %d names, %d outlines\n\n", info.Version, info.Places, info.Names, info.Outlines)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "SOURCE\tADDED\tMERGED\tLEFT OUT\tLICENCE\tVERSION")
	for _, s := range info.Sources {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%s\t%s\n", s.Name, s.Added, s.Merged, s.Skipped, s.Licence, s.Version)
	}
	t.Flush()
	fmt.Fprintln(w)
	for _, kind := range geo.Kinds() {
		if n := info.Kinds[kind.String()]; n > 0 {
			fmt.Fprintf(w, "%9d %s\n", n, kind)
		}
	}
}

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
