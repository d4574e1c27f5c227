// Package recognizer trains and cross-validates the model of geo/recognize.
//
// The tagger's conditional random field learns from token-level corpora, the classifiers of mentions
// and roles from gold articles. The same files and gazetteer give the same model, byte for byte.
package recognizer
