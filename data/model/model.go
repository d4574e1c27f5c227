// Package model contains the trained models that the binary embeds.
package model

import _ "embed"

// Recognizer is the model of geo/recognize, see RECOGNIZER.md.
//
//go:embed recognizer.bin
var Recognizer []byte
