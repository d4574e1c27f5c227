package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/build"
	"dateline/geo/gazetteer/compile"

	"github.com/spf13/cobra"
)

// buildMemory is the memory limit of a build in bytes. All of GeoNames needs most of
// it, the default gazetteer a fifth.
const buildMemory = 2300 << 20

// maxSkippedShown is the number of skipped entries that are printed.
const maxSkippedShown = 20

// The values of --base that are not files.
const (
	baseBuiltin = "builtin"
	baseNone    = "none"
)

func newGazetteerBuildCommand() *cobra.Command {
	var in build.Inputs
	var out, base string
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Compile a gazetteer file from places",
		Long: `Build compiles places into a gazetteer file and prints what it contains. By default
they are added to the built-in gazetteer; --base FILE adds them to another one, and
--base none builds a gazetteer of them alone.

If several sources have the same place, it gets the id, name, kind and point of the
first: your tables first, then the base, GeoNames and Natural Earth. The others add
names, codes and whatever it lacks. The old file stays until the new one is complete.

A folder or a zip archive can be given in place of a file.`,
		Example: `  dateline gazetteer build -o mine.dlg --table places.csv --map name=Name,lat=Y,lon=X
  dateline gazetteer build -o full.dlg --geonames allCountries.zip --geonames admin1CodesASCII.txt
  dateline gazetteer build -o only-mine.dlg --base none --table places.csv`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if in.Data != "" && !cmd.Flags().Changed("base") {
				base = baseNone // the folder has the sources of the built-in gazetteer
			}
			closeBase, err := openBase(&in, base)
			if err != nil {
				return err
			}
			defer closeBase()
			return buildFile(cmd, &in, out)
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "the file to write")
	cmd.Flags().StringVar(&base, "base", baseBuiltin, `the gazetteer that places are added to: "builtin", "none" or a gazetteer FILE`)
	cmd.Flags().StringVar(&in.Data, "data", "", "the folder with the sources of the built-in gazetteer, for maintainers; implies --base none")
	cmd.Flags().StringArrayVar(&in.GeoNames, "geonames", nil, "files of GeoNames, or a folder of them: allCountries.zip, cities500.zip, AF.zip, alternateNamesV2.zip, admin1CodesASCII.txt, …")
	cmd.Flags().StringArrayVar(&in.NaturalEarth, "natural-earth", nil, "GeoJSON files of Natural Earth")
	cmd.Flags().StringArrayVar(&in.Tables, "table", nil, "places of your own: CSV or GeoJSON")
	cmd.Flags().StringArrayVar(&in.Mappings, "map", nil, "the columns of the table, such as name=admin2Name_en,id=admin2Pcode,lat=y,lon=x: one for each --table, in order")
	_ = cmd.MarkFlagRequired("output") // the flag exists
	return cmd
}

// buildFile compiles the inputs into a gazetteer file, and prints what was skipped and what the file
// contains.
func buildFile(cmd *cobra.Command, in *build.Inputs, out string) error {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(buildMemory)
	}
	start := time.Now()
	skipped := 0
	info, err := in.File(cmd.Context(), out, compile.Options{Skipped: func(err error) {
		if skipped++; skipped <= maxSkippedShown {
			fmt.Fprintf(cmd.ErrOrStderr(), "dateline: skipped: %v\n", err)
		}
	}})
	if err != nil {
		return err
	}
	if skipped > maxSkippedShown {
		fmt.Fprintf(cmd.ErrOrStderr(), "dateline: skipped: %d more\n", skipped-maxSkippedShown)
	}
	describe(cmd.OutOrStdout(), info)
	fmt.Fprintf(cmd.OutOrStdout(), "\nwrote %s%s in %.1f s\n", out, fileSize(out), time.Since(start).Seconds())
	return nil
}

// openBase sets the base of a build to the gazetteer that the flag names. The
// returned function closes it.
func openBase(in *build.Inputs, base string) (closeBase func(), err error) {
	closeBase = func() {}
	switch base {
	case baseNone:
		return closeBase, nil
	case baseBuiltin:
		if in.Base, err = openGazetteer(""); err != nil {
			return nil, fmt.Errorf("%w; to build without it use --base none", err)
		}
		return closeBase, nil
	}
	g, err := gazetteer.Open(base)
	if err != nil {
		return nil, err
	}
	in.Base = g
	return func() { _ = g.Close() }, nil
}

// fileSize returns the size of a file as it is printed, empty for what is not a
// regular file.
func fileSize(path string) string {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return ""
	}
	return fmt.Sprintf(" (%.1f MB)", float64(info.Size())/1e6)
}
