package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/spf13/cobra"
)

func newDecisionsCommand(log *slog.Logger) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "decisions",
		Short: "Write and read corrections as a file",
		Long: `Decisions are what people decided about places: which one a mention refers to,
that it is none, or its role. They are kept when articles are parsed again. Their
file has one decision a line, as JSON, in the order in which they were made, so
that it can be compared and kept under version control.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newDecisionsExportCommand(log), newDecisionsImportCommand(log))
	return cmd
}

func newDecisionsExportCommand(log *slog.Logger) *cobra.Command {
	var f storeFlag
	var collection string
	cmd := &cobra.Command{
		Use:   "export FILE",
		Short: "Write the decisions to a file",
		Long: `Export writes the decisions that apply to a file, or to standard output if it
is -. Those that were undone are not written.`,
		Example: `  dateline decisions export decisions.jsonl
  dateline decisions export --collection border -`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withStorage(cmd, &f, log, func(s *storage) error {
				n := 0
				err := writeOutput(cmd, args[0], func(w io.Writer) (err error) {
					n, err = s.Store.WriteDecisions(cmd.Context(), collection, w)
					return err
				})
				if err == nil && args[0] != "-" {
					fmt.Fprintf(cmd.OutOrStdout(), "wrote %d decisions to %s\n", n, args[0])
				}
				return err
			})
		},
	}
	f.register(cmd)
	cmd.Flags().StringVar(&collection, "collection", "", "only the decisions about this collection and about all")
	return cmd
}

func newDecisionsImportCommand(log *slog.Logger) *cobra.Command {
	var f storeFlag
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Apply the decisions of a file",
		Long: `Import stores and applies the decisions of a file, or of standard input if it
is -. Decisions that the store has change nothing. Those about a collection or an
article that the store does not have are reported, the others are applied.`,
		Example: `  dateline decisions import decisions.jsonl`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withQueue(cmd, &f, log, func(s *storage) error {
				in := cmd.InOrStdin()
				if args[0] != "-" {
					file, err := os.Open(args[0])
					if err != nil {
						return fmt.Errorf("reading the decisions: %w", err)
					}
					defer file.Close()
					in = file
				}
				n, failed, err := s.Store.ReadDecisions(cmd.Context(), in)
				if err != nil {
					return err
				}
				fmt.Fprintf(cmd.OutOrStdout(), "applied %d decisions\n", n)
				for _, f := range failed {
					fmt.Fprintf(cmd.ErrOrStderr(), "%s: %v\n", args[0], f)
				}
				if len(failed) > 0 {
					return fmt.Errorf("%d decisions were not applied", len(failed))
				}
				return nil
			})
		},
	}
	f.register(cmd)
	return cmd
}
