// Package geocode finds places through geo-golang: the gazetteer as one of its geocoders, and online geocoders, where asked for, for names that the gazetteer lacks.
//
// Of geo-golang the online part uses the interfaces and the parsers of answers.
// Its own HTTP client is not used: it knows no context, keeps goroutines after a
// time-out, ignores the status, and asks some providers without encryption. The
// addresses are built here, requests go through one client with a context, a
// time limit and a bound on the answer, and a provider is asked no more often
// than its policy allows.
//
// Nothing is sent but a name and, where it is known, a country's code. Every
// answer says who gave it and when.
package geocode
