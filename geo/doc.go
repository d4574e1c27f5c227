// Package geo declares the types of Dateline: articles, the mentions of places in
// them, and the place on Earth that each mention means.
//
// An [Article] is read by package article, its [Mention]s are found by package
// recognize, and package resolve decides the [Resolution] of each; package geoparser
// runs these steps in order and returns a [Parsed] article. No package below this one
// uses SQL. Packages fetch, geocode and gazetteer/download use the network, the others
// do not.
//
// Spans are half-open byte ranges of the article's text; every file and API counts
// Unicode code points instead, see [CodePoints]. Coordinates are WGS 84 degrees,
// longitude before latitude. Distances are kilometers.
package geo
