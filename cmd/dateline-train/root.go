package main

import "github.com/spf13/cobra"

// newRootCommand returns the command with all its verbs. After it ran, started
// reports whether a verb began its work: an error before that is one of usage.
func newRootCommand() (root *cobra.Command, started *bool) {
	started = new(bool)
	root = &cobra.Command{
		Use:   "dateline-train",
		Short: "Train the models of Dateline",
		Long: `Dateline-train trains and cross-validates the models in data/model. Run it in the
source folder: the default paths are relative to it. The same corpora and the same
gazetteer give the same bytes.

Exit status: 0 success; 1 failure; 2 wrong usage.`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.PersistentPreRun = func(*cobra.Command, []string) { *started = true }
	root.AddCommand(newRecognizerCommand(), newLanguagesCommand(), newIdentifierCommand(), newResolverCommand())
	return root, started
}
