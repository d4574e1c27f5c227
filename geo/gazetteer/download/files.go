package download

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"dateline/geo"
)

// The publishers' addresses.
const (
	geonamesURL     = "https://download.geonames.org/export/dump/"
	naturalEarthURL = "https://naciscdn.org/naturalearth/10m/"
)

// UserAgent tells the publishers who asks.
const UserAgent = "Dateline (gazetteer download)"

// File is a file of a publisher.
type File struct {
	// Name is what it is called in the folder.
	Name string
	URL  string
}

// Set is a set of files that go together.
type Set struct {
	Name string
	// About says what is in it and how much there is to fetch.
	About string
	Files []File
}

// geonamesBeside are the files that go with every file of places.
var geonamesBeside = []string{"hierarchy.zip", "admin1CodesASCII.txt", "admin2Codes.txt", "countryInfo.txt"}

// Sets returns the sets that there are, but for those of single countries.
func Sets() []Set {
	return []Set{
		{"geonames", "all places of GeoNames with their names in all languages, some hundred MB",
			geonames(append([]string{"allCountries.zip", "no-country.zip", "alternateNamesV2.zip"}, geonamesBeside...)...)},
		{"cities", "settlements of at least 500 people, some ten MB",
			geonames(append([]string{"cities500.zip"}, geonamesBeside...)...)},
		{"natural-earth", "countries, first-level areas, seas, lakes, rivers and regions with their outlines, some tens of MB",
			naturalEarth("cultural/ne_10m_admin_0_countries", "cultural/ne_10m_admin_0_disputed_areas", "cultural/ne_10m_admin_1_states_provinces",
				"physical/ne_10m_geography_regions_polys", "physical/ne_10m_geography_marine_polys", "physical/ne_10m_lakes",
				"physical/ne_10m_rivers_lake_centerlines")},
	}
}

// SetNamed returns the set of that name; the code of a country, such as "AF",
// names the set of its places.
func SetNamed(name string) (Set, error) {
	var names []string
	for _, s := range Sets() {
		if s.Name == name {
			return s, nil
		}
		names = append(names, s.Name)
	}
	if code := strings.ToUpper(name); len(code) == 2 && code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z' {
		files := geonames(append([]string{code + ".zip"}, geonamesBeside...)...)
		files = append(files, File{Name: code + "-alternatenames.zip", URL: geonamesURL + "alternatenames/" + code + ".zip"})
		return Set{Name: code, About: "the places of one country", Files: files}, nil
	}
	return Set{}, geo.Errorf(geo.ErrNotFound, "no set of files is named %q; there are %s, and the codes of countries, such as AF", name, strings.Join(names, ", "))
}

func geonames(names ...string) []File {
	var files []File
	for _, name := range names {
		files = append(files, File{Name: name, URL: geonamesURL + name})
	}
	return files
}

func naturalEarth(paths ...string) []File {
	var files []File
	for _, p := range paths {
		_, name, _ := strings.Cut(p, "/")
		files = append(files, File{Name: name + ".zip", URL: naturalEarthURL + p + ".zip"})
	}
	return files
}

// check refuses a file that is not what its name says: a zip is read to its end
// and so checked against its checksums, a table must be a text of columns.
func (f File) check(path string) error {
	var err error
	if strings.HasSuffix(f.Name, ".zip") {
		err = checkZip(path)
	} else {
		err = checkTable(path)
	}
	if err != nil {
		return fmt.Errorf("checking what came: %w", err)
	}
	return nil
}

func checkZip(path string) error {
	z, err := zip.OpenReader(path)
	if err != nil {
		return geo.Errorf(geo.ErrInput, "not a whole zip: %w", err)
	}
	defer z.Close()
	if len(z.File) == 0 {
		return geo.Errorf(geo.ErrInput, "the zip is empty")
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return geo.Errorf(geo.ErrInput, "%s in the zip: %w", f.Name, err)
		}
		_, err = io.Copy(io.Discard, r)
		if err = errors.Join(err, r.Close()); err != nil {
			return geo.Errorf(geo.ErrInput, "%s in the zip: %w", f.Name, err)
		}
	}
	return nil
}

func checkTable(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	head := make([]byte, 1<<15)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return geo.Errorf(geo.ErrInput, "%w", err)
	}
	head = head[:n]
	if last := bytes.LastIndexByte(head, '\n'); last >= 0 {
		head = head[:last]
	}
	if !utf8.Valid(head) || bytes.HasPrefix(bytes.TrimSpace(head), []byte("<")) || !bytes.Contains(head, []byte("\t")) {
		return geo.Errorf(geo.ErrInput, "not a table with tabs")
	}
	return nil
}
