// Package temporal finds temporal expressions such as "on Sunday" and "August 15" at the mentions of an article and resolves them to days.
//
// Relative expressions are resolved against the day of publication and ignored if
// it is unknown. Only English is supported; in other languages only ISO dates
// (2021-09-06) are found.
package temporal
