package main

import (
	"fmt"
	"io"
	"strings"

	"dateline/geo/fetch/safehttp"
	"dateline/geo/gazetteer/download"

	"github.com/spf13/cobra"
)

func newGazetteerDownloadCommand() *cobra.Command {
	var to string
	cmd := &cobra.Command{
		Use:   "download SET…",
		Short: "Fetch GeoNames and Natural Earth from their publishers",
		Long: `Download fetches files from their publishers into a folder, for "dateline
gazetteer build". A transfer that was cut off goes on where it stopped, and a file
that the publisher has not changed is not fetched again.

The sets are:

` + describeSets() + `  AF, PK, …       the places of one country, by its ISO 3166 code

GeoNames is licensed CC BY 4.0; Natural Earth is in the public domain.`,
		Example: "  dateline gazetteer download cities natural-earth --to sources",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var files []download.File
			for _, name := range args {
				set, err := download.SetNamed(name)
				if err != nil {
					return usagef("%v", err)
				}
				files = append(files, set.Files...)
			}
			client, err := safehttp.NewClient(safehttp.Policy{UserAgent: download.UserAgent})
			if err != nil {
				return err
			}
			d := &download.Downloader{Dir: to, Client: client, Report: reportTo(cmd.ErrOrStderr())}
			var failed []error
			for _, f := range files {
				result, err := d.Fetch(cmd.Context(), f)
				if cmd.Context().Err() != nil {
					return err
				}
				if err != nil {
					fmt.Fprintf(cmd.ErrOrStderr(), "dateline: %v\n", err)
					failed = append(failed, err)
					continue
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%-9s  %11d  %s\n", result.Status, result.Bytes, result.Path)
			}
			if len(failed) > 0 {
				return fmt.Errorf("%d of %d files were not fetched: %w", len(failed), len(files), failed[0])
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&to, "to", "sources", "the `FOLDER` to fetch into")
	return cmd
}

func describeSets() string {
	var b strings.Builder
	for _, s := range download.Sets() {
		fmt.Fprintf(&b, "  %-15s %s\n", s.Name, s.About)
	}
	return b.String()
}

// reportTo writes a line for every tenth of a file.
func reportTo(w io.Writer) func(download.Progress) {
	var name string
	var tenth int64
	return func(p download.Progress) {
		if p.File.Name != name {
			name, tenth = p.File.Name, 0
		}
		if p.Total <= 0 || p.Done*10/p.Total <= tenth {
			return
		}
		tenth = p.Done * 10 / p.Total
		fmt.Fprintf(w, "%s: %d%% of %d MB\n", p.File.Name, 10*tenth, p.Total>>20)
	}
}
