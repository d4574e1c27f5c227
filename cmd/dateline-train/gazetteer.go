package main

import (
	"dateline/data"
	"dateline/geo/gazetteer"

	"github.com/spf13/cobra"
)

// gazetteerFlag is the flag of the verbs that read a gazetteer.
type gazetteerFlag struct{ path string }

func (f *gazetteerFlag) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.path, "gazetteer", "", "use this gazetteer `FILE` instead of the embedded one")
}

// open opens the gazetteer of the flag, or the embedded one.
func (f *gazetteerFlag) open() (*gazetteer.Gazetteer, error) {
	if f.path == "" {
		return data.Gazetteer()
	}
	return gazetteer.Open(f.path)
}
