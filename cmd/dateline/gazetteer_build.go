package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"

	"github.com/spf13/cobra"
)

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
