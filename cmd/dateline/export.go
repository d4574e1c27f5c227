package main

import (
	"fmt"
	"io"
	"log/slog"

	"dateline/server/export"
	"dateline/server/selection"

	"github.com/spf13/cobra"
)

func newExportCommand(log *slog.Logger) *cobra.Command {
	var (
		store                     storeFlag
		layers                    layerFlags
		gazetteer, output, format string
		query                     string
	)
	cmd := &cobra.Command{
		Use:   "export COLLECTION -o FILE",
		Short: "Write the places or mentions of a collection to a file",
		Long: `Export writes a collection, or a selection of its mentions, to a file whose
extension gives the format:

` + formatList() + `
A selection is a query: --select 'q=flood&country=SD&from=2026-10-01'. Its keys are q,
article, publisher, lang, feed, place, in, country, kind, precision, confidence,
outcome, role, from, to, spoken, bbox, polygon, state, copies and picked. The file
contains the selection in words, the ledger, the versions and the licenses.`,
		Example: `  dateline export border-talks -o places.geojson
  dateline export border-talks --select 'country=AF&confidence=certain' -o mentions.csv
  dateline export border-talks --precision district -o districts.gpkg`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if output == "" {
				return usagef("give the file to write with -o FILE")
			}
			file, err := layers.file(format, output)
			if err != nil {
				return err
			}
			s, notices := selection.ParseQuery(query)
			for _, n := range notices {
				fmt.Fprintf(cmd.ErrOrStderr(), "dateline: --select: %s=%s has no effect (%s)\n", n.Key, n.Value, n.Reason)
			}
			p, err := openParser(gazetteer)
			if err != nil {
				return err
			}
			defer p.Close()
			return withStorage(cmd, &store, log, func(st *storage) error {
				st.Store.SetGazetteer(p.Gazetteer)
				r, err := st.Store.Select(cmd.Context(), args[0], s)
				if err != nil {
					return err
				}
				return writeOutput(cmd, output, func(w io.Writer) error { return file.Write(w, export.Selected(cmd.Context(), r, p.origin())) })
			})
		},
	}
	store.register(cmd)
	registerGazetteer(cmd, &gazetteer)
	layers.register(cmd)
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to this `FILE`, or to standard output if it is -")
	cmd.Flags().StringVar(&format, "format", "", "one of the formats above (default by the extension of the output)")
	cmd.Flags().StringVar(&query, "select", "", "export only the mentions that this `SELECTION` selects")
	return cmd
}
