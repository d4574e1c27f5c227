package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"
)

func newVersionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Show the versions of the program, the gazetteer and the models",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			out := cmd.OutOrStdout()
			fmt.Fprintf(out, "dateline   %s (%s, %s/%s)\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			p, err := openParser("")
			if err != nil {
				fmt.Fprintf(out, "gazetteer  %v\n", err)
				return nil
			}
			defer p.Close()
			fmt.Fprintf(out, "gazetteer  %s\nrecognizer %s\nresolver   %s\n", p.Versions.Gazetteer, p.Versions.Recognizer, p.Versions.Resolver)
			return nil
		},
	}
}
