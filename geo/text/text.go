// Package text decodes, normalizes, folds and reads text by lines; every package that handles text uses it.
package text
