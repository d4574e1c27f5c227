package main

import (
	"os"
	"runtime"

	"dateline/geo/article/pdf"

	"github.com/spf13/cobra"
)

// readPDFVerb is the verb that reads PDF documents for another process of the program.
const readPDFVerb = "read-pdf"

func newReadPDFCommand() *cobra.Command {
	return &cobra.Command{
		Use:    readPDFVerb,
		Short:  "Read PDF documents from standard input for another process of the program",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return pdf.Serve(cmd.Context(), cmd.InOrStdin(), cmd.OutOrStdout(), pdfCacheDir())
		},
	}
}

// newPDFReader returns a reader that reads PDF documents in processes of their own.
func newPDFReader() *pdf.Reader {
	if runtime.GOOS == "linux" { // also while an upgrade replaces the file
		if _, err := os.Stat("/proc/self/exe"); err == nil {
			return pdf.NewChildReader("/proc/self/exe", readPDFVerb)
		}
	}
	program, err := os.Executable()
	if err != nil {
		return pdf.NewReader(pdfCacheDir())
	}
	return pdf.NewChildReader(program, readPDFVerb)
}
