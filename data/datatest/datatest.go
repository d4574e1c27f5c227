// Package datatest gives tests the default gazetteer.
package datatest

import (
	"errors"
	"testing"

	"dateline/data"
	"dateline/geo"
	"dateline/geo/gazetteer"
)

// Gazetteer opens the default gazetteer; a test without it is skipped.
func Gazetteer(tb testing.TB) *gazetteer.Gazetteer {
	tb.Helper()
	g, err := data.Gazetteer()
	if errors.Is(err, geo.ErrUnavailable) {
		tb.Skip("the default gazetteer is not built: run \"make build\" first")
	}
	if err != nil {
		tb.Fatal(err)
	}
	return g
}
