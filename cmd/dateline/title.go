package main

import (
	"fmt"
	"path/filepath"

	"dateline/geo"
)

// layerTitle returns the given title, the title or file name of the only article, or
// the number of articles.
func layerTitle(given string, parsed []*geo.Parsed) string {
	switch {
	case given != "":
		return given
	case len(parsed) == 1 && parsed[0].Article.Title != "":
		return parsed[0].Article.Title
	case len(parsed) == 1:
		return filepath.Base(parsed[0].Article.Source)
	}
	return fmt.Sprintf("%d articles", len(parsed))
}
