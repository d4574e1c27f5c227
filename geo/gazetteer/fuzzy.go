package gazetteer

import (
	"unicode"
	"unicode/utf8"
)

// maxEdits bounds Fuzzy: the work grows with the square of the name's length at
// two edits.
const maxEdits = 2

// Fuzzy returns the places with a name that differs from the given one by at
// most maxEdits letters left out, added, changed or swapped with the next (no
// more than two), the fewest edits first and among those the most important.
// Every such spelling is looked up: about 20 µs for one edit and 10 ms for two.
func (g *Gazetteer) Fuzzy(name string, edits, limit int) []Ref {
	key := []rune(string(Normalize(nil, name)))
	if len(key) == 0 || len(key) > maxKey/4 || limit <= 0 {
		return nil
	}
	f := fuzzy{g: g, letters: letters(key), seen: map[Ref]bool{}}
	var near []Ref
	for n := 0; n <= min(edits, maxEdits) && len(near) < limit; n++ {
		f.found = f.found[:0]
		f.edit(key, 0, n)
		near = append(near, g.heaviest(f.found, limit-len(near))...)
	}
	return near
}

type fuzzy struct {
	g       *Gazetteer
	letters []rune
	seen    map[Ref]bool
	found   []Ref
	buf     []byte
	names   []NameRef
}

// edit makes n edits to the key, each at or after the place of the one before.
func (f *fuzzy) edit(key []rune, from, n int) {
	if n == 0 {
		f.try(key)
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
		copy(next[i:], key[i+1:]) // left out
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

// try keeps the places that a spelling names.
func (f *fuzzy) try(key []rune) {
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

// letters returns the letters that may be added to a key in its script.
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
