package main

import (
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"

	"dateline/server/agent"
	"dateline/server/export"

	"github.com/spf13/cobra"
)

func newMCPCommand(log *slog.Logger) *cobra.Command {
	var store storeFlag
	var gazetteer string
	cmd := &cobra.Command{
		Use:   "mcp",
		Short: "Serve language-model agents on standard input and output",
		Long: `Mcp serves a client of the Model Context Protocol on standard input and output, so
that a language model finds places offline and with evidence. The tools are geoparse,
lookup, explain and export and, if there is a store, search.`,
		Example: `  dateline mcp
  dateline mcp --store articles.db`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := openParser(gazetteer)
			if err != nil {
				return err
			}
			defer p.Close()
			c := agent.Config{Parser: p, Gazetteer: p.Gazetteer, Layer: p.Layer, Origin: p.origin(), Version: version}
			if store.exists() {
				s, err := openStorage(cmd.Context(), &store, log)
				if err != nil {
					return err
				}
				defer s.Close()
				s.Store.SetGazetteer(p.Gazetteer)
				c.Collections = s.Store
			}
			err = agent.Serve(cmd.Context(), c, io.NopCloser(cmd.InOrStdin()), nopCloser{cmd.OutOrStdout()})
			if errors.Is(err, io.EOF) || cmd.Context().Err() != nil {
				return nil // the client has disconnected
			}
			return err
		},
	}
	store.register(cmd)
	registerGazetteer(cmd, &gazetteer)
	return cmd
}

// exists reports whether there is a store: a database server, or a file.
func (f *storeFlag) exists() bool {
	address, err := f.location()
	if err != nil {
		return false
	}
	if !isFile(address) {
		return true
	}
	_, err = os.Stat(address)
	return !errors.Is(err, fs.ErrNotExist)
}

// origin returns the provenance of places for exports of stored articles.
func (p *parser) origin() export.Origin {
	set := p.Layer("", nil)
	return export.Origin{Sources: set.Attribution, Versions: set.Versions, Outline: set.Outline}
}

// nopCloser is a writer whose Close does nothing.
type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }
