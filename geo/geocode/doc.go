// Package geocode looks up places with geo-golang: in online geocoders, for names that the gazetteer lacks, and in the gazetteer itself.
//
// Of geo-golang it uses the interfaces and the parsers of responses. It does not use its
// HTTP client, which has no context, leaks goroutines after a timeout, ignores the status
// and uses some providers without encryption: requests go through one client with a
// context, a time limit, a limit on the size of the response, and the rate limit of each
// provider's policy.
//
// Only a name and, if known, the code of a country are sent. Every result has its
// provider and its time.
package geocode
