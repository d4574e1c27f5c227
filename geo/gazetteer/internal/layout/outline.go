package layout

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"
)

// OutlineDegree is the number of steps of the grid of outlines in a degree. A step
// is 56 meters of latitude, a tenth of a pixel at zoom level 8.
const OutlineDegree = 2_000

// chunkPoints is the greatest number of points in a chunk of a ring.
const chunkPoints = 48

// AppendOutline appends an outline to dst: the number of polygons; for each the
// number of rings; for each ring the number of chunks. A chunk has consecutive
// points; its last point is the first of the next chunk, and the last point of the
// last chunk is the first of the ring. A chunk is its length in bytes after the
// next number, its number of points, its first point, the least and greatest
// latitude and the greatest longitude relative to the first point, and the other
// points as differences. With the extents a chunk that a ray does not meet can be
// skipped. All numbers are varints, signed ones zigzag.
func AppendOutline(dst []byte, mp orb.MultiPolygon) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(mp)))
	for _, polygon := range mp {
		dst = binary.AppendUvarint(dst, uint64(len(polygon)))
		for _, ring := range polygon {
			dst = appendRing(dst, ring)
		}
	}
	return dst
}

type gridPoint struct{ x, y int64 }

func appendRing(dst []byte, ring orb.Ring) []byte {
	points := make([]gridPoint, 0, len(ring))
	for _, p := range ring {
		q := gridPoint{int64(math.Round(p[0] * OutlineDegree)), int64(math.Round(p[1] * OutlineDegree))}
		if len(points) == 0 || points[len(points)-1] != q {
			points = append(points, q)
		}
	}
	if len(points) < 4 {
		points = nil
	}
	chunks := max(len(points)-1+chunkPoints-2, 0) / (chunkPoints - 1)
	dst = binary.AppendUvarint(dst, uint64(chunks))
	var body []byte
	for first := 0; first+1 < len(points); first += chunkPoints - 1 {
		part := points[first:min(first+chunkPoints, len(points))]
		low, high, east := part[0].y, part[0].y, part[0].x
		for _, p := range part {
			low, high, east = min(low, p.y), max(high, p.y), max(east, p.x)
		}
		body = body[:0]
		for _, v := range [...]int64{part[0].x, part[0].y, low - part[0].y, high - part[0].y, east - part[0].x} {
			body = binary.AppendVarint(body, v)
		}
		last := part[0]
		for _, p := range part[1:] {
			body = binary.AppendVarint(body, p.x-last.x)
			body = binary.AppendVarint(body, p.y-last.y)
			last = p
		}
		dst = binary.AppendUvarint(dst, uint64(len(body)))
		dst = binary.AppendUvarint(dst, uint64(len(part)))
		dst = append(dst, body...)
	}
	return dst
}

// outlineReader reads varints. After a read fails it returns only zeros.
type outlineReader struct {
	b      []byte
	failed bool
}

func (r *outlineReader) uvarint() uint64 {
	if len(r.b) > 0 && r.b[0] < 0x80 {
		v := r.b[0]
		r.b = r.b[1:]
		return uint64(v)
	}
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.failed, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *outlineReader) varint() int64 {
	v := r.uvarint()
	return int64(v>>1) ^ -int64(v&1)
}

// count reads the number of items that take at least one byte each.
func (r *outlineReader) count() int {
	n := r.uvarint()
	if n > uint64(len(r.b)) {
		r.failed, r.b = true, nil
		return 0
	}
	return int(n)
}

// ReadOutline decodes an outline; it is nil if b is damaged.
func ReadOutline(b []byte) orb.MultiPolygon {
	r := &outlineReader{b: b}
	mp := make(orb.MultiPolygon, 0, 4)
	for range r.count() {
		var polygon orb.Polygon
		for range r.count() {
			var ring orb.Ring
			for range r.count() {
				ring = r.chunk(ring)
			}
			if len(ring) >= 4 {
				polygon = append(polygon, ring)
			}
		}
		if len(polygon) > 0 {
			mp = append(mp, polygon)
		}
	}
	if r.failed {
		return nil
	}
	return mp
}

// chunk appends the points of a chunk to a ring.
func (r *outlineReader) chunk(ring orb.Ring) orb.Ring {
	r.uvarint() // length
	n := r.count()
	if n > chunkPoints {
		r.failed, r.b = true, nil
		return ring
	}
	at := gridPoint{r.varint(), r.varint()}
	for range 3 {
		r.varint()
	}
	for i := range n {
		if i > 0 {
			at.x += r.varint()
			at.y += r.varint()
		}
		if i > 0 || len(ring) == 0 {
			ring = append(ring, orb.Point{float64(at.x) / OutlineDegree, float64(at.y) / OutlineDegree})
		}
	}
	return ring
}

// OutlineContains reports whether an outline contains a point: whether a ray to
// the east crosses its rings an odd number of times.
func OutlineContains(b []byte, p orb.Point) bool {
	// Half a step off the grid, so that the ray never meets the end of an edge.
	px, py := p[0]*OutlineDegree, math.Floor(p[1]*OutlineDegree)+0.5
	r := outlineReader{b: b}
	inside := false
	for range r.count() {
		for range r.count() {
			for range r.count() {
				if r.crossings(px, py)%2 == 1 {
					inside = !inside
				}
			}
		}
	}
	return inside && !r.failed
}

// crossings returns the number of edges of a chunk that a ray to the east crosses.
func (r *outlineReader) crossings(px, py float64) int {
	length := r.count()
	body := r.b
	n := r.count()
	header := len(body) - len(r.b)
	if header+length > len(body) {
		r.failed, r.b = true, nil
		return 0
	}
	rest := body[header+length:]
	defer func() {
		if !r.failed {
			r.b = rest
		}
	}()
	at := gridPoint{r.varint(), r.varint()}
	low, high, east := at.y+r.varint(), at.y+r.varint(), at.x+r.varint()
	if py < float64(low) || py > float64(high) || px > float64(east) {
		return 0
	}
	met := 0
	for i := 1; i < n && !r.failed; i++ {
		next := gridPoint{at.x + r.varint(), at.y + r.varint()}
		if (float64(at.y) > py) != (float64(next.y) > py) {
			if px < float64(at.x)+(py-float64(at.y))*float64(next.x-at.x)/float64(next.y-at.y) {
				met++
			}
		}
		at = next
	}
	return met
}
