package main

import (
	"bufio"
	"io"
	"slices"

	"dateline/geo/layer"

	"github.com/spf13/cobra"
)

func newGeoparseCommand() *cobra.Command {
	var (
		in          inputFlags
		format, lay string
		title       string
	)
	cmd := &cobra.Command{
		Use:   "geoparse [--format FORMAT] INPUT...",
		Short: "Write the places of articles to standard output",
		Long: `Geoparse writes the places of the articles to standard output.

  geojson   a layer in GeoJSON (RFC 7946): --layer places, one feature a place,
            or --layer mentions, one feature a mention
  csv       the mentions layer as a table
  jsonl     JSON Lines: one line an article with its toponyms, in the order of
            the input; offsets count Unicode code points

A JSON Lines input holds {"id", "text", "title"?, "publisher"?, "published"?} a
line; other keys are ignored.`,
		Example: `  dateline geoparse story.html > places.geojson
  dateline geoparse --format csv reports/ > mentions.csv
  dateline geoparse --format jsonl - < articles.jsonl`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			write, err := layerWriter(format, lay, cmd.Flags().Changed("layer"))
			if err != nil {
				return err
			}
			e, err := openEngine(in.gazetteer, in.geocoders...)
			if err != nil {
				return err
			}
			defer e.Close()
			articles, failed := in.articles(cmd, e.Parser, args)
			out := bufio.NewWriter(cmd.OutOrStdout())
			if write == nil { // one line an article, as it comes
				for p := range articles {
					if err := layer.WriteJSONL(out, p); err != nil {
						return err
					}
					if err := out.Flush(); err != nil {
						return err
					}
				}
				return failed()
			}
			set := e.Set(title, slices.Collect(articles))
			if err := cmd.Context().Err(); err != nil {
				return err
			}
			if err := write(set, out); err != nil {
				return err
			}
			if err := out.Flush(); err != nil {
				return err
			}
			return failed()
		},
	}
	in.register(cmd)
	cmd.Flags().StringVar(&format, "format", "geojson", "geojson, csv or jsonl")
	cmd.Flags().StringVar(&lay, "layer", "places", "places or mentions")
	cmd.Flags().StringVar(&title, "title", "", "title of the layer")
	return cmd
}

// layerWriter returns what writes a set in the given format, or nil for JSON
// Lines, which are written article by article.
func layerWriter(format, lay string, chosen bool) (func(*layer.Set, io.Writer) error, error) {
	switch {
	case lay != "places" && lay != "mentions":
		return nil, usagef("--layer %q: give places or mentions", lay)
	case format == "geojson" && lay == "places":
		return (*layer.Set).WritePlaces, nil
	case format == "geojson":
		return (*layer.Set).WriteMentions, nil
	case format == "csv" && chosen && lay == "places":
		return nil, usagef("--format csv: the table holds mentions; leave out --layer places")
	case format == "csv":
		return (*layer.Set).WriteMentionsCSV, nil
	case format == "jsonl" && chosen:
		return nil, usagef("--format jsonl: it holds whole articles; leave out --layer")
	case format == "jsonl":
		return nil, nil
	}
	return nil, usagef("--format %q: give geojson, csv or jsonl", format)
}
