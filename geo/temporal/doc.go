// Package temporal reads which days the passages of an article speak of, such as "on Sunday" or "August 15", against the day of publication.
//
// English only: in another language only ISO days (2021-09-06) are read. An
// expression that needs the day of publication is left alone when that is
// unknown; nothing is guessed.
package temporal
