package main

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"dateline/geo/atomicfile"
	"dateline/server/mapfile"
	"dateline/static"

	"github.com/spf13/cobra"
)

func newMapCommand() *cobra.Command {
	var (
		in            inputFlags
		output, title string
		history       bool
	)
	cmd := &cobra.Command{
		Use:   "map INPUT... -o FILE",
		Short: "Make one HTML file with a map that opens anywhere, offline",
		Long: `Map writes one HTML file with the base map, the places, the passages of every
pin and the articles with their mentions marked. It opens without a network.`,
		Example: `  dateline map story.txt -o map.html
  dateline map --title "Border talks" reports/ -o map.html`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if output == "" {
				return usagef("give the file to write with -o FILE")
			}
			p, err := openParserFor(&in)
			if err != nil {
				return err
			}
			defer p.Close()
			read := &inputs{cmd: cmd}
			parsed := slices.Collect(read.parse(&in, p, history, args))
			if err := cmd.Context().Err(); err != nil {
				return err
			}
			if len(parsed) == 0 {
				return errors.New("no article could be read, so no map was written")
			}
			set := p.Layer(layerTitle(title, parsed), parsed)
			err = writeOutput(cmd, output, func(w io.Writer) error {
				return mapfile.Write(w, set, set.Title, p.Gazetteer, static.Files())
			})
			if err != nil {
				return err
			}
			return read.err(cmd.Context())
		},
	}
	in.register(cmd)
	historyFlag(cmd, &history)
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to this `FILE`, or to standard output if it is -")
	cmd.Flags().StringVar(&title, "title", "", "title of the map (default the title of the only article)")
	return cmd
}

// writeOutput writes a file whole or not at all; "-" is standard output.
func writeOutput(cmd *cobra.Command, path string, write func(io.Writer) error) error {
	if path == "-" {
		return write(cmd.OutOrStdout())
	}
	f, err := atomicfile.Create(path, 0o644)
	if err != nil {
		return fmt.Errorf("writing the output: %w", err)
	}
	defer f.Discard()
	if err := write(f); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	if err := f.Commit(); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}
