// Package resolve decides which place of the gazetteer each mention of an article means, with a probability and reasons.
package resolve
