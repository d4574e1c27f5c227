package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

var update = flag.Bool("update", false, "rewrite REFERENCE.md")

// TestReference compares the command reference with the commands; -update rewrites it.
func TestReference(t *testing.T) {
	root, _ := newRootCommand(io.Discard)
	var b bytes.Buffer
	b.WriteString("# Command reference\n\nGenerated from the help texts by `go test ./cmd/dateline -run TestReference -update`.\n")
	writeReference(&b, root)
	if *update {
		if err := os.WriteFile("REFERENCE.md", b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("REFERENCE.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, b.Bytes()) {
		t.Error("REFERENCE.md differs from the help texts; run go test ./cmd/dateline -run TestReference -update")
	}
}

// writeReference writes a command and its subcommands as Markdown.
func writeReference(w io.Writer, cmd *cobra.Command) {
	fmt.Fprintf(w, "\n## %s\n\n", cmd.CommandPath())
	if cmd.Runnable() && cmd.HasParent() {
		fmt.Fprintf(w, "    %s\n\n", cmd.UseLine())
	}
	fmt.Fprintf(w, "%s.\n", cmd.Short)
	if cmd.Long != "" {
		fmt.Fprintf(w, "\n```text\n%s\n```\n", strings.TrimSpace(cmd.Long))
	}
	if cmd.Example != "" {
		fmt.Fprintf(w, "\nExamples:\n\n%s\n", strings.ReplaceAll(strings.TrimRight("  "+strings.TrimLeft(cmd.Example, " "), "\n"), "  dateline", "    dateline"))
	}
	flags := cmd.NonInheritedFlags()
	rows := 0
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" || f.Name == "version" {
			return
		}
		if rows++; rows == 1 {
			fmt.Fprint(w, "\n| flag | default | meaning |\n|---|---|---|\n")
		}
		writeFlag(w, f)
	})
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() || sub.IsAdditionalHelpTopicCommand() {
			if sub.Name() != "help" && sub.Name() != "completion" {
				writeReference(w, sub)
			}
		}
	}
}

// writeFlag writes a row of the table of flags.
func writeFlag(w io.Writer, f *pflag.Flag) {
	value, usage := pflag.UnquoteUsage(f)
	name := "`--" + f.Name
	if f.Shorthand != "" {
		name = "`-" + f.Shorthand + "`, " + name
	}
	if value != "" {
		name += " " + value
	}
	shown := f.DefValue
	if shown == "[]" || shown == "false" {
		shown = ""
	}
	fmt.Fprintf(w, "| %s` | %s | %s |\n", name, shown, strings.ReplaceAll(strings.ReplaceAll(usage, "\n", " "), "|", "\\|"))
}
