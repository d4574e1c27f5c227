package main

import (
	"io"
	"log/slog"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"

	"dateline/server/heapgoal"
)

const (
	// softMemoryLimit is the memory in bytes from which the garbage collector runs more often.
	softMemoryLimit = 400 << 20
	// serveMemoryLimit is that of the server, which runs for long beside other programs. serveHeap is the heap in bytes from
	// which garbage is collected, serveGrowth by how many percent a larger one grows between two collections.
	serveMemoryLimit = 240 << 20
	serveHeap        = 80 << 20
	serveGrowth      = 30
)

// newRootCommand returns the command with all its verbs. started reports, after it ran,
// whether a verb was run: an error before that is one of usage.
func newRootCommand(stderr io.Writer) (root *cobra.Command, started *bool) {
	var level slog.LevelVar
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: &level}))
	started = new(bool)
	root = &cobra.Command{
		Use:   "dateline",
		Short: "Put the places of articles on a map, with the passages behind every pin",
		Long: `Dateline reads articles, finds the places they name, decides which place on
Earth each name means, and shows them on a map where every pin opens the
passages it came from.

INPUT is a file, a folder, a URL or "-" for standard input. The format of a file
is detected from its content, not its name. The network is used only for URLs,
for "gazetteer download", and for online geocoders if --geocoder is given.

Exit status: 0 all done; 1 something failed (failed inputs are reported on
standard error, the others are done); 2 wrong usage.`,
		Version:       version,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
	}
	logLevel := root.PersistentFlags().String("log-level", "info", "what to log to standard error: debug, info, warn or error")
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if err := level.UnmarshalText([]byte(*logLevel)); err != nil {
			return usagef("--log-level %q: give debug, info, warn or error", *logLevel)
		}
		if err := cmd.ValidateRequiredFlags(); err != nil { // cobra checks them after this
			return usagef("%v", err)
		}
		warnRenamed(cmd)
		limitMemory(cmd.Name() == "serve")
		*started = true
		return nil
	}
	root.SetVersionTemplate("dateline {{.Version}}\n")
	root.AddCommand(
		newServeCommand(log),
		newAddCommand(log),
		newWorkCommand(log),
		newPublishCommand(log),
		newQueueCommand(log),
		newCollectionsCommand(log),
		newDecisionsCommand(log),
		newBackupCommand(log),
		newRestoreCommand(log),
		newMapCommand(),
		newExportCommand(log),
		newVerifyCommand(),
		newMCPCommand(log),
		newGeoparseCommand(),
		newReadCommand(),
		newReadPDFCommand(),
		newGazetteerCommand(),
		newEvalCommand(),
		newDoctorCommand(),
		newVersionCommand(),
		newLicensesCommand(),
		newGeocodersTopic(),
	)
	return root, started
}

// limitMemory sets how often garbage is collected, unless the environment does.
func limitMemory(serving bool) {
	limit := int64(softMemoryLimit)
	if serving {
		limit = serveMemoryLimit
		if os.Getenv("GOGC") == "" {
			heapgoal.Keep(serveHeap, serveGrowth)
		}
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(limit)
	}
}
