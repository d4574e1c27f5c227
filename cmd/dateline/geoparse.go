package main

import (
	"bufio"
	"io"
	"slices"

	"dateline/geo"
	"dateline/geo/geoparser"
	"dateline/geo/layer"

	"github.com/spf13/cobra"
)

func newGeoparseCommand() *cobra.Command {
	var g geoparsing
	cmd := &cobra.Command{
		Use:   "geoparse [--format FORMAT] INPUT...",
		Short: "Write the places of articles to standard output",
		Long: `Geoparse finds the places that articles name and writes them to standard output.

  geojson   GeoJSON (RFC 7946): --layer places, one feature per place, or
            --layer mentions, one feature per mention
  csv       a table of the mentions
  jsonl     JSON Lines: one line per article with its toponyms, in the order of
            the input; offsets are in Unicode code points

A JSON Lines input contains one article per line, {"id", "text", "title"?,
"publisher"?, "published"?}; other keys are ignored. With --format jsonl each
line is written as soon as its article is done, so a program can keep both pipes
open, write one line and read the answer. --schema prints the JSON Schema of
input and output.

The same text has the same result by itself and among other articles, unless
--history is given.`,
		Example: `  dateline geoparse story.html > places.geojson
  dateline geoparse --format csv reports/ > mentions.csv
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
	cmd.Flags().StringVar(&g.format, "format", "geojson", "geojson, csv or jsonl")
	cmd.Flags().StringVar(&g.layer, "layer", "places", "places or mentions")
	cmd.Flags().StringVar(&g.title, "title", "", "title of the layer")
	cmd.Flags().BoolVar(&g.schema, "schema", false, "print the JSON Schema of the JSON Lines input and output")
	return cmd
}

// geoparsing is one run of the verb.
type geoparsing struct {
	in                   inputFlags
	format, layer, title string
	history, schema      bool
}

func (g *geoparsing) run(cmd *cobra.Command, args []string) error {
	if g.schema {
		_, err := cmd.OutOrStdout().Write(geoparser.Schema())
		return err
	}
	if err := g.check(cmd.Flags().Changed("layer")); err != nil {
		return err
	}
	p, err := openParser(g.in.gazetteer, g.in.geocoders...)
	if err != nil {
		return err
	}
	defer p.Close()
	in := &inputs{cmd: cmd}
	articles := in.parse(&g.in, p, g.history, args)
	out := bufio.NewWriter(cmd.OutOrStdout())
	if g.format == "jsonl" {
		for parsed := range articles {
			if err := writeLine(out, parsed); err != nil {
				return err
			}
		}
		return in.err(cmd.Context())
	}
	set := p.Layer(g.title, slices.Collect(articles))
	if err := cmd.Context().Err(); err != nil {
		return err
	}
	if err := g.write(set, out); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return in.err(cmd.Context())
}

// writeLine writes an article as a line of JSON Lines and flushes it.
func writeLine(out *bufio.Writer, p *geo.Parsed) error {
	if err := layer.WriteJSONL(out, p); err != nil {
		return err
	}
	return out.Flush()
}

// write writes a layer in the format.
func (g *geoparsing) write(set *layer.Set, out io.Writer) error {
	switch {
	case g.format == "csv":
		return set.WriteMentionsCSV(out)
	case g.layer == "mentions":
		return set.WriteMentions(out)
	}
	return set.WritePlaces(out)
}

// check returns an error of usage for a format or layer that doesn't exist, or for two
// that don't go together; chosen reports that the layer was given.
func (g *geoparsing) check(chosen bool) error {
	switch {
	case g.layer != "places" && g.layer != "mentions":
		return usagef("--layer %q: give places or mentions", g.layer)
	case g.format == "csv" && chosen && g.layer == "places":
		return usagef("--format csv: the table contains mentions; leave out --layer places")
	case g.format == "jsonl" && chosen:
		return usagef("--format jsonl: a line contains a whole article; leave out --layer")
	case g.format != "geojson" && g.format != "csv" && g.format != "jsonl":
		return usagef("--format %q: give geojson, csv or jsonl", g.format)
	}
	return nil
}
