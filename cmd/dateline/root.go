package main

import (
	"io"
	"log/slog"

	"github.com/spf13/cobra"
)

// newRootCommand returns the command with all its verbs. begun tells, after it
// ran, whether a verb's own work began: an error before that is one of usage.
func newRootCommand(stderr io.Writer) (root *cobra.Command, begun *bool) {
	var level slog.LevelVar
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: &level}))
	begun = new(bool)
	root = &cobra.Command{
		Use:   "dateline",
		Short: "Put the places of articles on a map, every pin with its passages",
		Long: `Dateline reads articles, finds the places they name, decides which place on
Earth each name means, and shows them on a map where every pin opens the
passages it came from.

INPUT is a file, a folder, an address or "-" for standard input. What a file is
comes from its content, not its name. The network is used for addresses only.

Exit status: 0 all done; 1 something failed (failed inputs are named on standard
error, the others are done); 2 wrong usage.`,
		Version:       version,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
	}
	logLevel := root.PersistentFlags().String("log-level", "info", "what to log to standard error: debug, info, warn or error")
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		if err := level.UnmarshalText([]byte(*logLevel)); err != nil {
			return usagef("--log-level %q: give debug, info, warn or error", *logLevel)
		}
		*begun = true
		return nil
	}
	root.SetVersionTemplate("dateline {{.Version}}\n")
	root.AddCommand(
		newServeCommand(log),
		newAddCommand(log),
		newWorkCommand(log),
		newQueueCommand(log),
		newBackupCommand(log),
		newRestoreCommand(log),
		newMapCommand(),
		newGeoparseCommand(),
		newGazetteerCommand(),
		newEvalCommand(),
		newDoctorCommand(),
		newVersionCommand(),
	)
	return root, begun
}
