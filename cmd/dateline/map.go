package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"dateline/geo/atomicfile"
	"dateline/geo/layer"
	"dateline/server/figure"
	"dateline/server/report"
	"dateline/server/view"
	"dateline/static"

	"github.com/spf13/cobra"
)

func newMapCommand() *cobra.Command {
	var m mapping
	cmd := &cobra.Command{
		Use:   "map INPUT... -o FILE",
		Short: "Make a map of articles: one HTML file, a figure, a report or a layer",
		Long: `Map writes a map of articles to a file whose extension gives the form:

  .html           one page with the base map, the places, the passages of every pin
                  and the articles; it opens without a network, and without
                  JavaScript as a text
  .svg .png .pdf  a figure for print and slides, in a size and in color or gray
  .zip            a report: page, figure, layers, annex of passages, manifest with
                  hashes; “dateline verify” checks it and the page

or a layer:

` + formatList(),
		Example: `  dateline map story.txt -o map.html
  dateline map --title "Border talks" reports/ -o report.zip
  dateline map --size slide story.txt -o figure.png`,
		Args: cobra.MinimumNArgs(1),
		RunE: m.run,
	}
	m.in.register(cmd)
	historyFlag(cmd, &m.history)
	m.layers.register(cmd)
	cmd.Flags().StringVarP(&m.output, "output", "o", "", "write to this `FILE`, or a page to standard output if it is -")
	cmd.Flags().StringVar(&m.title, "title", "", "title of the map (default the title of the only article)")
	cmd.Flags().StringVar(&m.language, "language", "en", "language of a page and of the names in it: en, fr or ar")
	cmd.Flags().StringVar(&m.size, "size", "a4", "size of a figure: a4, letter, column, slide, square or vertical")
	cmd.Flags().BoolVar(&m.figure.Gray, "gray", false, "draw a figure without colors")
	cmd.Flags().StringVar(&m.figure.Alt, "alt", "", "alternative text of a figure (default made from the data)")
	return cmd
}

// mapping is one run of the verb.
type mapping struct {
	in                  inputFlags
	layers              layerFlags
	output, title, size string
	language            string
	history             bool
	figure              figure.Options
}

func (m *mapping) run(cmd *cobra.Command, args []string) error {
	if m.output == "" {
		return usagef("give the file to write with -o FILE")
	}
	var ok bool
	if m.figure.Size, ok = figure.SizeByName(m.size); !ok {
		return usagef("--size %q: give a4, letter, column, slide, square or vertical", m.size)
	}
	languages, err := view.Languages(static.Files())
	if err != nil {
		return err
	}
	tags := make([]string, len(languages))
	for i, l := range languages {
		tags[i] = l.Tag
	}
	if !slices.Contains(tags, m.language) {
		return usagef("--language %q: give one of %s", m.language, strings.Join(tags, ", "))
	}
	extension := strings.ToLower(filepath.Ext(m.output))
	precision, ok := layer.ParseCap(m.layers.Precision)
	if !ok {
		return usagef("--precision %q: give none, district or country", m.layers.Precision)
	}
	write, known := report.Writers()[extension]
	switch {
	case m.output == "-" || extension == "": // standard output, pipes and devices
		write = report.WriteHTML
	case !known:
		file, err := m.layers.file("", m.output)
		if err != nil {
			return err
		}
		write = func(w io.Writer, c *report.Config) error { return file.Write(w, c.Set.Export()) }
	}
	p, err := openParserFor(&m.in)
	if err != nil {
		return err
	}
	defer p.Close()
	read := &inputs{cmd: cmd}
	parsed := slices.Collect(read.parse(&m.in, p, m.history, args))
	if err := cmd.Context().Err(); err != nil {
		return err
	}
	if len(parsed) == 0 {
		return errors.New("no article could be read, so no map was written")
	}
	c := &report.Config{Set: p.Layer(layerTitle(m.title, parsed), parsed), Gazetteer: p.Gazetteer, Static: static.Files(), Figure: m.figure, Cap: precision, Language: m.language}
	if err := writeOutput(cmd, m.output, func(w io.Writer) error { return write(w, c) }); err != nil {
		return err
	}
	return read.err(cmd.Context())
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
