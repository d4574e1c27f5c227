// Package eval scores parsed articles against gold: recognition, resolution, both end to end, and how far the stated
// probabilities can be believed.
package eval
