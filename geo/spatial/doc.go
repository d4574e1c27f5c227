// Package spatial finds spatial relations such as "50 kilometers north of Kabul" at the mentions of an article and computes their geometry.
//
// [Find] parses the words and needs no gazetteer. [Locator.Locate] computes the
// geometry after the anchors are resolved. Only English is supported: articles in
// other languages have no relations.
package spatial
