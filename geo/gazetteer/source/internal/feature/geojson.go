package feature

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer/source/internal/input"

	"github.com/paulmach/orb/geojson"
)

// maxFeature is the size of the largest features in bytes. The most detailed
// outlines of countries have about 10 MB.
const maxFeature = 128 << 20

// IsGeoJSON reports whether an input begins like GeoJSON.
func IsGeoJSON(in *input.Input) (bool, error) {
	rc, err := in.Open()
	if err != nil {
		return false, err
	}
	defer rc.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(rc, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, geo.Errorf(geo.ErrInput, "reading %s: %w", in.Name, err)
	}
	head = bytes.TrimLeft(bytes.TrimPrefix(head[:n], []byte("\xef\xbb\xbf")), " \t\r\n\x1e")
	return len(head) > 0 && head[0] == '{', nil
}

// EachGeoJSON calls do for every feature of a FeatureCollection, of a sequence of
// Features (one per line, with or without record separators), or of both, until do
// returns false. Only a few features are in memory at a time.
func EachGeoJSON(in *input.Input, do func(*Feature) bool) error {
	rc, err := in.Open()
	if err != nil {
		return err
	}
	defer rc.Close()
	limit := &limitedReader{r: bufio.NewReaderSize(rc, 1<<16)}
	g := &geojsonReader{dec: json.NewDecoder(limit), limit: limit, do: do}
	for {
		err := g.object()
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, input.ErrStopped):
			return nil
		case err != nil:
			return geo.Errorf(geo.ErrInput, "reading %s after feature %d: %w", in.Name, g.number, err)
		}
	}
}

// limitedReader returns an error if more than maxFeature bytes are read before count
// is reset. It replaces a byte order mark and record separators, which are not JSON,
// by spaces.
type limitedReader struct {
	r       io.Reader
	count   int
	started bool
}

func (l *limitedReader) Read(p []byte) (int, error) {
	if l.count > maxFeature {
		return 0, geo.Errorf(geo.ErrTooLarge, "the feature has more than %d bytes", maxFeature)
	}
	n, err := l.r.Read(p)
	if !l.started && n >= 3 && bytes.HasPrefix(p, []byte("\xef\xbb\xbf")) {
		copy(p, "   ")
	}
	l.started = l.started || n > 0
	for i, c := range p[:n] {
		if c == '\x1e' {
			p[i] = ' '
		}
	}
	l.count += n
	return n, err
}

// geojsonReader reads the features of an input.
type geojsonReader struct {
	dec    *json.Decoder
	limit  *limitedReader
	number int
	do     func(*Feature) bool
}

// object reads one top-level object, a FeatureCollection or a Feature.
func (g *geojsonReader) object() error {
	g.limit.count = 0
	open, err := g.dec.Token()
	if err != nil {
		return err
	}
	if open != json.Delim('{') {
		return fmt.Errorf("found %v instead of a GeoJSON object", open)
	}
	if err = g.members(); errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// members reads the members of an object and its closing brace.
func (g *geojsonReader) members() error {
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
	return g.call(parseFeature(whole, g.number))
}

// features reads the features of a FeatureCollection.
func (g *geojsonReader) features() error {
	open, err := g.dec.Token()
	if err != nil {
		return err
	}
	if open != json.Delim('[') {
		return fmt.Errorf("found %v instead of the list of features", open)
	}
	// Parsing takes longest, so it continues while the next features are read.
	pending := make([]chan *Feature, 0, parsedAhead)
	next := func() error {
		f := <-pending[0]
		pending = append(pending[:0], pending[1:]...)
		return g.call(f)
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
				if err := next(); err != nil {
					return err
				}
			}
		}
		if len(pending) == parsedAhead {
			if err := next(); err != nil {
				return err
			}
		}
		parsed, number := make(chan *Feature, 1), g.number
		go func() { parsed <- parseFeature(raw, number) }()
		pending = append(pending, parsed)
	}
	for len(pending) > 0 {
		if err := next(); err != nil {
			return err
		}
	}
	_, err = g.dec.Token()
	return err
}

// parsedAhead is the number of features that are parsed concurrently. Features of
// more than smallFeature bytes are parsed one at a time.
const (
	parsedAhead  = 4
	smallFeature = 1 << 20
)

// call passes a feature to the consumer.
func (g *geojsonReader) call(f *Feature) error {
	if !g.do(f) {
		return input.ErrStopped
	}
	return nil
}

// parseFeature parses a feature; its Err is the reason if it is damaged.
func parseFeature(raw []byte, number int) *Feature {
	f := &Feature{Number: number}
	parsed, err := geojson.UnmarshalFeature(raw)
	if err != nil {
		f.Err = geo.Errorf(geo.ErrInput, "%w", err)
		return f
	}
	f.Geometry = parsed.Geometry
	f.Values = make(map[string]string, len(parsed.Properties)+1)
	for key, value := range parsed.Properties {
		if s := formatValue(value); s != "" {
			f.Values[key] = s
			if lower := strings.ToLower(key); lower != key {
				f.Values[lower] = s
			}
		}
	}
	if id := formatValue(parsed.ID); id != "" && f.Values["id"] == "" {
		f.Values["id"] = id
	}
	return f
}
