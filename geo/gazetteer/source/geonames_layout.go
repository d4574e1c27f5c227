package source

import (
	"bytes"
	"errors"
	"io"
)

// layout says which of GeoNames' files an input is.
type layout int

const (
	layoutOther      layout = iota // any other file: readme.txt, iso-languagecodes.txt, featureCodes_en.txt
	layoutPlaces                   // allCountries.txt, cities500.txt, AF.txt
	layoutAlternates               // alternateNamesV2.txt, alternateNames.txt
	layoutHierarchy                // hierarchy.txt
	layoutAdmin1                   // admin1CodesASCII.txt
	layoutAdmin2                   // admin2Codes.txt
	layoutCountries                // countryInfo.txt
)

// layoutLines is how many lines decide on a file's layout.
const layoutLines = 20

// layoutOf tells an input's layout by its first lines that are neither empty nor
// comments: the first that fits a layout decides, so that one bad line at the
// top does no harm.
func layoutOf(in *input) (layout, error) {
	l, err := openLines(in)
	if err != nil {
		return layoutOther, err
	}
	defer l.close()
	for n := 0; n < layoutLines; {
		line, err := l.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil && !errors.Is(err, errLongLine) {
			return layoutOther, err
		}
		if err != nil || len(line) == 0 || line[0] == '#' {
			if l.number > 10*layoutLines {
				break
			}
			continue
		}
		n++
		if found := layoutOfLine(line); found != layoutOther {
			return found, nil
		}
	}
	return layoutOther, nil
}

func layoutOfLine(line []byte) layout {
	var col [19][]byte
	n := columns(col[:], line)
	switch {
	case n == 19 && isNumber(col[0]) && len(col[6]) <= 1:
		if _, err := parseRow(line); err == nil {
			return layoutPlaces
		}
	case n == 19 && len(col[0]) == 2 && len(col[1]) == 3 && isNumber(col[2]):
		return layoutCountries
	case (n == 8 || n == 10) && isNumber(col[0]) && isNumber(col[1]):
		return layoutAlternates
	case (n == 2 || n == 3) && isNumber(col[0]) && isNumber(col[1]):
		return layoutHierarchy
	case n == 4 && isNumber(col[3]):
		switch bytes.Count(col[0], []byte(".")) {
		case 1:
			return layoutAdmin1
		case 2:
			return layoutAdmin2
		}
	}
	return layoutOther
}

func isNumber(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) > 0
}
