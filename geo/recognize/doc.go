// Package recognize finds the mentions of places in an article, and their roles.
//
// A linear-chain conditional random field over hashed features (Lafferty, McCallum & Pereira 2001)
// labels the capitalized words of a text as places, adjectives and demonyms, persons, organizations
// and other names. A classifier then decides for each labeled name and each name of the gazetteer
// whether it is a mention, with evidence from the whole article, and a second one assigns the role.
// Datelines and bylines are recognized by the form of their line. Texts in other languages with a
// trained model, and the paragraphs of mixed texts, are labeled by a conditional random field of
// their language alone. In languages without one only names of the gazetteer that are hardly
// ambiguous are mentions.
package recognize
