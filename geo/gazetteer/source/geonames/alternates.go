package geonames

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/gazetteer/source"
	"dateline/geo/gazetteer/source/internal/entry"
	"dateline/geo/gazetteer/source/internal/input"
)

// alternates has the rows of alternateNamesV2.txt by place. The file has 17 million
// rows that are not sorted by place, so they are packed into one block by a counting
// sort: the first pass over the file counts the bytes of each place, the second
// stores the names. A large block, of about 20 bytes per name, is then moved to a
// temporary file, because the memory is needed while places are read. What remains
// are 4 bytes per id up to the highest.
type alternates struct {
	// ends[id] is the end of the names of a place in the block, and ends[id-1] their
	// beginning.
	ends      []uint32
	packed    []byte // the block, until it is complete
	block     io.ReaderAt
	file      *os.File // of the block, if it is large
	buf       []byte
	languages []string
	known     map[string]byte
}

// inMemory is the size in bytes up to which the block stays in memory.
const inMemory = 16 << 20

// A packed name is a byte of flags, the index of its language, the length of the text
// as a varint, and the text. These are the flags.
const (
	flagPreferred = 1 << iota
	flagShort
	flagColloquial
	flagHistoric
)

// maxLanguages is the number of languages that a byte can index. The file has about
// 700; later ones become unknown.
const maxLanguages = 1 << 8

// maxName is the length of the longest names in bytes. The column has at most 400
// characters.
const maxName = 1600

// alternateRow is a row of alternateNamesV2.txt.
type alternateRow struct {
	id       int
	language string
	text     []byte
	flags    byte
}

func parseAlternate(line []byte) (alternateRow, error) {
	var col [10][]byte
	n := input.Columns(col[:], line)
	if n != 8 && n != 10 {
		return alternateRow{}, geo.Errorf(geo.ErrInput, "%d columns, want 10", n)
	}
	id, err := parseID(string(col[1]))
	if err != nil {
		return alternateRow{}, err
	}
	row := alternateRow{id: id, language: string(col[2]), text: bytes.TrimSpace(col[3])}
	if !utf8.Valid(row.text) {
		return alternateRow{}, geo.Errorf(geo.ErrInput, "name is not UTF-8")
	}
	if len(row.text) == 0 || len(row.text) > maxName {
		return alternateRow{}, geo.Errorf(geo.ErrInput, "name of %d bytes, want 1 to %d", len(row.text), maxName)
	}
	for i := range 4 {
		if len(col[4+i]) > 0 && col[4+i][0] == '1' {
			row.flags |= 1 << i
		}
	}
	if len(col[9]) > 0 { // with a last year of use
		row.flags |= flagHistoric
	}
	return row, nil
}

// unused reports whether the "language" of a row means that it is not a name but a
// link, a postal code or a pronunciation.
func (row *alternateRow) unused() bool {
	switch row.language {
	case "link", "post", "phon", "tcid", "faac", "uicn", "nuts":
		return true
	}
	return false
}

// load reads the files of alternate names.
func (a *alternates) load(inputs []input.Input, report func(error) bool) error {
	a.known = map[string]byte{"": 0}
	a.languages = []string{""}
	var total uint64
	for i := range inputs {
		if err := a.count(&inputs[i], &total, report); err != nil {
			return err
		}
	}
	// ends[id] becomes the beginning of the names of id; the second pass moves it to
	// their end.
	var start uint32
	for id, size := range a.ends {
		a.ends[id] = start
		start += size
	}
	a.packed = make([]byte, total)
	for i := range inputs {
		if err := a.fill(&inputs[i]); err != nil {
			return err
		}
	}
	return a.store(inMemory)
}

// store keeps the complete block in memory, or in a file if it exceeds limit bytes.
func (a *alternates) store(limit int) error {
	packed := a.packed
	a.packed = nil
	if len(packed) <= limit {
		a.block = bytes.NewReader(packed)
		return nil
	}
	f, err := os.CreateTemp("", "dateline-names-*")
	if err != nil {
		return fmt.Errorf("sorting alternate names: %w", err)
	}
	a.block, a.file = f, f
	if _, err := f.Write(packed); err != nil {
		return fmt.Errorf("sorting alternate names: %w; is there space left in %s?", err, os.TempDir())
	}
	return nil
}

// close removes the temporary file, if there is one.
func (a *alternates) close() error {
	if a.file == nil {
		return nil
	}
	err := errors.Join(a.file.Close(), os.Remove(a.file.Name()))
	a.file = nil
	return err
}

// count is the first pass over a file: it sets ends[id] to the size of the names of
// a place.
func (a *alternates) count(in *input.Input, total *uint64, report func(error) bool) error {
	err := input.EachLine(in, func(line []byte) error {
		row, err := parseAlternate(line)
		if err != nil || row.unused() {
			return err
		}
		if row.id >= len(a.ends) {
			a.ends = append(a.ends, make([]uint32, max(row.id+1, len(a.ends)*5/4)-len(a.ends))...)
		}
		size := packedSize(len(row.text))
		a.ends[row.id] += uint32(size)
		*total += uint64(size)
		return nil
	}, report)
	switch {
	case err != nil:
		return err
	case *total > math.MaxUint32:
		return geo.Errorf(geo.ErrTooLarge, "reading %s: %d bytes of names, at most 4 GiB are read", in.Name, *total)
	}
	return nil
}

