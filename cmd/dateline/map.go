package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"dateline/geo"
	"dateline/server/mapfile"
	"dateline/static"

	"github.com/spf13/cobra"
)

func newMapCommand() *cobra.Command {
	var (
		in     inputFlags
		output string
		title  string
	)
	cmd := &cobra.Command{
		Use:   "map INPUT... -o FILE",
		Short: "Make one HTML file with the map, its passages and articles, that opens anywhere",
		Long: `Map writes one HTML file that holds everything: the base map, the layers, the
passages of every pin and the articles with their mentions marked. It opens from
disk without a network.`,
		Example: `  dateline map story.txt -o map.html
  dateline map --title "Border talks" reports/ -o map.html`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if output == "" {
				return usagef("give the file to write with -o FILE")
			}
			e, err := openEngine(in.gazetteer, in.geocoders...)
			if err != nil {
				return err
			}
			defer e.Close()
			articles, failed := in.articles(cmd, e.Parser, args)
			parsed := slices.Collect(articles)
			if err := cmd.Context().Err(); err != nil {
				return err
			}
			if len(parsed) == 0 {
				return errors.New("no article could be read, so no map was written")
			}
			var page bytes.Buffer
			set := e.Set(titleOf(title, parsed), parsed)
			if err := mapfile.Write(&page, set, set.Title, e.Gazetteer, static.Files()); err != nil {
				return fmt.Errorf("making the map: %w", err)
			}
			if err := writeFile(cmd, output, page.Bytes()); err != nil {
				return err
			}
			return failed()
		},
	}
	in.register(cmd)
	cmd.Flags().StringVarP(&output, "output", "o", "", "the `FILE` to write, or - for standard output")
	cmd.Flags().StringVar(&title, "title", "", "title of the map (that of the article, where there is one)")
	return cmd
}

// titleOf is the title asked for, or that of the only article, or their number.
func titleOf(asked string, parsed []*geo.Parsed) string {
	switch {
	case asked != "":
		return asked
	case len(parsed) == 1 && parsed[0].Article.Title != "":
		return parsed[0].Article.Title
	case len(parsed) == 1:
		return filepath.Base(parsed[0].Article.Source)
	}
	return fmt.Sprintf("%d articles", len(parsed))
}

// writeFile writes a file whole or not at all; "-" is standard output.
func writeFile(cmd *cobra.Command, path string, content []byte) error {
	if path == "-" {
		_, err := cmd.OutOrStdout().Write(content)
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), ".dateline-*")
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	defer os.Remove(temporary.Name())
	_, err = temporary.Write(content)
	if closing := temporary.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Chmod(temporary.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}
