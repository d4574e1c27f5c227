package main

import (
	"fmt"
	"io"
	"net/url"
	"strings"

	"dateline/geo/fetch/safehttp"
	"dateline/geo/gazetteer/download"

	"github.com/spf13/cobra"
)

// defaultSet is the set that is downloaded if none is named.
const defaultSet = "geonames"

func newGazetteerDownloadCommand() *cobra.Command {
	var folder, mirror string
	var access fetchFlags
	cmd := &cobra.Command{
		Use:   "download [SET...]",
		Short: "Download GeoNames and Natural Earth from their publishers",
		Long: `Download fetches sets of files from their publishers into a folder, for "dateline
gazetteer build". An interrupted transfer is resumed, and files that haven't
changed are not fetched again. The sets are:

` + describeSets() + `  AF, PK, …       the places of one country, by its ISO 3166 code

The default is ` + defaultSet + `. GeoNames is licensed CC BY 4.0; Natural Earth is in the public
domain.`,
		Example: `  dateline gazetteer download --to geonames/
  dateline gazetteer download cities natural-earth --to sources/`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = []string{defaultSet}
			}
			files, err := filesOf(args, mirror)
			if err != nil {
				return err
			}
			client, err := safehttp.NewClient(safehttp.Policy{UserAgent: download.UserAgent, Allow: access.allow})
			if err != nil {
				return err
			}
			d := &download.Downloader{Dir: folder, Client: client, Report: reportTenths(cmd.ErrOrStderr())}
			return fetchAll(cmd, d, files)
		},
	}
	cmd.Flags().StringVar(&folder, "to", "sources", "the `FOLDER` to download to")
	cmd.Flags().StringVar(&mirror, "mirror", "", "download from the server at this `URL`, which has the same paths, instead of the\npublishers")
	access.register(cmd)
	return cmd
}

// filesOf returns the files of sets, on the mirror if it is not empty.
func filesOf(sets []string, mirror string) ([]download.File, error) {
	var files []download.File
	for _, name := range sets {
		set, err := download.SetNamed(name)
		if err != nil {
			return nil, usagef("%v", err)
		}
		files = append(files, set.Files...)
	}
	if mirror == "" {
		return files, nil
	}
	base, err := url.Parse(mirror)
	if err != nil || base.Host == "" {
		return nil, usagef("--mirror %q: give a URL such as https://mirror.example.org", mirror)
	}
	for i := range files {
		u, err := url.Parse(files[i].URL)
		if err != nil {
			return nil, err
		}
		files[i].URL = base.JoinPath(u.Path).String()
	}
	return files, nil
}

// fetchAll downloads the files and prints a line for each.
func fetchAll(cmd *cobra.Command, d *download.Downloader, files []download.File) error {
	failed := 0
	for _, f := range files {
		result, err := d.Fetch(cmd.Context(), f)
		if cmd.Context().Err() != nil {
			return err
		}
		if err != nil {
			fmt.Fprintf(cmd.ErrOrStderr(), "dateline: %v\n", err)
			failed++
			continue
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%-9s  %11d  %s\n", result.Status, result.Bytes, result.Path)
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d files were not downloaded; run the same command again to resume", failed, len(files))
	}
	return nil
}

func describeSets() string {
	var b strings.Builder
	for _, s := range download.Sets() {
		fmt.Fprintf(&b, "  %-15s %s\n", s.Name, s.About)
	}
	return b.String()
}

// reportTenths returns a function that prints a line for every tenth of a file.
func reportTenths(w io.Writer) func(download.Progress) {
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
