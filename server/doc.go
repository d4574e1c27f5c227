// Package server shows collections of parsed articles: pages, maps, layers to download and maps to embed, over HTTP.
//
// Every page works without JavaScript. All pages but those under /embed refuse
// to be framed, and none loads anything from another host.
package server
