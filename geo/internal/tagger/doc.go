// Package tagger implements the statistical tagger that recognition and its training share:
// tokens, features, the conditional random field, the mention and role classifiers, and the
// model file that stores their weights.
//
// geo/recognize runs it on articles; geo/train/recognizer fits its weights.
package tagger
