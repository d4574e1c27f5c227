// Package gazetteer compiles places and their names into one file and looks them up in place, by name, id and position.
package gazetteer
