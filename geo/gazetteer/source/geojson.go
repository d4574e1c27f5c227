package source

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"dateline/geo"

	"github.com/paulmach/orb/geojson"
)

// maxFeature bounds one feature of a GeoJSON file, in bytes: the most detailed
// outlines of countries have about 10 MB.
const maxFeature = 128 << 20

// isGeoJSON reports whether a file begins as GeoJSON does.
func isGeoJSON(in *input) (bool, error) {
	rc, err := in.open()
	if err != nil {
		return false, err
	}
	defer rc.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(rc, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, geo.Errorf(geo.ErrInput, "reading %s: %w", in.name, err)
	}
	head = bytes.TrimLeft(bytes.TrimPrefix(head[:n], []byte("\xef\xbb\xbf")), " \t\r\n\x1e")
	return len(head) > 0 && head[0] == '{', nil
}

// eachGeoJSON calls do for every feature of a FeatureCollection, of a sequence of
// Features (one a line, with or without record separators), or of both, until do
// returns false. One feature is held at a time.
func eachGeoJSON(in *input, do func(*feature) bool) error {
	rc, err := in.open()
	if err != nil {
		return err
	}
	defer rc.Close()
	limit := &limitedReader{r: bufio.NewReaderSize(rc, 1<<16)}
	g := &geojsonReader{dec: json.NewDecoder(limit), limit: limit, do: do}
	for {
		err := g.object()
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, errStopped):
			return nil
		case err != nil:
			return geo.Errorf(geo.ErrInput, "reading %s after feature %d: %w", in.name, g.number, err)
		}
	}
}

// limitedReader fails when more than maxFeature bytes are read without reset. It
// drops what JSON does not know: a byte order mark and record separators.
type limitedReader struct {
	r     io.Reader
	count int
	begun bool
}

func (l *limitedReader) Read(p []byte) (int, error) {
	if l.count > maxFeature {
		return 0, geo.Errorf(geo.ErrTooLarge, "feature of more than %d bytes", maxFeature)
	}
	n, err := l.r.Read(p)
	if !l.begun && n >= 3 && bytes.HasPrefix(p, []byte("\xef\xbb\xbf")) {
		copy(p, "   ")
	}
	l.begun = l.begun || n > 0
	for i, c := range p[:n] {
		if c == '\x1e' {
			p[i] = ' '
		}
	}
	l.count += n
	return n, err
}

type geojsonReader struct {
	dec    *json.Decoder
	limit  *limitedReader
	number int
	do     func(*feature) bool
}

// object reads one top-level object: a FeatureCollection feature by feature, or
// one Feature.
func (g *geojsonReader) object() error {
	g.limit.count = 0
	open, err := g.dec.Token()
	if err != nil {
		return err
	}
	if open != json.Delim('{') {
		return fmt.Errorf("%v where a GeoJSON object begins", open)
	}
	members := map[string]json.RawMessage{}
	collection := false
	for g.dec.More() {
		key, err := g.dec.Token()
		if err != nil {
			return err
		}
		if key == "features" {
			collection = true
			if err := g.features(); err != nil {
				return err
			}
			continue
		}
		var value json.RawMessage
		if err := g.dec.Decode(&value); err != nil {
			return err
		}
		if name, _ := key.(string); name == "type" || name == "id" || name == "geometry" || name == "properties" {
			members[name] = value
		}
	}
	if _, err := g.dec.Token(); err != nil { // the closing brace
		return err
	}
	if collection {
		return nil
	}
	whole, err := json.Marshal(members)
	if err != nil {
		return err
	}
	g.number++
	return g.hand(parseFeature(whole, g.number))
}

func (g *geojsonReader) features() error {
	open, err := g.dec.Token()
	if err != nil {
		return err
	}
	if open != json.Delim('[') {
		return fmt.Errorf("%v where the list of features begins", open)
	}
	// parsing takes longest, so it goes on while the next features are read
	pending := make([]chan *feature, 0, parsedAhead)
	hand := func() error {
		f := <-pending[0]
		pending = append(pending[:0], pending[1:]...)
		return g.hand(f)
	}
	for g.dec.More() {
		g.limit.count = 0
		var raw json.RawMessage
		if err := g.dec.Decode(&raw); err != nil {
			return err
		}
		g.number++
		if len(raw) > smallFeature {
			for len(pending) > 0 {
				if err := hand(); err != nil {
					return err
				}
			}
		}
		if len(pending) == parsedAhead {
			if err := hand(); err != nil {
				return err
			}
		}
		parsed, number := make(chan *feature, 1), g.number
		go func() { parsed <- parseFeature(raw, number) }()
		pending = append(pending, parsed)
	}
	for len(pending) > 0 {
		if err := hand(); err != nil {
			return err
		}
	}
	_, err = g.dec.Token()
	return err
}

// parsedAhead is how many features are parsed at a time; those of more than
// smallFeature bytes are parsed alone.
const (
	parsedAhead  = 4
	smallFeature = 1 << 20
)

// hand hands a feature on.
func (g *geojsonReader) hand(f *feature) error {
	if !g.do(f) {
		return errStopped
	}
	return nil
}

func parseFeature(raw []byte, number int) *feature {
	f := &feature{number: number}
	parsed, err := geojson.UnmarshalFeature(raw)
	switch {
	case err != nil:
		f.err = geo.Errorf(geo.ErrInput, "%w", err)
	case parsed.Type != "Feature":
		f.err = geo.Errorf(geo.ErrInput, "a %q where a Feature stands", parsed.Type)
	default:
		f.geometry = parsed.Geometry
		f.values = make(map[string]string, len(parsed.Properties)+1)
		for key, value := range parsed.Properties {
			if s := text(value); s != "" {
				f.values[key] = s
				if lower := strings.ToLower(key); lower != key {
					f.values[lower] = s
				}
			}
		}
		if id := text(parsed.ID); id != "" && f.values["id"] == "" {
			f.values["id"] = id
		}
	}
	return f
}
