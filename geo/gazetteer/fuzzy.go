package gazetteer

import (
	"unicode"
	"unicode/utf8"

	"dateline/geo/gazetteer/internal/layout"
)

// maxEdits is the greatest number of edits that Fuzzy tries.
const maxEdits = 2

// Fuzzy returns at most limit places with a name that differs from the given one
// by up to edits letters (at most two) that are missing, added, changed or swapped
// with the next one. Places with fewer edits come first, then more prominent ones.
// Every such spelling is looked up, which takes about 20 µs for one edit and 10 ms
// for two.
func (g *Gazetteer) Fuzzy(name string, edits, limit int) []Ref {
	key := []rune(string(Normalize(nil, name)))
	if len(key) == 0 || len(key) > layout.MaxKey/4 || limit <= 0 {
		return nil
	}
	f := fuzzy{g: g, letters: letters(key), seen: map[Ref]bool{}}
	var refs []Ref
	for n := 0; n <= min(edits, maxEdits) && len(refs) < limit; n++ {
		f.found = f.found[:0]
		f.edit(key, 0, n)
		refs = append(refs, g.mostProminent(f.found, limit-len(refs))...)
	}
	return refs
}

type fuzzy struct {
	g       *Gazetteer
	letters []rune
	seen    map[Ref]bool
	found   []Ref
	buf     []byte
	names   []NameRef
}

// edit makes n edits to the key, each at or after index from, and looks up the
// results.
func (f *fuzzy) edit(key []rune, from, n int) {
	if n == 0 {
		f.lookup(key)
		return
	}
	next := make([]rune, len(key)+1)
	for i := from; i <= len(key); i++ {
		copy(next, key[:i])
		for _, c := range f.letters { // added
			next[i] = c
			copy(next[i+1:], key[i:])
			f.edit(next[:len(key)+1], i+1, n-1)
		}
		if i == len(key) {
			break
		}
		copy(next[i:], key[i+1:]) // removed
		f.edit(next[:len(key)-1], i, n-1)
		copy(next[i+1:], key[i+1:])
		for _, c := range f.letters { // changed
			if c != key[i] {
				next[i] = c
				f.edit(next[:len(key)], i+1, n-1)
			}
		}
		if i+1 < len(key) && key[i] != key[i+1] { // swapped
			next[i], next[i+1] = key[i+1], key[i]
			f.edit(next[:len(key)], i+2, n-1)
		}
	}
}

// lookup adds the places with a name.
func (f *fuzzy) lookup(key []rune) {
	f.buf = f.buf[:0]
	for _, c := range key {
		f.buf = utf8.AppendRune(f.buf, c)
	}
	f.names = f.g.Lookup(f.names[:0], f.buf)
	for _, n := range f.names {
		if !f.seen[n.Ref] {
			f.seen[n.Ref] = true
			f.found = append(f.found, n.Ref)
		}
	}
}

// letters returns the letters of the script of a key, which may be added to it.
func letters(key []rune) []rune {
	for _, c := range key {
		switch {
		case c < utf8.RuneSelf && c != ' ':
			return []rune("abcdefghijklmnopqrstuvwxyz ")
		case unicode.Is(unicode.Cyrillic, c):
			return []rune("абвгдежзийклмнопрстуфхцчшщъыьэюяіґ ")
		case unicode.Is(unicode.Greek, c):
			return []rune("αβγδεζηθικλμνξοπρστυφχψω ")
		case unicode.Is(unicode.Arabic, c):
			return []rune("ابتثجحخدذرزسشصضطظعغفقلمنهوپچژکگیءٹڈڑںے ")
		case unicode.Is(unicode.Hebrew, c):
			return []rune("אבגדהוזחטיךכלםמןנסעףפץצקרשת ")
		}
	}
	return nil
}
