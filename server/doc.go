// Package server shows collections of parsed articles over HTTP, as pages, maps, layers to download and maps to embed, and takes articles in.
//
// Every page works without JavaScript. All pages but those under /embed refuse
// to be framed, and none loads anything from another host. What changes
// something is a POST from a page of this server, asked for by a name of its
// own; without an [Importer] nothing can be changed.
package server
