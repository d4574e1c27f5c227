package main

import (
	"fmt"
	"strings"

	"dateline/server/export"

	"github.com/spf13/cobra"
)

// layerFlags are the flags of every verb that writes layers.
type layerFlags struct{ export.Request }

func (f *layerFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.Layer, "layer", "", "places or mentions (default places for maps, mentions for tables and feeds)")
	flags.StringVar(&f.Geometry, "geometry", "all", "all, points or areas: with points or areas a file has one type of geometry")
	flags.StringVar(&f.Precision, "precision", "none", "cap the precision to district or country: smaller places are replaced by the area\nthat contains them, and coordinates are withheld")
	flags.BoolVar(&f.ByteOrderMark, "bom", false, "begin a CSV with a byte order mark, for Excel")
	flags.BoolVar(&f.WKT, "wkt", false, "add a column with the geometry as well-known text to a CSV")
}

// file returns the file that the flags request, in the format of the name or, without one,
// of the output's extension.
func (f *layerFlags) file(format, output string) (*export.File, error) {
	r := f.Request
	r.Format = format
	if format == "" {
		byName, ok := export.ByFile(output)
		if !ok {
			return nil, usagef("%s: the format is not known by the extension; use %s", output, export.Extensions())
		}
		r.Format = byName.Name
	}
	file, err := r.Check()
	if err != nil {
		return nil, usagef("%v", err)
	}
	return file, nil
}

// formatList describes the formats for help texts.
func formatList() string {
	var b strings.Builder
	for _, f := range export.Formats() {
		fmt.Fprintf(&b, "  %-12s%-13s%s\n", f.Name, f.Extension, f.Words)
	}
	return b.String()
}
