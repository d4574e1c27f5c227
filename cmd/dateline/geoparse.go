package main

import (
	"bufio"
	"io"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/geoparser"
	"dateline/geo/layer"
	"dateline/server/export"

	"github.com/spf13/cobra"
)

func newGeoparseCommand() *cobra.Command {
	var g geoparsing
	cmd := &cobra.Command{
		Use:   "geoparse [--format FORMAT] INPUT...",
		Short: "Write the places of articles to standard output or a file",
		Long: `Geoparse finds the places that articles name and writes them to standard output, or
to a file with -o, whose extension gives the format.

` + formatList() + `  jsonl       .jsonl       JSON Lines: one line per article with its toponyms, in the order
                           of the input; offsets are in Unicode code points

The layer places has one feature per place, mentions one per mention.

A JSON Lines input contains one article per line, {"id", "text", "title"?,
"publisher"?, "published"?}; other keys are ignored. With --format jsonl each
line is written as soon as its article is done, so a program can keep both pipes
open, write one line and read the answer. --schema prints the JSON Schema of
input and output.

The same text has the same result by itself and among other articles, unless
--history is given.`,
		Example: `  dateline geoparse story.html > places.geojson
  dateline geoparse reports/ -o places.gpkg
  dateline geoparse --format csv --precision district reports/ > mentions.csv
  dateline geoparse --format jsonl - < articles.jsonl`,
		Args: func(cmd *cobra.Command, args []string) error {
			if g.schema {
				return cobra.NoArgs(cmd, args)
			}
			return cobra.MinimumNArgs(1)(cmd, args)
		},
		RunE: g.run,
	}
	g.in.register(cmd)
	historyFlag(cmd, &g.history)
	g.layers.register(cmd)
	cmd.Flags().StringVar(&g.format, "format", "", "one of the formats above (default geojson, or by the extension of the output)")
	cmd.Flags().StringVarP(&g.output, "output", "o", "-", "write to this `FILE`, or to standard output if it is -")
	cmd.Flags().StringVar(&g.title, "title", "", "title of the layer")
	cmd.Flags().BoolVar(&g.schema, "schema", false, "print the JSON Schema of the JSON Lines input and output")
	return cmd
}

// geoparsing is one run of the verb.
type geoparsing struct {
	in                    inputFlags
	layers                layerFlags
	format, output, title string
	history, schema       bool
}

func (g *geoparsing) run(cmd *cobra.Command, args []string) error {
	if g.schema {
		_, err := cmd.OutOrStdout().Write(geoparser.Schema())
		return err
	}
	file, err := g.file(cmd.Flags().Changed)
	if err != nil {
		return err
	}
	p, err := openParserFor(&g.in)
	if err != nil {
		return err
	}
	defer p.Close()
	in := &inputs{cmd: cmd}
	articles := in.parse(&g.in, p, g.history, args)
	if file == nil {
		if err := g.writeLines(cmd, articles); err != nil {
			return err
		}
		return in.err(cmd.Context())
	}
	set := p.Layer(g.title, slices.Collect(articles))
	if err := cmd.Context().Err(); err != nil {
		return err
	}
	if err := writeOutput(cmd, g.output, func(w io.Writer) error { return file.Write(w, set.Export()) }); err != nil {
		return err
	}
	return in.err(cmd.Context())
}

// file returns the file to write, or nil for JSON Lines. changed reports whether a flag
// was given.
func (g *geoparsing) file(changed func(flag string) bool) (*export.File, error) {
	format := g.format
	switch {
	case format == "" && g.output == "-":
		format = "geojson"
	case format == "" && strings.EqualFold(filepath.Ext(g.output), ".jsonl"):
		format = "jsonl"
	}
	if format != "jsonl" {
		return g.layers.file(format, g.output)
	}
	for _, flag := range []string{"layer", "geometry", "precision", "bom", "wkt", "title"} {
		if changed(flag) {
			return nil, usagef("--format jsonl: a line contains a whole article; leave out --%s", flag)
		}
	}
	return nil, nil
}

// writeLines writes the articles as JSON Lines, each as soon as it is done.
func (g *geoparsing) writeLines(cmd *cobra.Command, articles iter.Seq[*geo.Parsed]) error {
	return writeOutput(cmd, g.output, func(w io.Writer) error {
		out := bufio.NewWriter(w)
		for parsed := range articles {
			if err := layer.WriteJSONL(out, parsed); err != nil {
				return err
			}
			if err := out.Flush(); err != nil {
				return err
			}
		}
		return nil
	})
}
