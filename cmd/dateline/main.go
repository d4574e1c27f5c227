// Command dateline puts the places of articles on a map.
//
// Each file of this package holds one verb and no logic; wire.go strings the
// packages of the domain together. The exit status is 0 when all was done, 1 when
// something failed (each failed input is named on standard error, and the others
// are done), and 2 for wrong usage.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// version is set by the build: -ldflags "-X main.version=…".
var version = "unknown"

// The exit statuses.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run executes the command line and returns the exit status. An interrupt ends
// the context; a second one ends the process.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	root, begun := newRootCommand(stderr)
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		return exitDone
	}
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		err = errors.New("interrupted")
	}
	fmt.Fprintf(stderr, "dateline: %v\n", err)
	var usage *usageError
	if !*begun || errors.As(err, &usage) {
		fmt.Fprintf(stderr, "Run %q for how to use it.\n", cmd.CommandPath()+" --help")
		return exitUsage
	}
	return exitFailed
}

// usageError says that the command line is wrong, not that something failed.
type usageError struct{ what string }

func (e *usageError) Error() string { return e.what }

func usagef(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }
