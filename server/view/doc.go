// Package view renders collections, places, articles and ledgers as HTML, for the server and for maps in a single file.
//
// Views are plain values built from a [layer.Set]; templates only lay them out.
// html/template escapes all text of articles and gazetteers.
package view
