package geonames

import (
	"bytes"
	"errors"
	"io"

	"dateline/geo"
	"dateline/geo/gazetteer/source/internal/entry"
	"dateline/geo/gazetteer/source/internal/input"
)

// layout is a layout of a file of GeoNames.
type layout int

const (
	layoutOther      layout = iota // another file: readme.txt, iso-languagecodes.txt, featureCodes_en.txt
	layoutPlaces                   // allCountries.txt, cities500.txt, AF.txt
	layoutAlternates               // alternateNamesV2.txt, alternateNames.txt
	layoutHierarchy                // hierarchy.txt
	layoutAdmin1                   // admin1CodesASCII.txt
	layoutAdmin2                   // admin2Codes.txt
	layoutCountries                // countryInfo.txt
)

// layoutLines is the number of lines from which the layout of a file is detected.
const layoutLines = 20

// layoutOf detects the layout of an input: that of the first line that has one,
// among the first lines that are neither empty nor comments.
func layoutOf(in *input.Input) (layout, error) {
	l, err := input.OpenLines(in)
	if err != nil {
		return layoutOther, err
	}
	defer l.Close()
	for n := 0; n < layoutLines; {
		line, err := l.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil && !errors.Is(err, geo.ErrTooLarge) {
			return layoutOther, err
		}
		if err != nil || len(line) == 0 || line[0] == '#' {
			if l.Number > 10*layoutLines {
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
	n := input.Columns(col[:], line)
	switch {
	case n == 19 && entry.IsNumber(col[0]) && len(col[6]) <= 1:
		if _, err := parseRow(line); err == nil {
			return layoutPlaces
		}
	case n == 19 && len(col[0]) == 2 && len(col[1]) == 3 && entry.IsNumber(col[2]):
		return layoutCountries
	case (n == 8 || n == 10) && entry.IsNumber(col[0]) && entry.IsNumber(col[1]):
		return layoutAlternates
	case (n == 2 || n == 3) && entry.IsNumber(col[0]) && entry.IsNumber(col[1]):
		return layoutHierarchy
	case n == 4 && entry.IsNumber(col[3]):
		switch bytes.Count(col[0], []byte(".")) {
		case 1:
			return layoutAdmin1
		case 2:
			return layoutAdmin2
		}
	}
	return layoutOther
}
