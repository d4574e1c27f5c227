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

// The addresses of the publishers. Natural Earth publishes GeoJSON in its repository.
const (
	geonamesURL     = "https://download.geonames.org/export/dump/"
	naturalEarthURL = "https://raw.githubusercontent.com/nvkelso/natural-earth-vector/v5.1.2/geojson/"
)

// UserAgent is the value of the User-Agent header of requests to publishers.
const UserAgent = "Dateline (gazetteer download)"

// File is a file of a publisher.
type File struct {
	// Name is the name of the file in the folder.
	Name string
	URL  string
}

// Set is a set of files that belong together.
type Set struct {
	Name string
	// About describes the content and the size of the download.
	About string
	Files []File
}

// geonamesCompanions are the companion files of every file of places.
var geonamesCompanions = []string{"hierarchy.zip", "admin1CodesASCII.txt", "admin2Codes.txt", "countryInfo.txt"}

// Sets returns all sets except those of single countries.
func Sets() []Set {
	return []Set{
		{"geonames", "all places of GeoNames with their names in all languages, some hundred MB",
			geonames(append([]string{"allCountries.zip", "no-country.zip", "alternateNamesV2.zip"}, geonamesCompanions...)...)},
		{"cities", "settlements of at least 500 people, some ten MB",
			geonames(append([]string{"cities500.zip"}, geonamesCompanions...)...)},
		{"natural-earth", "countries, first-level areas, seas, lakes, rivers and regions with their outlines, about 100 MB",
			naturalEarth("admin_0_countries", "admin_0_disputed_areas", "admin_1_states_provinces", "geography_regions_polys",
				"geography_marine_polys", "lakes", "rivers_lake_centerlines")},
		Countries(CrisisSet, crisis),
	}
}

// crisis are the codes of the countries of most humanitarian reports of 2015 to 2025, of whose villages,
// camps and rivers the built-in gazetteer lacks many.
var crisis = []string{"AF", "BD", "BF", "BI", "CD", "CF", "CM", "CO", "ET", "GT", "HN", "HT", "IQ", "IR", "KE", "LB", "LY", "ML", "MM", "MW", "MZ", "NE", "NG", "NP", "PK", "PS", "SD", "SO", "SS", "SY", "TD", "UA", "UG", "VE", "YE", "ZW"}

// CrisisSet is the name of the set of the countries of humanitarian reports.
const CrisisSet = "crisis"

// Countries returns the set of the places of countries by their codes, with their names in all languages.
func Countries(name string, codes []string) Set {
	files := geonames(geonamesCompanions...)
	for _, code := range codes {
		files = append(files, File{Name: code + ".zip", URL: geonamesURL + code + ".zip"},
			File{Name: code + "-alternatenames.zip", URL: geonamesURL + "alternatenames/" + code + ".zip"})
	}
	return Set{Name: name, About: fmt.Sprintf("the places of %d countries of humanitarian reports, about 150 MB", len(codes)), Files: files}
}

// SetNamed returns the set with a name. The code of a country, such as "AF", is the
// name of the set of its places. The error wraps geo.ErrNotFound.
func SetNamed(name string) (Set, error) {
	var names []string
	for _, s := range Sets() {
		if s.Name == name {
			return s, nil
		}
		names = append(names, s.Name)
	}
	if code := strings.ToUpper(name); len(code) == 2 && code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z' {
		set := Countries(code, []string{code})
		set.About = "the places of one country"
		return set, nil
	}
	return Set{}, geo.Errorf(geo.ErrNotFound, "there is no set of files %q; the sets are %s, and countries by their code, such as AF", name, strings.Join(names, ", "))
}

func geonames(names ...string) []File {
	var files []File
	for _, name := range names {
		files = append(files, File{Name: name, URL: geonamesURL + name})
	}
	return files
}

func naturalEarth(themes ...string) []File {
	var files []File
	for _, theme := range themes {
		name := "ne_10m_" + theme + ".geojson"
		files = append(files, File{Name: name, URL: naturalEarthURL + name})
	}
	return files
}

// check returns an error if the content of a file is not of the type of its name. A
// zip archive is read completely, which verifies its checksums; GeoJSON must be
// complete; a table must be text with columns.
func (f File) check(path string) error {
	var err error
	switch {
	case strings.HasSuffix(f.Name, ".zip"):
		err = checkZip(path)
	case strings.HasSuffix(f.Name, ".geojson"):
		err = checkGeoJSON(path)
	default:
		err = checkTable(path)
	}
	if err != nil {
		return fmt.Errorf("the downloaded file is damaged: %w", err)
	}
	return nil
}

func checkZip(path string) error {
	z, err := zip.OpenReader(path)
	if err != nil {
		return geo.Errorf(geo.ErrInput, "it is not a complete zip archive: %w", err)
	}
	defer z.Close()
	if len(z.File) == 0 {
		return geo.Errorf(geo.ErrInput, "the archive is empty")
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return geo.Errorf(geo.ErrInput, "%s in the archive: %w", f.Name, err)
		}
		_, err = io.Copy(io.Discard, r)
		if err = errors.Join(err, r.Close()); err != nil {
			return geo.Errorf(geo.ErrInput, "%s in the archive: %w", f.Name, err)
		}
	}
	return nil
}

// checkGeoJSON checks the first and the last byte.
func checkGeoJSON(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	ends := make([]byte, 128)
	n, _ := f.ReadAt(ends[:64], 0)
	m, _ := f.ReadAt(ends[64:], max(0, info.Size()-64))
	if !bytes.HasPrefix(bytes.TrimSpace(ends[:n]), []byte("{")) || !bytes.HasSuffix(bytes.TrimSpace(ends[64:64+m]), []byte("}")) {
		return geo.Errorf(geo.ErrInput, "it is not complete GeoJSON")
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
		return geo.Errorf(geo.ErrInput, "it is not a table with tabs")
	}
	return nil
}