// fill is the second pass. It never writes outside the counted size, because the file
// may have changed since the first pass.
func (a *alternates) fill(in *input.Input) error {
	changed := false
	err := input.EachLine(in, func(line []byte) error {
		row, err := parseAlternate(line)
		if err != nil || row.unused() {
			return nil //nolint:nilerr // the first pass reported it
		}
		if row.id >= len(a.ends) || uint64(a.ends[row.id])+uint64(packedSize(len(row.text))) > uint64(len(a.packed)) {
			changed = true
			return nil
		}
		a.ends[row.id] = a.put(a.ends[row.id], &row)
		return nil
	}, func(error) bool { return true })
	if err == nil && changed {
		err = geo.Errorf(geo.ErrUnavailable, "reading %s: the file changed while it was read; try again", in.Name)
	}
	return err
}

// packedSize returns the size of a packed name with a text of the given size.
func packedSize(text int) int {
	var b [binary.MaxVarintLen32]byte
	return 2 + binary.PutUvarint(b[:], uint64(text)) + text
}

// put writes a row at an offset and returns the offset after it.
func (a *alternates) put(at uint32, row *alternateRow) uint32 {
	b := a.packed[at:]
	b[0] = row.flags
	b[1] = a.languageIndex(row.language)
	n := 2 + binary.PutUvarint(b[2:], uint64(len(row.text)))
	n += copy(b[n:], row.text)
	return at + uint32(n)
}

func (a *alternates) languageIndex(language string) byte {
	i, ok := a.known[language]
	if !ok && len(a.languages) < maxLanguages {
		i = byte(len(a.languages))
		a.known[language] = i
		a.languages = append(a.languages, language)
	}
	return i
}

// apply adds the alternate names and codes of a place to its entry. The preferred
// English name becomes the name of the place. Of the current names in another language the preferred one is the first
// of those to show.
func (a *alternates) apply(id int, e *source.Entry, n *entry.Names) error {
	if id >= len(a.ends) || a.ends[id] == a.ends[id-1] {
		return nil
	}
	start, size := a.ends[id-1], int(a.ends[id]-a.ends[id-1])
	a.buf = slices.Grow(a.buf[:0], size)[:size]
	if _, err := a.block.ReadAt(a.buf, int64(start)); err != nil {
		return fmt.Errorf("reading sorted alternate names: %w", err)
	}
	var others []source.LocalName // that are not preferred
	for b := a.buf; len(b) > 0; {
		flags, language := b[0], a.languages[b[1]]
		size, skip := binary.Uvarint(b[2:])
		text := string(b[2+skip : 2+skip+int(size)])
		b = b[2+skip+int(size):]

		if scheme, kind := codeScheme(language); scheme != "" {
			entry.SetCode(&e.Place, scheme, text)
			if kind == gazetteer.NameCode {
				n.Add(source.Name{Text: text, Kind: kind})
			}
			continue
		}
		name := source.Name{Text: text, Kind: gazetteer.NameAlternate, Language: bcp47(language)}
		switch {
		case language == "abbr":
			name.Kind = gazetteer.NameAbbreviation
		case flags&flagHistoric != 0 || language == "fr_1793":
			name.Kind = gazetteer.NameFormer
		case language == "" && entry.LooksLikeCode(text):
			name.Kind = gazetteer.NameCode
		case language == "en" && flags == flagPreferred && !n.CommonName:
			n.CommonName = true
			e.Place.Name = text
		}
		n.Add(name)
		if name.Kind == gazetteer.NameAlternate && name.Language != "" && name.Language != "en" && flags&flagColloquial == 0 {
			shown := source.LocalName{Text: text, Language: name.Language}
			if flags&flagPreferred != 0 {
				e.LocalNames = append(e.LocalNames, shown)
			} else {
				others = append(others, shown)
			}
		}
	}
	e.LocalNames = append(e.LocalNames, others...)
	return nil
}

// codeScheme returns the scheme of a "language" that means a code, or "", and the
// kind of name of the code.
func codeScheme(language string) (scheme string, kind gazetteer.NameKind) {
	switch language {
	case "iata", "icao":
		return language, gazetteer.NameCode
	case "unlc":
		return "unlocode", gazetteer.NameCode
	case "wkdt":
		return "wikidata", gazetteer.NameAlternate
	}
	return "", gazetteer.NameAlternate
}

// bcp47 returns the BCP 47 code of an "isolanguage" of GeoNames, or "".
func bcp47(language string) string {
	switch language {
	case "piny":
		return "zh-Latn-pinyin"
	case "fr_1793":
		return "fr"
	}
	language = strings.ReplaceAll(language, "_", "-")
	head, _, _ := strings.Cut(language, "-")
	if len(head) < 2 || len(head) > 3 || len(language) > 16 {
		return ""
	}
	for i := range len(language) {
		c := language[i]
		if c != '-' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return ""
		}
	}
	return language
}
