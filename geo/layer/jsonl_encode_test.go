package layer

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// TestEncodingAgreesWithEncodingJSON fills results with arbitrary values.
func TestEncodingAgreesWithEncodingJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var r Result
		fill(t, reflect.ValueOf(&r).Elem())
		var want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		wantErr := enc.Encode(r)
		var e lineEncoder
		e.result(&r)
		if (e.err != nil) != (wantErr != nil) {
			t.Fatalf("error %v, want %v", e.err, wantErr)
		}
		if got := string(append(e.b, '\n')); wantErr == nil && got != want.String() {
			t.Errorf("encoded as\n%s want\n%s", got, want.String())
		}
	})
}

var (
	sampleStrings = rapid.OneOf(rapid.Just(""), rapid.String(), rapid.SampledFrom([]string{"Kabul", "a\"b", "<&>", "\u2028", "\xff", "\x7f\n", "Ğ"}))
	sampleFloats  = rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(-180, 180), rapid.SampledFrom([]float64{1e-7, 1e21, 5e20, -1e-6, 0.5, 123, math.Copysign(0, -1)}), rapid.Float64())
)

// fill sets a value to an arbitrary one without nil slices, which a result does not have.
func fill(t *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for _, field := range v.Fields() {
			fill(t, field)
		}
	case reflect.Slice:
		n := rapid.IntRange(0, 3).Draw(t, "length")
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(t, v.Index(i))
		}
	case reflect.Pointer:
		if rapid.Bool().Draw(t, "set") {
			v.Set(reflect.New(v.Type().Elem()))
			fill(t, v.Elem())
		}
	case reflect.String:
		v.SetString(sampleStrings.Draw(t, "string"))
	case reflect.Float64:
		v.SetFloat(sampleFloats.Draw(t, "number"))
	case reflect.Int:
		v.SetInt(int64(rapid.IntRange(-5, 1<<40).Draw(t, "integer")))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "flag"))
	default:
		t.Fatalf("a result has a field of kind %s", v.Kind())
	}
}
