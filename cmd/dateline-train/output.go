package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"dateline/geo/atomicfile"
	"dateline/geo/eval"

	"github.com/spf13/cobra"
)

// writeModel replaces the file at path by a model and prints its size.
func writeModel(cmd *cobra.Command, path string, model []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("writing the model: %w", err)
	}
	if err := atomicfile.WriteFile(path, model, 0o644); err != nil {
		return fmt.Errorf("writing the model: %w", err)
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s: %d bytes\n", path, len(model))
	return nil
}

// writePredictions writes the predictions for a corpus to folder/corpus.jsonl. It
// does nothing if folder is empty.
func writePredictions(folder, corpus string, docs []eval.Document) error {
	if folder == "" {
		return nil
	}
	var b bytes.Buffer
	if err := eval.Write(&b, docs); err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("writing predictions: %w", err)
	}
	if err := atomicfile.WriteFile(filepath.Join(folder, corpus+".jsonl"), b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("writing predictions: %w", err)
	}
	return nil
}
