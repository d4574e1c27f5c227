// Package geo is Dateline's domain: articles, the mentions of places in them, and which place on Earth each mention means.
//
// Data runs one way: an [Article] goes to a [Recognizer], which finds its
// [Mention]s; those go to a [Resolver], which decides for each its
// [Resolution]; a [Parser] strings the two together and counts the outcome in
// a [Ledger]. The steps live in the packages below this one. Nothing here knows
// HTTP or SQL.
//
// Spans are half-open byte ranges of the article's text. Every file and API
// that leaves the program counts Unicode code points instead; see [CodePoints].
// Coordinates are WGS 84, longitude before latitude, in degrees. Distances are
// kilometres.
package geo
