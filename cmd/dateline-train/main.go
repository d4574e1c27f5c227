// Command dateline-train trains and cross-validates the models that the dateline
// command embeds. It is for maintainers.
//
// Each file of this package holds one verb; package geo/train does the work. The
// exit status is 0 on success, 1 on failure and 2 for wrong usage.
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

// The exit statuses.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run executes the command line and returns the exit status. The first interrupt
// cancels the context, the second one kills the process.
func run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	root, started := newRootCommand()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		return exitDone
	}
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		err = errors.New("interrupted")
	}
	fmt.Fprintf(stderr, "dateline-train: %v\n", err)
	var usage *usageError
	if !*started || errors.As(err, &usage) {
		fmt.Fprintf(stderr, "Run %q for usage.\n", cmd.CommandPath()+" --help")
		return exitUsage
	}
	return exitFailed
}

// usageError is an error in the command line, as opposed to a failure.
type usageError struct{ message string }

func (e *usageError) Error() string { return e.message }

func usagef(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }
