package source

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
)

// shapes makes the .shp of polygons and points, by the format's description
// (ESRI, 1998).
func shapes(geometries ...orb.Geometry) string {
	var body bytes.Buffer
	for i, g := range geometries {
		var content bytes.Buffer
		little := func(v any) { put(&content, binary.LittleEndian, v) }
		switch g := g.(type) {
		case orb.Point:
			little(int32(1))
			little(g)
		case orb.Polygon:
			little(int32(5))
			b := g.Bound()
			little(b.Min)
			little(b.Max)
			little(int32(len(g)))
			points := 0
			for _, ring := range g {
				points += len(ring)
			}
			little(int32(points))
			start := 0
			for _, ring := range g {
				little(int32(start))
				start += len(ring)
			}
			for _, ring := range g {
				for _, p := range ring {
					little(p)
				}
			}
		default:
			little(int32(0))
		}
		put(&body, binary.BigEndian, int32(i+1))
		put(&body, binary.BigEndian, int32(content.Len()/2))
		body.Write(content.Bytes())
	}
	var file bytes.Buffer
	put(&file, binary.BigEndian, [7]int32{9994, 0, 0, 0, 0, 0, int32((100 + body.Len()) / 2)})
	put(&file, binary.LittleEndian, [2]int32{1000, 5})
	put(&file, binary.LittleEndian, [8]float64{-180, -90, 180, 90})
	file.Write(body.Bytes())
	return file.String()
}

// dbase makes the .dbf of rows, with columns 60 bytes wide.
func dbase(rows ...map[string]string) string {
	const width = 60
	columns := map[string]bool{}
	for _, row := range rows {
		for c := range row {
			columns[c] = true
		}
	}
	names := slices.Sorted(maps.Keys(columns))
	var file bytes.Buffer
	file.Write([]byte{3, 126, 1, 1})
	put(&file, binary.LittleEndian, int32(len(rows)))
	put(&file, binary.LittleEndian, [2]int16{int16(33 + 32*len(names)), int16(1 + width*len(names))})
	file.Write(make([]byte, 20))
	for _, name := range names {
		field := make([]byte, 32)
		copy(field, name)
		field[11], field[16] = 'C', width
		file.Write(field)
	}
	file.WriteByte('\r')
	for _, row := range rows {
		file.WriteByte(' ')
		for _, name := range names {
			file.WriteString(row[name])
			file.Write(bytes.Repeat([]byte{' '}, width-len(row[name])))
		}
	}
	file.WriteByte(0x1a)
	return file.String()
}

// put writes numbers in the order of bytes given.
func put(b *bytes.Buffer, order binary.ByteOrder, v any) {
	if err := binary.Write(b, order, v); err != nil {
		panic(err)
	}
}

func square(lon, lat, width float64) orb.Ring {
	return orb.Ring{{lon, lat}, {lon, lat + width}, {lon + width, lat + width}, {lon + width, lat}, {lon, lat}}
}

func reversed(r orb.Ring) orb.Ring {
	r = slices.Clone(r)
	slices.Reverse(r)
	return r
}

func TestPointInside(t *testing.T) {
	crescent := orb.Polygon{{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 9}, {9, 9}, {9, 1}, {0, 1}, {0, 0}}}
	ring := orb.Polygon{square(0, 0, 10), reversed(square(1, 1, 8))}
	for name, mp := range map[string]orb.MultiPolygon{
		"square":   {{square(10, 10, 2)}},
		"largest":  {{square(10, 10, 1)}, {square(20, 20, 5)}},
		"crescent": {crescent},
		"ring":     {ring},
	} {
		t.Run(name, func(t *testing.T) {
			where, err := placeGeometry(mp)
			if err != nil {
				t.Fatal(err)
			}
			inside := false
			for _, p := range mp {
				inside = inside || contains(p, where.point)
			}
			if !inside {
				t.Errorf("%v is not inside", where.point)
			}
		})
	}
}

// contains is the even-odd rule, written anew.
func contains(polygon orb.Polygon, p orb.Point) bool {
	in := false
	for _, r := range polygon {
		for i, j := 0, len(r)-1; i < len(r); j, i = i, i+1 {
			if (r[i][1] > p[1]) != (r[j][1] > p[1]) && p[0] < (r[j][0]-r[i][0])*(p[1]-r[i][1])/(r[j][1]-r[i][1])+r[i][0] {
				in = !in
			}
		}
	}
	return in
}

func TestPlaceGeometryRefuses(t *testing.T) {
	for _, g := range []orb.Geometry{
		nil, orb.Point{}, orb.Point{math.NaN(), 1}, orb.Point{181, 0}, orb.MultiPoint{}, orb.Polygon{}, orb.Polygon{{}},
		orb.Polygon{{{0, 0}, {1, 1}, {0, 0}}}, orb.MultiLineString{}, orb.LineString{}, orb.LineString{{math.Inf(1), 0}, {0, 1}},
		orb.Polygon{{{0, 0}, {math.NaN(), 1}, {1, 1}, {0, 0}}}, orb.Collection{},
	} {
		if where, err := placeGeometry(g); err == nil {
			t.Errorf("placeGeometry(%v) = %v, want an error", g, where)
		}
	}
	if where, err := placeGeometry(orb.LineString{{0, 1}, {10, 1}}); err != nil || where.point != (orb.Point{5, 1}) {
		t.Errorf("the middle of a line is %v, %v", where.point, err)
	}
	if where, err := placeGeometry(orb.Polygon{{{170, 1}, {180.0000000001, 1}, {180, 5}, {170, 1}}}); err != nil || where.bound.Max[0] != 180 {
		t.Errorf("a rounding error is %v, %v", where.bound, err)
	}
}

func FuzzShapefile(f *testing.F) {
	ring := orb.Polygon{square(0, 10, 10), reversed(square(1, 11, 8))}
	f.Add([]byte(shapes(ring, orb.Point{1, 2})), []byte(dbase(map[string]string{"NAME": "A", "FEATURECLA": "Lake"}, map[string]string{"NAME": "B"})), "UTF-8")
	f.Add([]byte(shapes(orb.Point{1, 2})), []byte(dbase(map[string]string{"NAME": "B", "FEATURECLA": "Island"})), "latin1")
	f.Fuzz(func(t *testing.T, shp, dbf []byte, cpg string) {
		dir := writeFiles(t, map[string]string{"a.shp": string(shp), "a.dbf": string(dbf), "a.cpg": cpg})
		n, err := NewNaturalEarth(fmt.Sprintf("%s/a.shp", dir))
		if err != nil {
			return
		}
		for e, err := range n.Entries() {
			if err == nil {
				checkEntry(t, e)
			}
		}
	})
}
