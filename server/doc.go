// Package server serves collections of parsed articles over HTTP: pages, maps, layers to download and maps to embed, and forms to import articles.
//
// Every page works without JavaScript. Requests are answered only under the
// server's own host names, so that a page of another site cannot read a local
// server by DNS rebinding. Pages outside /embed cannot be framed, and no page loads
// anything from another host. Changes are POST requests from pages of this server;
// without an [Importer] nothing can be changed.
package server
