// Package multilingual labels the names in texts of languages other than English with a conditional
// random field for each language or family of languages, whose features need no word lists.
//
// geo/recognize runs it on articles; geo/train/multilingual fits its weights.
package multilingual
