// Package spatial reads offsets such as "50 kilometers north of Kabul" around the mentions of an article and works out the geometry they stand for.
//
// [Find] reads the words and needs no gazetteer; [Locator.Locate] draws the
// geometry once the anchors are resolved. English only: an article in another
// language has no relations, and none are guessed.
package spatial
