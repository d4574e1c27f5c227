package model

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io"
	"io/fs"
	"path"
	"sync"
)

// languages has the recognizers of other languages than English, see LANGUAGES.md.
//
//go:embed languages
var languages embed.FS

// folder is the folder of the model files.
const folder = "languages"

// Language returns the recognizer's model of a language, or nil if there is none. It is the file that
// package recognize reads.
func Language(code string) []byte {
	b, err := languages.ReadFile(path.Join(folder, code+".bin"))
	if err != nil {
		return nil
	}
	return b
}

// fileHead is the length in bytes of the beginning of a model file, which ends with the checksum of the rest.
const fileHead = 8 + sha256.Size

// LanguagesVersion returns the version of the recognizers of all languages, computed from their checksums.
var LanguagesVersion = sync.OnceValue(func() string {
	files, err := fs.ReadDir(languages, folder)
	if err != nil {
		return ""
	}
	h := sha256.New()
	for _, f := range files {
		h.Write([]byte(f.Name()))
		if r, err := languages.Open(path.Join(folder, f.Name())); err == nil {
			_, _ = io.CopyN(h, r, fileHead)
			r.Close()
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:4])
})
