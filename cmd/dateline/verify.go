package main

import (
	"fmt"
	"os"

	"dateline/server/report"

	"github.com/spf13/cobra"
)

func newVerifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "verify FILE...",
		Short: "Check that sealed reports are as they were written",
		Long: `Verify checks reports that "dateline map" has written as .html or .zip: the hash of
the file against its seal, and the files of a ZIP file against its manifest. The exit
status is 1 if a report was changed. A seal shows that a file is whole; it does not
show who made it, so compare its hash with one that you know.`,
		Example: "  dateline verify report.zip",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			failed := 0
			for _, path := range args {
				if err := verify(cmd, path); err != nil {
					failed++
					fmt.Fprintf(cmd.ErrOrStderr(), "dateline: %s: %v\n", path, err)
				}
			}
			if failed > 0 {
				return fmt.Errorf("%d of %d reports could not be verified; see the reasons above", failed, len(args))
			}
			return nil
		},
	}
}

func verify(cmd *cobra.Command, path string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	v, err := report.Verify(content)
	if err != nil {
		return err
	}
	files := ""
	if v.Files > 0 {
		files = fmt.Sprintf(", %d files", v.Files)
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s: unchanged%s, SHA-256 %s\n", path, files, v.Hash)
	return nil
}
