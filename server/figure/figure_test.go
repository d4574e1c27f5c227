package figure_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"io/fs"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"dateline/geo"
	"dateline/geo/layer"
	"dateline/geo/layer/layertest"
	"dateline/server/figure"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// encode encodes rings as static/basemap/encode.mjs does.
func encode(lines ...[][2]int) string {
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	var b strings.Builder
	write := func(n int) {
		for n > 31 {
			b.WriteByte(digits[32|n&31])
			n >>= 5
		}
		b.WriteByte(digits[n])
	}
	x, y := 0, 0
	for _, line := range lines {
		write(len(line))
		for _, p := range line {
			for _, d := range []int{p[0] - x, p[1] - y} {
				if d < 0 {
					write(-2*d - 1)
				} else {
					write(2 * d)
				}
			}
			x, y = p[0], p[1]
		}
	}
	return b.String()
}

// baseMap returns a base map with one continent, a lake, a border, a province, a river and
// names.
func baseMap(t interface{ Fatal(...any) }) *figure.BaseMap {
	land := encode([][2]int{{6000, 5000}, {13000, 5000}, {13000, 9000}, {6000, 9000}})
	border := encode([][2]int{{9000, 5000}, {9500, 9000}})
	files := fstest.MapFS{
		"world.json": {Data: []byte(fmt.Sprintf(`{"v":1,"extent":16384,"levels":[{"grid":0,"from":0},{"grid":3,"from":5,"tiles":"5/3 5/2"}],
			"tile":{"land":%q,"water":%q,"border":%q,"disputed":{"A|B":%q},"admin":{"4":%q,"9":%q},"river":{"3.5":%q}},
			"countries":[[66,33,"Afghanistan",1.5,0.1],[10,45,"Somewhere",1.5,0.1]],"seas":[[-40,20,"Atlantic\nOcean",1.5,6]]}`,
			land, encode([][2]int{{8000, 6000}, {8100, 6000}, {8100, 6100}}), border, border, border, border, border))},
		"3/5/3.json": {Data: []byte(fmt.Sprintf(`{"land":%q,"border":{"Afghanistan|Pakistan":%q}}`, encode([][2]int{{0, 0}, {16384, 0}, {16384, 16384}, {0, 16384}}), encode([][2]int{{9000, 500}, {9500, 9000}})))},
		"3/5/2.json": {Data: []byte(`{}`)},
	}
	b, err := figure.OpenBaseMap(files)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// box is the box of a label or pin in an SVG.
type box struct {
	orb.Bound
	name string
}

// drawn is what a test reads from an SVG.
type drawn struct {
	labels, pins []box
	leaders      [][]orb.Point
	colors       []string
	text         string
	title, desc  string
}

// read reads an SVG. The box of a text is made from its attributes alone.
func read(t interface{ Fatal(...any) }, svg []byte) *drawn {
	var doc struct {
		Role  string `xml:"role,attr"`
		Title string `xml:"title"`
		Desc  string `xml:"desc"`
		Texts []struct {
			Class  string  `xml:"class,attr"`
			X      float64 `xml:"x,attr"`
			Y      float64 `xml:"y,attr"`
			Size   float64 `xml:"font-size,attr"`
			Length float64 `xml:"textLength,attr"`
			Anchor string  `xml:"text-anchor,attr"`
			Fill   string  `xml:"fill,attr"`
			Text   string  `xml:",chardata"`
		} `xml:"text"`
		Circles []struct {
			Class string  `xml:"class,attr"`
			X     float64 `xml:"cx,attr"`
			Y     float64 `xml:"cy,attr"`
			R     float64 `xml:"r,attr"`
			Fill  string  `xml:"fill,attr"`
		} `xml:"circle"`
		Paths []struct {
			Class  string `xml:"class,attr"`
			D      string `xml:"d,attr"`
			Fill   string `xml:"fill,attr"`
			Stroke string `xml:"stroke,attr"`
		} `xml:"path"`
	}
	if err := xml.Unmarshal(svg, &doc); err != nil {
		t.Fatal(err)
	}
	out := &drawn{title: doc.Title, desc: doc.Desc}
	if doc.Role != "img" {
		t.Fatal("the SVG has no role of an image")
	}
	for _, x := range doc.Texts {
		out.text += x.Text + "\n"
		out.colors = append(out.colors, x.Fill)
		if !strings.HasSuffix(x.Class, "label") || x.Class == "scale-label" {
			continue
		}
		left := x.X
		if x.Anchor == "middle" {
			left -= x.Length / 2
		}
		out.labels = append(out.labels, box{orb.Bound{Min: orb.Point{left, x.Y - 0.75*x.Size}, Max: orb.Point{left + x.Length, x.Y + 0.2*x.Size}}, x.Text})
	}
	for _, c := range doc.Circles {
		out.colors = append(out.colors, c.Fill)
		if c.Class == "pin" {
			out.pins = append(out.pins, box{orb.Bound{Min: orb.Point{c.X, c.Y}, Max: orb.Point{c.X, c.Y}}.Pad(c.R), "pin"})
		}
	}
	for _, p := range doc.Paths {
		out.colors = append(out.colors, p.Fill, p.Stroke)
		switch p.Class {
		case "pin":
			out.pins = append(out.pins, box{orb.LineString(points(t, p.D)).Bound(), "site"})
		case "leader":
			out.leaders = append(out.leaders, points(t, p.D))
		}
	}
	return out
}

// points returns the positions of a path.
func points(t interface{ Fatal(...any) }, d string) []orb.Point {
	var out []orb.Point
	for _, pair := range strings.FieldsFunc(d, func(r rune) bool { return strings.ContainsRune("MLZ", r) }) {
		x, y, _ := strings.Cut(pair, " ")
		px, err1 := strconv.ParseFloat(x, 64)
		py, err2 := strconv.ParseFloat(y, 64)
		if err1 != nil || err2 != nil {
			t.Fatal("not a position: " + pair)
		}
		out = append(out, orb.Point{px, py})
	}
	return out
}

func overlap(a, b orb.Bound) bool {
	const slack = 0.1
	return a.Min[0] < b.Max[0]-slack && b.Min[0] < a.Max[0]-slack && a.Min[1] < b.Max[1]-slack && b.Min[1] < a.Max[1]-slack
}

// check checks that no label overlaps another, a pin or a leader line of another, and that
// every pin is labeled or counted in the key.
func check(t interface {
	Fatal(...any)
	Errorf(string, ...any)
}, f *figure.Figure) *drawn {
	var b bytes.Buffer
	if err := f.WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	d := read(t, b.Bytes())
	if len(d.pins) != f.Pins {
		t.Errorf("%d pins are drawn, want %d", len(d.pins), f.Pins)
	}
	for i, l := range d.labels {
		for _, other := range d.labels[i+1:] {
			if overlap(l.Bound, other.Bound) {
				t.Errorf("%q overlaps %q", l.name, other.name)
			}
		}
		for _, p := range d.pins {
			if overlap(l.Bound, p.Bound) {
				t.Errorf("%q covers a pin at %v", l.name, p.Center())
			}
		}
		for _, line := range d.leaders {
			for _, u := range []float64{.05, .2, .35, .5, .65, .8} { // the end touches its own label
				at := orb.Point{line[0][0] + u*(line[1][0]-line[0][0]), line[0][1] + u*(line[1][1]-line[0][1])}
				if l.Pad(-0.3).Contains(at) {
					t.Errorf("a leader line crosses %q", l.name)
				}
			}
		}
	}
	if missing := f.Pins - f.Labeled; missing > 0 && !strings.Contains(strings.Join(strings.Fields(d.text), " "), fmt.Sprintf("%d place", missing)) {
		t.Errorf("%d of %d places have no label, which the key does not mention: %s", missing, f.Pins, d.text)
	}
	if f.Outside > 0 && !strings.Contains(strings.Join(strings.Fields(d.text), " "), fmt.Sprintf("%d place", f.Outside)) {
		t.Errorf("%d places outside the map are not mentioned", f.Outside)
	}
	if d.title != f.Alt || d.desc != f.Description || f.Alt == "" {
		t.Errorf("the title is %q, the description %q", d.title, d.desc)
	}
	return d
}

func TestFiguresOfAStory(t *testing.T) {
	for _, size := range figure.Sizes() {
		t.Run(size.Name, func(t *testing.T) {
			towns := func(orb.Bound, int) []figure.Town {
				return []figure.Town{{Name: "Charikar", At: orb.Point{69.17, 35.01}}, {Name: "Jalalabad", At: orb.Point{70.45, 34.43}}, {Name: "Kabul", At: orb.Point{69.18, 34.53}}}
			}
			f, err := figure.Draw(layertest.Set().Export(), baseMap(t), figure.Options{Size: size, Towns: towns})
			if err != nil {
				t.Fatal(err)
			}
			d := check(t, f)
			for _, want := range []string{"Two <stories>", "Kabul", "Bagram Airfield", "13 mentions", "km", "Test places", "settlement", "Made with"} {
				if text := strings.Join(strings.Fields(strings.ReplaceAll(d.text, "Mentions: 13", "13 mentions")), " "); !strings.Contains(text, want) {
					t.Errorf("the figure does not contain %q: %s", want, text)
				}
			}
			if !strings.HasPrefix(f.Alt, "Map: Two <stories>. 3 places") || !strings.Contains(f.Alt, "Kabul (4 mentions)") || !strings.Contains(f.Description, "Kabul, Kabul District") {
				t.Errorf("the alternative text is %q", f.Alt)
			}
		})
	}
}

// A frame leaves out the places that are far away, and keeps those that are near the others.
func TestFramesLeaveOutFarPlaces(t *testing.T) {
	var all []layer.PlaceRow
	for name, p := range map[string]struct {
		at       orb.Point
		mentions int
	}{
		"Kabul": {orb.Point{69.17, 34.53}, 7}, "Islamabad": {orb.Point{73.04, 33.72}, 6}, "Chaman": {orb.Point{66.45, 30.92}, 4}, "Bagram": {orb.Point{69.26, 34.95}, 2},
		"Quetta": {orb.Point{66.99, 30.18}, 1}, "Torkham": {orb.Point{71.09, 34.12}, 3}, "Beijing": {orb.Point{116.4, 39.9}, 2}, "Washington": {orb.Point{-77.04, 38.9}, 1},
	} {
		all = append(all, layer.PlaceRow{
			Place:    geo.Place{ID: geo.PlaceID("test:" + name), Name: name, Kind: geo.KindSettlement, Point: p.at},
			Geometry: p.at, Mentions: p.mentions, Articles: 1, Confidence: geo.ConfidenceCertain,
		})
	}
	for _, size := range figure.Sizes() {
		f, err := figure.Draw(rows(all), baseMap(t), figure.Options{Size: size})
		if err != nil {
			t.Fatal(err)
		}
		if f.Pins != 6 || f.Outside != 2 {
			t.Errorf("%s: %d pins, %d outside", size.Name, f.Pins, f.Outside)
		}
	}
}

func TestGrayFiguresHaveNoColor(t *testing.T) {
	f, err := figure.Draw(layertest.Set().Export(), baseMap(t), figure.Options{Gray: true, Title: "Gray", Alt: "A gray map."})
	if err != nil {
		t.Fatal(err)
	}
	d := check(t, f)
	for _, c := range d.colors {
		if c == "" || c == "none" {
			continue
		}
		if c[1:3] != c[3:5] || c[3:5] != c[5:7] {
			t.Errorf("%s is not gray", c)
		}
	}
	if f.Alt != "A gray map." || f.Title != "Gray" {
		t.Errorf("the title is %q, the alternative text %q", f.Title, f.Alt)
	}
}

// rows returns an export of places.
func rows(all []layer.PlaceRow) *layer.Export {
	return &layer.Export{Places: func(yield func(*layer.PlaceRow, error) bool) {
		for i := range all {
			if !yield(&all[i], nil) {
				return
			}
		}
	}}
}

// TestLabelsNeverOverlap draws random places in clusters anywhere on Earth in every size.
func TestLabelsNeverOverlap(t *testing.T) {
	base := baseMap(t)
	rapid.Check(t, func(t *rapid.T) {
		var all []layer.PlaceRow
		for range rapid.IntRange(1, 4).Draw(t, "clusters") {
			lon, lat := rapid.Float64Range(-180, 180).Draw(t, "longitude"), rapid.Float64Range(-55, 70).Draw(t, "latitude")
			spread := rapid.SampledFrom([]float64{0.01, 1, 8}).Draw(t, "spread")
			for range rapid.IntRange(0, 40).Draw(t, "places") {
				at := orb.Point{math.Remainder(lon+spread*rapid.Float64Range(-1, 1).Draw(t, "x"), 360), lat + spread*rapid.Float64Range(-1, 1).Draw(t, "y")}
				kind := rapid.SampledFrom([]geo.Kind{geo.KindSettlement, geo.KindBase}).Draw(t, "kind")
				all = append(all, layer.PlaceRow{
					Place:    geo.Place{ID: geo.PlaceID(fmt.Sprint("test:", len(all))), Name: rapid.SampledFrom([]string{"Bir", "Kabul", "Dera Ghazi Khan", "Ürümqi", "كابل", "北京市"}).Draw(t, "name"), Kind: kind, Point: at, CountryName: "Land"},
					Geometry: at, Mentions: rapid.IntRange(1, 50).Draw(t, "mentions"), Articles: 1, Confidence: geo.ConfidenceLikely,
				})
			}
		}
		size := rapid.SampledFrom(figure.Sizes()).Draw(t, "size")
		var labels []figure.Label
		for i := range all {
			if rapid.IntRange(0, 3).Draw(t, "chosen") == 0 {
				side := rapid.SampledFrom([]string{"", "n", "ne", "e", "se", "s", "sw", "w", "nw"}).Draw(t, "side")
				labels = append(labels, figure.Label{Place: all[i].Place.ID, Side: side, Number: len(labels) + 1, Note: "A note."})
			}
		}
		f, err := figure.Draw(rows(all), base, figure.Options{Size: size, Labels: labels})
		if err != nil {
			t.Fatal(err)
		}
		check(t, f)
	})
}

// A map of the world is lower than a page, so the figure ends below its key, except in the formats of fixed height.
func TestFiguresEndBelowTheirKey(t *testing.T) {
	var all []layer.PlaceRow
	for i, at := range []orb.Point{{-74, 40.7}, {139.7, 35.7}, {151.2, -33.9}, {31.2, 30}} {
		all = append(all, layer.PlaceRow{
			Place:    geo.Place{ID: geo.PlaceID(fmt.Sprint("test:", i)), Name: "Town", Kind: geo.KindSettlement, Point: at, CountryName: "Land"},
			Geometry: at, Mentions: 1, Articles: 1, Confidence: geo.ConfidenceCertain,
		})
	}
	for _, size := range figure.Sizes() {
		f, err := figure.Draw(rows(all), baseMap(t), figure.Options{Size: size})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := f.WriteSVG(&b); err != nil {
			t.Fatal(err)
		}
		var root struct {
			Height float64 `xml:"height,attr"`
		}
		if err := xml.Unmarshal(b.Bytes(), &root); err != nil {
			t.Fatal(err)
		}
		if size.Fixed && root.Height != size.Height || !size.Fixed && (root.Height > 0.95*size.Height || root.Height < 0.4*size.Width) {
			t.Errorf("%s: the figure is %g points high, at most %g", size.Name, root.Height, size.Height)
		}
		check(t, f)
	}
}

// Labels have the text, the side and the number that an editor chose, and notes are in the key.
func TestChosenLabels(t *testing.T) {
	for side, want := range map[string]func(label, pin orb.Bound) bool{
		"e": func(l, p orb.Bound) bool { return l.Min[0] >= p.Max[0] }, "w": func(l, p orb.Bound) bool { return l.Max[0] <= p.Min[0] },
		"n": func(l, p orb.Bound) bool { return l.Max[1] <= p.Min[1] }, "s": func(l, p orb.Bound) bool { return l.Min[1] >= p.Max[1] },
	} {
		labels := []figure.Label{{Place: "geonames:1138958", Text: "The capital", Side: side, Number: 1, Note: "Where they met."}, {Place: "test:bagram", Side: side}}
		f, err := figure.Draw(layertest.Set().Export(), baseMap(t), figure.Options{Labels: labels})
		if err != nil {
			t.Fatal(err)
		}
		d := check(t, f)
		i := slices.IndexFunc(d.labels, func(b box) bool { return b.name == "1 The capital" })
		if i < 0 || !want(d.labels[i].Bound, d.pins[0].Bound) {
			t.Errorf("%s: the labels are %+v, the pins %+v", side, d.labels, d.pins)
		}
		if text := strings.Join(strings.Fields(d.text), " "); !strings.Contains(text, "1 The capital: Where they met.") || !strings.Contains(f.Description, "Where they met") {
			t.Errorf("%s: the note is not in the key: %s", side, text)
		}
	}
}

// SVG has texts in their own script. PNG and PDF, which have no fonts for some, state that they have them in Latin letters.
func TestScripts(t *testing.T) {
	const statement = "Names in other scripts are in Latin letters"
	for i, title := range []string{"محادثات 边境会谈", "Переговоры", "Café à Đà Nẵng"} {
		f, err := figure.Draw(layertest.Set().Export(), baseMap(t), figure.Options{Title: title})
		if err != nil {
			t.Fatal(err)
		}
		if d := check(t, f); !strings.Contains(strings.Join(strings.Fields(d.text), " "), title) || strings.Contains(d.text, statement) {
			t.Errorf("the SVG has the texts %s", d.text)
		}
		var pdf, img bytes.Buffer
		if err := f.WritePDF(&pdf); err != nil {
			t.Errorf("%s: %v", title, err)
		}
		if i > 0 {
			continue
		}
		if err := f.WritePNG(&img); err != nil {
			t.Errorf("%s: %v", title, err)
		}
	}
}

func TestFormats(t *testing.T) {
	f, err := figure.Draw(layertest.Set().Export(), baseMap(t), figure.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var first, again bytes.Buffer
	if err := errors.Join(f.WritePDF(&first), f.WritePDF(&again)); err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(first.Bytes(), []byte("%PDF-")) || !bytes.Equal(first.Bytes(), again.Bytes()) {
		t.Error("the PDF is none, or has other bytes the second time")
	}
	first.Reset()
	again.Reset()
	if err := errors.Join(f.WritePNG(&first), f.WritePNG(&again)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), again.Bytes()) || !bytes.Contains(first.Bytes(), []byte(f.Alt)) {
		t.Error("the PNG has other bytes the second time, or no alternative text")
	}
	img, err := png.Decode(&first)
	if err != nil {
		t.Fatal(err)
	}
	if img.Bounds().Dx() != 1654 {
		t.Errorf("the PNG is %d pixels wide", img.Bounds().Dx())
	}
	if _, ok := figure.SizeByName("slide"); !ok {
		t.Error("there is no slide")
	}
	if _, ok := figure.SizeByName("poster"); ok {
		t.Error("there is a poster")
	}
}

// A capped export has no pins; an empty one is a map of the world.
func TestFiguresWithoutPins(t *testing.T) {
	f, err := figure.Draw(layertest.Set().Export().Capped(layer.CapCountry), baseMap(t), figure.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d := check(t, f); f.Pins != 0 || !strings.Contains(d.text, "Capped to countries") {
		t.Errorf("a capped figure has %d pins and states: %s", f.Pins, d.text)
	}
	empty, err := figure.Draw(rows(nil), baseMap(t), figure.Options{Title: "عنوان"})
	if err != nil {
		t.Fatal(err)
	}
	check(t, empty)
}

func TestBaseMapErrors(t *testing.T) {
	if _, err := figure.OpenBaseMap(fstest.MapFS{}); !errors.Is(err, geo.ErrUnavailable) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no base map: %v", err)
	}
	if _, err := figure.OpenBaseMap(fstest.MapFS{"world.json": {Data: []byte(`{"countries":[["x"]]}`)}}); !errors.Is(err, geo.ErrCorrupt) {
		t.Errorf("a damaged base map: %v", err)
	}
	broken := errors.New("the database went away")
	e := &layer.Export{Places: func(yield func(*layer.PlaceRow, error) bool) { yield(nil, broken) }}
	if _, err := figure.Draw(e, baseMap(t), figure.Options{}); !errors.Is(err, broken) {
		t.Errorf("an error of the export is %v", err)
	}
}
