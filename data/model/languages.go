package model

import "embed"

// languages has the recognizers of other languages than English, see LANGUAGES.md.
//
//go:embed languages
var languages embed.FS

// Language returns the recognizer's model of a language, or nil if there is none. It is the file that
// package recognize reads; several languages may share one.
func Language(code string) []byte {
	b, err := languages.ReadFile("languages/" + code + ".bin")
	if err != nil {
		return nil
	}
	return b
}
