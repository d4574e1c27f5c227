// Package view renders collections, places, articles and ledgers as HTML, for the server and for maps kept in a file.
//
// Views are plain values made from a [layer.Set]; templates only lay them out.
// All text is escaped by html/template, whatever articles and gazetteers say.
package view
