package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"dateline/geo"
	"dateline/geo/gazetteer"

	"github.com/spf13/cobra"
)

func newGazetteerInfoCommand() *cobra.Command {
	var path string
	var verify, asJSON bool
	cmd := &cobra.Command{
		Use:   "info",
		Short: "Show the sources, versions, licenses and counts of a gazetteer",
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
	registerGazetteer(cmd, &path)
	cmd.Flags().BoolVar(&verify, "verify", false, "verify the checksums of the file")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// describe prints the sources and counts of a gazetteer.
func describe(w io.Writer, info gazetteer.Info) {
	fmt.Fprintf(w, "version %s: %d places, %d names, %d areas with an outline\n\n", info.Version, info.Places, info.Names, info.Outlines)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "SOURCE\tADDED\tMERGED\tSKIPPED\tLICENSE\tVERSION")
	for _, s := range info.Sources {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%s\t%s\n", s.Name, s.Added, s.Merged, s.Skipped, cmp.Or(s.License, "not stated"), s.Version)
	}
	t.Flush()
	if b := info.Base; b != nil {
		fmt.Fprintf(w, "\nbuilt on version %s: %d of its places added, %d merged with places of the sources before it\n", b.Version, b.Added, b.Merged)
	}
	fmt.Fprintln(w)
	for _, kind := range geo.Kinds() {
		if n := info.Kinds[kind.String()]; n > 0 {
			fmt.Fprintf(w, "%9d %s\n", n, kind)
		}
	}
}
