package figure

import (
	"math"

	"github.com/paulmach/orb"
)

// placer places labels so that none overlaps another, a pin or a leader line.
type placer struct {
	frame  orb.Bound
	pins   []pinBox
	labels []orb.Bound
	lines  [][2]orb.Point // leader lines
}

// pinBox is the box of a pin that no label may cover.
type pinBox struct {
	box   orb.Bound
	owner int
}

// The padding around labels and pins, and the distances of labels with a leader line, in
// points.
const (
	labelPad  = 1.2
	pinPad    = 0.8
	directGap = 2.2
)

// maxLeader is the maximum distance of a label with a leader line as a share of the frame's width.
const maxLeader = 0.14

var leaderGaps = []float64{8, 14, 21, 29, 38, 48, 60, 74, 90, 110}

// directions are unit vectors with y downward, in the order of preference: right, left,
// above, below and between.
var directions = unitVectors(0, 180, -90, 90, -35, 35, -145, 145, -65, 65, -115, 115, -15, 15, -165, 165)

// direct is the number of directions in which labels without a leader line are tried.
const direct = 8

// sides are the directions of the sides of labels.
var sides = map[string]float64{"e": 0, "ne": -35, "n": -90, "nw": -145, "w": 180, "sw": 145, "s": 90, "se": 35}

func unitVectors(degrees ...float64) []orb.Point {
	out := make([]orb.Point, len(degrees))
	for i, d := range degrees {
		sin, cos := math.Sincos(d * math.Pi / 180)
		out[i] = orb.Point{cos, sin}
	}
	return out
}

// preferring returns the directions with that of a side first, if it is not empty.
func preferring(side string) []orb.Point {
	degrees, ok := sides[side]
	if !ok {
		return directions
	}
	return append(unitVectors(degrees), directions...)
}

// addPin reserves the box of a pin.
func (p *placer) addPin(owner int, center orb.Point, radius float64) {
	p.pins = append(p.pins, pinBox{orb.Bound{Min: center, Max: center}.Pad(radius + pinPad), owner})
}

// place returns the box of a label of a size for a pin, and the leader line if it has one;
// ok is false if there is no room. The side is tried first, if it is not empty.
func (p *placer) place(owner int, center orb.Point, radius, width, height float64, side string) (box orb.Bound, leader *[2]orb.Point, ok bool) {
	all := preferring(side)
	for _, d := range all[:len(all)-len(directions)+direct] {
		box := beside(center, d, radius+directGap, width, height)
		if p.free(box, owner) {
			p.labels = append(p.labels, box)
			return box, nil, true
		}
	}
	if box, leader, ok = p.led(owner, center, radius, width, height, all, false); !ok && owner < prominent {
		box, leader, ok = p.led(owner, center, radius, width, height, all, true)
	}
	return box, leader, ok
}

// prominent is the number of pins whose leader lines may cross other pins, because a map
// without their names is of little use.
const prominent = 12

// led places a label with a leader line, which crosses other pins only if over is set.
func (p *placer) led(owner int, center orb.Point, radius, width, height float64, all []orb.Point, over bool) (orb.Bound, *[2]orb.Point, bool) {
	for _, gap := range leaderGaps {
		if gap > maxLeader*(p.frame.Max[0]-p.frame.Min[0]) {
			break
		}
		for _, d := range all {
			box := beside(center, d, radius+gap, width, height)
			if !p.free(box, owner) {
				continue
			}
			line := [2]orb.Point{{center[0] + d[0]*radius, center[1] + d[1]*radius}, nearest(box, center)}
			if !p.clear(line, owner, over) {
				continue
			}
			p.labels = append(p.labels, box)
			p.lines = append(p.lines, line)
			return box, &line, true
		}
	}
	return orb.Bound{}, nil, false
}

// reserve places a label with its center at a position, if there is room.
func (p *placer) reserve(center orb.Point, width, height, pad float64) bool {
	box := orb.Bound{Min: orb.Point{center[0] - width/2, center[1] - height/2}, Max: orb.Point{center[0] + width/2, center[1] + height/2}}
	if !p.free(box.Pad(pad), -1) {
		return false
	}
	p.labels = append(p.labels, box)
	return true
}

// beside returns the box of a label in a direction from a center, at a distance.
func beside(center, d orb.Point, distance, width, height float64) orb.Bound {
	x, y := center[0]+d[0]*distance, center[1]+d[1]*distance
	// The box touches the point with the side or corner that faces the center.
	left, top := x-width/2, y-height/2
	switch {
	case d[0] > 0.3:
		left = x
	case d[0] < -0.3:
		left = x - width
	}
	switch {
	case d[1] > 0.3:
		top = y
	case d[1] < -0.3:
		top = y - height
	}
	return orb.Bound{Min: orb.Point{left, top}, Max: orb.Point{left + width, top + height}}
}

// nearest returns the point of a box that is nearest to p.
func nearest(b orb.Bound, p orb.Point) orb.Point {
	return orb.Point{min(max(p[0], b.Min[0]), b.Max[0]), min(max(p[1], b.Min[1]), b.Max[1])}
}

// free reports whether a label can be in a box.
func (p *placer) free(box orb.Bound, owner int) bool {
	if !p.frame.Contains(box.Min) || !p.frame.Contains(box.Max) {
		return false
	}
	box = box.Pad(labelPad)
	for _, b := range p.labels {
		if overlap(b, box) {
			return false
		}
	}
	for _, b := range p.pins {
		if overlap(b.box, box) && b.owner != owner {
			return false
		}
		if b.owner == owner && overlap(b.box.Pad(-pinPad), box.Pad(-labelPad)) {
			return false
		}
	}
	for _, l := range p.lines {
		if crosses(l, box) {
			return false
		}
	}
	return true
}

// clear reports whether a leader line crosses no label or line and, unless over is set, no
// other pin.
func (p *placer) clear(line [2]orb.Point, owner int, over bool) bool {
	for _, b := range p.labels {
		if crosses(line, b) {
			return false
		}
	}
	for _, b := range p.pins {
		if !over && b.owner != owner && crosses(line, b.box) {
			return false
		}
	}
	for _, l := range p.lines {
		if intersect(line, l) {
			return false
		}
	}
	return true
}

// overlap reports whether two boxes share more than an edge.
func overlap(a, b orb.Bound) bool {
	return a.Min[0] < b.Max[0] && b.Min[0] < a.Max[0] && a.Min[1] < b.Max[1] && b.Min[1] < a.Max[1]
}

// crosses reports whether a line has a point in a box.
func crosses(l [2]orb.Point, b orb.Bound) bool {
	if b.Contains(l[0]) || b.Contains(l[1]) {
		return true
	}
	for _, side := range [][2]orb.Point{{b.Min, b.Max}, {{b.Min[0], b.Max[1]}, {b.Max[0], b.Min[1]}}} {
		if intersect(l, side) {
			return true
		}
	}
	return false
}

// intersect reports whether two line segments cross.
func intersect(a, b [2]orb.Point) bool {
	side := func(p, q, r orb.Point) float64 { return (q[0]-p[0])*(r[1]-p[1]) - (q[1]-p[1])*(r[0]-p[0]) }
	return side(a[0], a[1], b[0])*side(a[0], a[1], b[1]) <= 0 && side(b[0], b[1], a[0])*side(b[0], b[1], a[1]) <= 0
}
