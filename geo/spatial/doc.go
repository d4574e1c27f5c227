// Package spatial finds spatial relations such as "50 kilometers north of Kabul" at the mentions of an article and computes their geometry.
//
// [Find] parses the words and needs no gazetteer. [Locator.Locate] computes the
// geometry after the anchors are resolved. Other languages than English have fewer
// kinds of relation, or none.
package spatial
