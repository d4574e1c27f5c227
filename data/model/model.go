// Package model holds the trained weights that the binary embeds.
package model

import _ "embed"

// Recognizer is the recogniser's model, as geo/recognize reads it. Its card is
// RECOGNIZER.md beside this file.
//
//go:embed recognizer.bin
var Recognizer []byte
