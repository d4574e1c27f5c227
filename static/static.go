// Package static holds the browser's part of Dateline: the page templates, and what `npm run build` makes of the TypeScript, styles and base map.
package static

import (
	"embed"
	"io/fs"
)

//go:embed all:dist all:templates all:messages
var files embed.FS

// Files returns the file system with three folders: "templates", "messages", and "dist", which
// holds no manifest.json in a binary whose browser part was not built.
func Files() fs.FS { return files }
