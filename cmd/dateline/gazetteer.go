package main

import "github.com/spf13/cobra"

func newGazetteerCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "gazetteer",
		Short: "Build, extend, download, describe and search gazetteers",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newGazetteerBuildCommand(), newGazetteerInfoCommand(), newGazetteerLookupCommand(), newGazetteerDownloadCommand(), newGazetteerGetCommand())
	return cmd
}
