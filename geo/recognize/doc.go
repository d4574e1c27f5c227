// Package recognize finds where in an article a place is named, and in which role.
//
// The text is cut into tokens and sentences. A linear-chain conditional random
// field over hashed features (Lafferty, McCallum & Pereira 2001) labels the
// capitalised stretches with places, adjectives and demonyms, persons,
// organisations and other names. A second pass over the whole article then
// weighs every stretch that may name a place, with what the article says about
// the same words elsewhere, and a third gives each mention its role. Text in a
// language without a model of its own is matched strictly against the gazetteer.
package recognize
