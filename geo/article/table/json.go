package table

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"maps"
	"slices"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/text"
)

// IsJSON reports whether a document is a JSON array of objects, by its first bytes.
func IsJSON(head []byte) bool {
	head = bytes.TrimLeft(text.TrimMark(head), " \t\r\n")
	return bytes.HasPrefix(head, []byte("[")) && IsJSONL(head[1:])
}

// ReadJSON yields the article of each object of a JSON array, whose keys are columns
// as those of a CSV file are. Its texts are not normalized, since results give offsets
// into them. The limit on one document applies to each object.
func ReadJSON(ctx context.Context, r io.Reader, o document.Options) iter.Seq2[*geo.Article, error] {
	return func(yield func(*geo.Article, error) bool) {
		in, err := text.NewReader(document.ContextReader(ctx, r), "")
		if err != nil {
			yield(nil, err)
			return
		}
		objects := &objectReader{items: itemReader{r: in, limit: o.Limit()}}
		source{part: "item", exact: true, next: objects.next}.articles(o, yield)
	}
}

// objectReader reads the objects of a JSON array as rows. The header has the keys of
// the first objects.
type objectReader struct {
	items  itemReader
	number int
	ended  bool
	header []string
	first  []object
}

// object is an object of an array, or the error in its place.
type object struct {
	values map[string]string
	number int
	err    error
}

func (r *objectReader) next() row {
	if r.header == nil {
		keys := map[string]bool{}
		for size := 0; len(r.first) < sampleRows && size < sampleBytes; {
			o := r.read()
			r.first = append(r.first, o)
			for key, value := range o.values {
				keys[key] = true
				size += len(key) + len(value)
			}
			if r.ended {
				break
			}
		}
		r.header = slices.Sorted(maps.Keys(keys))
		return row{cells: r.header}
	}
	var o object
	if len(r.first) > 0 {
		o, r.first = r.first[0], r.first[1:]
	} else {
		o = r.read()
	}
	cells := make([]string, len(r.header))
	for i, key := range r.header {
		cells[i] = o.values[key]
	}
	return row{cells: cells, number: o.number, err: o.err}
}

// read reads an object.
func (r *objectReader) read() object {
	if r.ended {
		return object{err: io.EOF}
	}
	r.number++
	item, err := r.items.next()
	switch {
	case err == nil:
	case errors.Is(err, io.EOF), errors.Is(err, geo.ErrTooLarge):
		r.ended = true
		return object{number: r.number, err: err}
	case errors.Is(err, io.ErrUnexpectedEOF):
		r.ended = true
		return object{number: r.number, err: geo.Errorf(geo.ErrInput, "the array is cut short; the objects before were read")}
	default:
		r.ended = true
		return object{number: r.number, err: geo.Errorf(geo.ErrInput, "%w", err)}
	}
	values, err := objectValues(item)
	if err != nil {
		_, wrongType := errors.AsType[*json.UnmarshalTypeError](err)
		r.ended = !wrongType
		return object{number: r.number, err: geo.Errorf(geo.ErrInput, "the item is not a JSON object: %w", err)}
	}
	return object{values: values, number: r.number}
}

// objectValues returns the members of a JSON object that are strings or numbers, these as
// they are written.
func objectValues(b []byte) (map[string]string, error) {
	if values, ok := scanValues(b); ok {
		return values, nil
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(b, &raw); err != nil {
		return nil, err
	}
	values := make(map[string]string, len(raw))
	for key, value := range raw {
		switch value[0] {
		case '"':
			var s string
			_ = json.Unmarshal(value, &s) // it is valid as part of the object
			values[key] = s
		case '{', '[', 'n', 't', 'f': // no field of an article
		default:
			values[key] = string(value)
		}
	}
	return values, nil
}
