package main

import (
	"io"

	"dateline/data"

	"github.com/spf13/cobra"
)

func newLicensesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "licenses",
		Short: "Print the licenses of the program, its modules and its data",
		Long: `Licenses prints the NOTICE file: the names, versions and licenses of the Go
modules, the browser library and the data that the binary contains. "dateline
gazetteer info" shows the sources of another gazetteer.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := io.WriteString(cmd.OutOrStdout(), data.Notice())
			return err
		},
	}
}
