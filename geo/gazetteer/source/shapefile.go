package source

import (
	"bufio"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"dateline/geo"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-shapefile"
)

// The bounds on shapefiles: those of the most detailed outlines of countries are
// two orders of magnitude below.
const (
	maxShapeRecord = 64 << 20
	maxShapeParts  = 1 << 20
	maxShapePoints = 1 << 24
)

// shapefileSet is the files of one shapefile; go-shapefile's own way of opening
// them together is not used, for it cannot go on after a bad record and a bad
// table ends the program.
type shapefileSet struct {
	shapes, table input
	charset       *input // the .cpg file that names the table's encoding, if any
}

// shapefilesOf finds the shapefiles among inputs, by their common names.
func shapefilesOf(inputs []input) []shapefileSet {
	find := func(stem, extension string) *input {
		for i := range inputs {
			if strings.EqualFold(stemOf(inputs[i].name), stem) && strings.EqualFold(filepath.Ext(inputs[i].name), extension) {
				return &inputs[i]
			}
		}
		return nil
	}
	var sets []shapefileSet
	for _, in := range inputs {
		if !strings.EqualFold(filepath.Ext(in.name), ".shp") {
			continue
		}
		if table := find(stemOf(in.name), ".dbf"); table != nil {
			sets = append(sets, shapefileSet{shapes: in, table: *table, charset: find(stemOf(in.name), ".cpg")})
		}
	}
	return sets
}

func stemOf(name string) string { return strings.TrimSuffix(name, filepath.Ext(name)) }

// each calls do for every record until it returns false.
func (s *shapefileSet) each(do func(*feature) bool) error {
	shapes, err := s.shapes.open()
	if err != nil {
		return err
	}
	defer shapes.Close()
	rows, err := s.table.open()
	if err != nil {
		return err
	}
	defer rows.Close()
	table, fields, err := s.openTable(rows)
	if err != nil {
		return err
	}
	r := bufio.NewReaderSize(shapes, 1<<16)
	if _, err := io.CopyN(io.Discard, r, 100); err != nil { // the file header repeats what the records say
		return geo.Errorf(geo.ErrInput, "reading %s: shorter than its header: %w", s.shapes.name, err)
	}
	options := &shapefile.ReadSHPOptions{MaxParts: maxShapeParts, MaxPoints: maxShapePoints, MaxRecordSize: maxShapeRecord}
	for number := 1; ; number++ {
		f := &feature{number: number}
		rest := &countingReader{r: r}
		record, err := shapefile.ReadSHPRecord(rest, options)
		switch {
		case errors.Is(err, io.EOF) && rest.n == 0:
			return nil
		case err != nil && (rest.n < 12 || rest.err != nil):
			// Nothing says where the next record begins.
			return geo.Errorf(geo.ErrInput, "reading %s, record %d: %w", s.shapes.name, number, err)
		case err != nil:
			f.err = geo.Errorf(geo.ErrInput, "%w", err)
		default:
			f.geometry = orbGeometry(record.Geom)
		}
		values, err := table.Scan()
		if err != nil {
			return geo.Errorf(geo.ErrInput, "reading %s, record %d: %w", s.table.name, number, err)
		}
		if values == nil { // marked as deleted
			continue
		}
		f.values = make(map[string]string, len(values))
		for i, v := range values {
			if s := text(v); s != "" {
				f.values[fields[i]] = s
			}
		}
		if !do(f) {
			return nil
		}
	}
}

func (s *shapefileSet) openTable(rows io.ReadCloser) (*shapefile.ScannerDBF, []string, error) {
	charset, err := s.encoding()
	if err != nil {
		return nil, nil, err
	}
	table, err := shapefile.NewScannerDBF(rows, &shapefile.ReadDBFOptions{SkipBrokenFields: true, Charset: charset})
	if err != nil {
		return nil, nil, geo.Errorf(geo.ErrInput, "reading %s: %w", s.table.name, err)
	}
	var fields []string
	for _, d := range table.FieldDescriptors() {
		name, _, _ := strings.Cut(d.Name, "\x00")
		fields = append(fields, strings.ToLower(name))
	}
	return table, fields, nil
}

// encoding reads the name of the table's encoding. Without one it is UTF-8, in
// which Natural Earth writes its tables.
func (s *shapefileSet) encoding() (string, error) {
	if s.charset == nil {
		return "utf-8", nil
	}
	rc, err := s.charset.open()
	if err != nil {
		return "", err
	}
	defer rc.Close()
	name := make([]byte, 64)
	n, err := io.ReadFull(rc, name)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", geo.Errorf(geo.ErrInput, "reading %s: %w", s.charset.name, err)
	}
	if label := strings.ToLower(strings.TrimSpace(string(name[:n]))); label != "" {
		return label, nil
	}
	return "utf-8", nil
}

// countingReader knows how far a record was read and whether its reader failed.
type countingReader struct {
	r   io.Reader
	n   int
	err error
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += n
	c.err = err
	return n, err
}

// orbGeometry turns a geometry of a shapefile into ours, without heights and
// measures.
func orbGeometry(g geom.T) orb.Geometry {
	switch g := g.(type) {
	case *geom.Point:
		return orb.Point{g.X(), g.Y()}
	case *geom.MultiPoint:
		mp := make(orb.MultiPoint, 0, g.NumPoints())
		for i := range g.NumPoints() {
			mp = append(mp, orb.Point{g.Point(i).X(), g.Point(i).Y()})
		}
		return mp
	case *geom.MultiLineString:
		ml := make(orb.MultiLineString, 0, g.NumLineStrings())
		for i := range g.NumLineStrings() {
			ml = append(ml, orb.LineString(orbPoints(g.LineString(i))))
		}
		return ml
	case *geom.MultiPolygon:
		mp := make(orb.MultiPolygon, 0, g.NumPolygons())
		for i := range g.NumPolygons() {
			polygon := make(orb.Polygon, 0, g.Polygon(i).NumLinearRings())
			for j := range g.Polygon(i).NumLinearRings() {
				polygon = append(polygon, orb.Ring(orbPoints(g.Polygon(i).LinearRing(j))))
			}
			mp = append(mp, polygon)
		}
		return mp
	}
	return nil
}

func orbPoints(line interface {
	FlatCoords() []float64
	Stride() int
}) []orb.Point {
	flat, stride := line.FlatCoords(), line.Stride()
	points := make([]orb.Point, 0, len(flat)/stride)
	for i := 0; i+1 < len(flat); i += stride {
		points = append(points, orb.Point{flat[i], flat[i+1]})
	}
	return points
}
