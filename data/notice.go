package data

import _ "embed" // the notice

//go:embed NOTICE
var notice string

// Notice returns the names, versions and licenses of the modules and the data that the
// binary contains.
func Notice() string { return notice }
