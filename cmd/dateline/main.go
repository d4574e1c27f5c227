// Command dateline puts the places of articles on a map.
//
// Each verb is a file of this package with its test script in testdata; the
// logic is in the packages that they call. The exit status is 0 when all was done, 1
// when something failed (each failed input is reported on standard error and the others
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

// run executes the command line and returns the exit status. An interrupt cancels the
// context; a second one ends the process.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	stderr = &printable{stderr}
	root, started := newRootCommand(stderr)
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
	if !*started || errors.As(err, &usage) {
		fmt.Fprintf(stderr, "Run %q for help.\n", cmd.CommandPath()+" --help")
		return exitUsage
	}
	return exitFailed
}

// usageError reports a wrong command line.
type usageError struct{ message string }

func (e *usageError) Error() string { return e.message }

func usagef(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }
