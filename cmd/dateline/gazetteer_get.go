package main

import (
	"path/filepath"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/fetch/safehttp"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/build"
	"dateline/geo/gazetteer/download"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"
)

func newGazetteerGetCommand() *cobra.Command {
	var g getting
	cmd := &cobra.Command{
		Use:   "get crisis|COUNTRY...",
		Short: "Add all places of some countries to the gazetteer",
		Long: `Get downloads the places of countries, with their names in all languages, from
GeoNames, adds them to the built-in gazetteer and writes the result to a file for
--gazetteer. "crisis" is the countries of most humanitarian reports; other countries
are named, or given by their ISO 3166 code.

An interrupted download is resumed when the same command is run again, and files that
haven't changed are not fetched again. GeoNames is licensed CC BY 4.0.`,
		Example: `  dateline gazetteer get crisis -o crisis.dlg
  dateline gazetteer get Sudan "South Sudan" TD -o sudan.dlg
  dateline geoparse --gazetteer crisis.dlg report.pdf`,
		Args: cobra.MinimumNArgs(1),
		RunE: g.run,
	}
	cmd.Flags().StringVarP(&g.out, "output", "o", "", "the file to write")
	cmd.Flags().StringVar(&g.folder, "to", "", "the `FOLDER` to download to (default in your cache folder)")
	cmd.Flags().StringVar(&g.mirror, "mirror", "", "download from the server at this `URL`, which has the same paths, instead of the\npublisher")
	g.access.register(cmd)
	_ = cmd.MarkFlagRequired("output") // the flag exists
	return cmd
}

// getting is one run of the verb.
type getting struct {
	out, folder, mirror string
	access              fetchFlags
}

func (g *getting) run(cmd *cobra.Command, args []string) error {
	base, err := openGazetteer("")
	if err != nil {
		return err
	}
	defer base.Close()
	sets, err := countrySets(base, args)
	if err != nil {
		return err
	}
	files, err := filesOf(sets, g.mirror)
	if err != nil {
		return err
	}
	client, err := safehttp.NewClient(safehttp.Policy{UserAgent: download.UserAgent, Allow: g.access.allow})
	if err != nil {
		return err
	}
	folder := g.folder
	if folder == "" {
		folder = filepath.Join(xdg.CacheHome, "dateline", "geonames")
	}
	d := &download.Downloader{Dir: folder, Client: client, Report: reportTenths(cmd.ErrOrStderr())}
	if err := fetchAll(cmd, d, files); err != nil {
		return err
	}
	in := build.Inputs{Base: base}
	for _, f := range files {
		in.GeoNames = append(in.GeoNames, filepath.Join(folder, f.Name))
	}
	return buildFile(cmd, &in, g.out)
}

// countrySets returns the names of the download sets of the countries that the arguments name.
func countrySets(g *gazetteer.Gazetteer, args []string) ([]string, error) {
	var sets []string
	for _, arg := range args {
		set := arg
		if code := countryCodeOf(g, arg); code != "" {
			set = code
		} else if arg != download.CrisisSet {
			return nil, usagef("%q is not a country; give its name or its ISO 3166 code, or %s", arg, download.CrisisSet)
		}
		if !slices.Contains(sets, set) {
			sets = append(sets, set)
		}
	}
	return sets, nil
}

// countryCodeOf returns the code of the country with a name or code, or "".
func countryCodeOf(g *gazetteer.Gazetteer, name string) string {
	if code := strings.ToUpper(name); len(name) == 2 {
		for ref := range gazetteer.Ref(g.Len()) {
			if r := g.Record(ref); r.Kind == geo.KindCountry && r.Country == code {
				return code
			}
		}
	}
	for _, n := range g.Lookup(nil, gazetteer.Normalize(nil, name)) {
		if r := g.Record(n.Ref); r.Kind == geo.KindCountry && n.Kind != gazetteer.NameDemonym {
			return r.Country
		}
	}
	return ""
}
