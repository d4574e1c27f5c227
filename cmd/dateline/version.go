package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"
)

func newVersionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Say which version this is, and of which gazetteer and models",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			out := cmd.OutOrStdout()
			fmt.Fprintf(out, "dateline   %s (%s, %s/%s)\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			e, err := openEngine("")
			if err != nil {
				fmt.Fprintf(out, "gazetteer  %v\n", err)
				return nil
			}
			defer e.Close()
			v := e.Parser.Versions
			fmt.Fprintf(out, "gazetteer  %s\nrecognizer %s\nresolver   %s\n", v.Gazetteer, v.Recognizer, v.Resolver)
			return nil
		},
	}
}
