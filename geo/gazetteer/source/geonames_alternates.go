package source

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
)

// alternates holds the rows of alternateNamesV2.txt by place. The file has 17
// million rows in an order that is not that of the places, so its names are
// packed into one block by a counting sort: the first pass over the file counts
// the bytes of each place, the second puts every name where it belongs. A large
// block, at about 20 bytes a name, then moves to a temporary file: whoever reads
// the places needs the memory by then. What stays is 4 bytes for every id up to
// the highest.
type alternates struct {
	// ends[id] is where the names of a place end, and ends[id-1] where they
	// begin.
	ends      []uint32
	packed    []byte // while the block is made
	block     io.ReaderAt
	file      *os.File // the block, if it is large
	buf       []byte
	languages []string
	known     map[string]byte
}

// inMemory is the size up to which the block stays in memory.
const inMemory = 16 << 20

// The flags of a packed name: flags, index of the language, length as a varint,
// the text.
const (
	flagPreferred = 1 << iota
	flagShort
	flagColloquial
	flagHistoric
)

// maxLanguages is how many languages a byte can index; those of names come to
// about 700, and the rarest of them become "unknown".
const maxLanguages = 1 << 8

// maxName bounds a name, in bytes; the column holds 400 characters.
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
	n := columns(col[:], line)
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
	if len(col[9]) > 0 { // used to some year only
		row.flags |= flagHistoric
	}
	return row, nil
}

// unused reports whether a row's "language" marks something that is no name of
// use: a link, a postal code, or pronunciation.
func (row *alternateRow) unused() bool {
	switch row.language {
	case "link", "post", "phon", "tcid", "faac", "uicn", "nuts":
		return true
	}
	return false
}

// load reads the files of alternate names, if there are any.
func (a *alternates) load(inputs []input, report func(error) bool) error {
	a.known = map[string]byte{"": 0}
	a.languages = []string{""}
	var total uint64
	for i := range inputs {
		if err := a.count(&inputs[i], &total, report); err != nil {
			return err
		}
	}
	// ends[id] becomes where id's names begin, and the second pass moves it on
	// to where they end.
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
	return a.settle(inMemory)
}

// settle puts the finished block where it stays.
func (a *alternates) settle(limit int) error {
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
		return fmt.Errorf("sorting alternate names: %w; is there room in %s?", err, os.TempDir())
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

// count is the first pass over a file: ends[id] becomes the bytes that the names
// of a place need.
func (a *alternates) count(in *input, total *uint64, report func(error) bool) error {
	stopped, err := in.each(func(line []byte) error {
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
	case stopped:
		return errStopped
	case *total > math.MaxUint32:
		return geo.Errorf(geo.ErrTooLarge, "reading %s: %d bytes of names, at most 4 GiB are read", in.name, *total)
	}
	return nil
}

// fill is the second pass. It never writes where nothing was counted, for the
// file may have changed since the first.
func (a *alternates) fill(in *input) error {
	changed := false
	_, err := in.each(func(line []byte) error {
		row, err := parseAlternate(line)
		if err != nil || row.unused() {
			return nil //nolint:nilerr // the first pass has reported it
		}
		if row.id >= len(a.ends) || uint64(a.ends[row.id])+uint64(packedSize(len(row.text))) > uint64(len(a.packed)) {
			changed = true
			return nil
		}
		a.ends[row.id] = a.put(a.ends[row.id], &row)
		return nil
	}, func(error) bool { return true })
	if err == nil && changed {
		err = geo.Errorf(geo.ErrUnavailable, "reading %s: the file changed while it was read; try again", in.name)
	}
	return err
}

func packedSize(text int) int {
	var b [binary.MaxVarintLen32]byte
	return 2 + binary.PutUvarint(b[:], uint64(text)) + text
}

// put writes a row at an offset and returns the offset behind it.
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

// apply adds a place's alternate names to its entry: the preferred English one
// becomes the place's name, codes become codes.
func (a *alternates) apply(id int, e *gazetteer.Entry, n *naming) error {
	if id >= len(a.ends) || a.ends[id] == a.ends[id-1] {
		return nil
	}
	start, size := a.ends[id-1], int(a.ends[id]-a.ends[id-1])
	a.buf = slices.Grow(a.buf[:0], size)[:size]
	if _, err := a.block.ReadAt(a.buf, int64(start)); err != nil {
		return fmt.Errorf("reading sorted alternate names: %w", err)
	}
	for b := a.buf; len(b) > 0; {
		flags, language := b[0], a.languages[b[1]]
		size, skip := binary.Uvarint(b[2:])
		text := string(b[2+skip : 2+skip+int(size)])
		b = b[2+skip+int(size):]

		if scheme, kind := codeScheme(language); scheme != "" {
			setCode(&e.Place, scheme, text)
			if kind == gazetteer.NameCode {
				n.add(gazetteer.Name{Text: text, Kind: kind})
			}
			continue
		}
		name := gazetteer.Name{Text: text, Kind: gazetteer.NameAlternate, Language: bcp47(language)}
		switch {
		case language == "abbr":
			name.Kind = gazetteer.NameAbbreviation
		case flags&flagHistoric != 0 || language == "fr_1793":
			name.Kind = gazetteer.NameFormer
		case language == "" && looksLikeCode(text):
			name.Kind = gazetteer.NameCode
		case language == "en" && flags == flagPreferred && !n.named:
			n.named = true
			e.Place.Name = text
		}
		n.add(name)
	}
	return nil
}

// codeScheme returns the scheme under which a "language" of GeoNames that is a
// kind of code is kept, and the kind of name that it is, if it is one.
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

func setCode(p *geo.Place, scheme, code string) {
	if p.Codes == nil {
		p.Codes = make(map[string]string, 2)
	}
	if p.Codes[scheme] == "" {
		p.Codes[scheme] = code
	}
}

// bcp47 turns GeoNames' "isolanguage" into a BCP 47 code, or "" where it is none.
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
