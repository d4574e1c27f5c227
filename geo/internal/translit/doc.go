// Package translit finds the places of which a gazetteer has only the Latin name by their name in Arabic, Devanagari or Cyrillic
// script: "غرانيج" is Gharanij, "मजगांव" Majgaon, "Джиндайрис" Jinderes. It compares letters with the Latin ones by which they are usually written, in English and in
// French romanization, and leaves out vowels that the script does not write.
package translit
