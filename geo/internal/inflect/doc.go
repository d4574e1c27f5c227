// Package inflect finds the base forms of inflected names of places, by tables of endings and particles for each language.
//
// A rule exchanges a case ending for an ending of the base form ("Харькове" for
// "Харьков"), removes a particle written together with the name ("وبغداد" for "بغداد"),
// or cuts a suffix at its apostrophe ("İstanbul'da" for "İstanbul"). Each word of a name
// is inflected on its own. A form that is no name in the gazetteer is never returned.
package inflect
