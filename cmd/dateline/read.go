package main

import (
	"bufio"
	"fmt"

	"dateline/geo/article"

	"github.com/spf13/cobra"
)

func newReadCommand() *cobra.Command {
	var access fetchFlags
	var format string
	cmd := &cobra.Command{
		Use:   "read [--format FORMAT] INPUT...",
		Short: "Print the articles in documents and pages, without finding places",
		Long: `Read prints the articles that the other commands would read: of a file, a folder, a
URL, or standard input ("-").

  text      the metadata and the text, for people
  jsonl     JSON Lines: one line per article with id, title, publisher, author,
            published, language, url and text, which "dateline geoparse" reads`,
		Example: `  dateline read report.pdf
  dateline read --format jsonl archive.warc.gz > articles.jsonl`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if format != "text" && format != "jsonl" {
				return usagef("--format %q: give text or jsonl", format)
			}
			in := &inputs{cmd: cmd}
			out := bufio.NewWriter(cmd.OutOrStdout())
			terminal := &printable{out}
			for a := range succeeded(in, in.read(access.allow, args)) {
				write := func() error { return article.WriteJSONL(out, a) }
				if format == "text" {
					if in.done > 1 {
						fmt.Fprint(out, "\n----\n\n")
					}
					write = func() error { return article.WriteText(terminal, a) }
				}
				if err := write(); err != nil {
					return err
				}
				if err := out.Flush(); err != nil {
					return err
				}
			}
			return in.err(cmd.Context())
		},
	}
	access.register(cmd)
	cmd.Flags().StringVar(&format, "format", "text", "text or jsonl")
	return cmd
}
