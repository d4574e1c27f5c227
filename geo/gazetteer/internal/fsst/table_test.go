package fsst_test

import (
	"bytes"
	"strings"
	"testing"

	"dateline/geo/gazetteer/internal/fsst"

	"pgregory.net/rapid"
)

func TestNewRefusesBadSymbols(t *testing.T) {
	for name, symbols := range map[string][]string{
		"empty symbol": {"a", ""}, "symbol of nine bytes": {"123456789"}, "256 symbols": strings.Split(strings.Repeat("a,", 255)+"a", ","),
	} {
		if _, err := fsst.New(symbols); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestTrainCompressesItsSamples(t *testing.T) {
	var samples [][]byte
	raw, compressed := 0, 0
	for _, s := range []string{"jalalabad", "islamabad", "faisalabad", "hyderabad", "ashgabat", "asadabad", "charikar", "abbottabad"} {
		for range 8 {
			samples = append(samples, []byte(s))
		}
	}
	table := fsst.Train(samples)
	for _, s := range samples {
		raw += len(s)
		compressed += len(table.Encode(nil, s))
	}
	if compressed*3 > raw {
		t.Errorf("%d bytes became %d, want a third or less", raw, compressed)
	}
	again, err := fsst.New(table.Symbols())
	if err != nil {
		t.Fatal(err)
	}
	if a, b := table.Encode(nil, samples[0]), again.Encode(nil, samples[0]); !bytes.Equal(a, b) {
		t.Error("a table made of the symbols compresses differently")
	}
}

// decode returns the string with a compressed form.
func decode(table *fsst.Table, compressed []byte) ([]byte, bool) {
	dst := make([]byte, 8*len(compressed)+fsst.Spare)
	n, ok := table.Decode(dst, 0, compressed)
	return dst[:n], ok
}

func TestRoundTrip(t *testing.T) {
	text := rapid.OneOf(rapid.SliceOf(rapid.Byte()), rapid.Map(rapid.StringOf(rapid.RuneFrom([]rune("abdé "))), func(s string) []byte { return []byte(s) }))
	rapid.Check(t, func(t *rapid.T) {
		table := fsst.Train(rapid.SliceOf(text).Draw(t, "samples"))
		want := text.Draw(t, "text")
		if got, ok := decode(table, table.Encode(nil, want)); !ok || !bytes.Equal(got, want) {
			t.Fatalf("%q came back as %q", want, got)
		}
		var zero fsst.Table
		if got, ok := decode(&zero, zero.Encode(nil, want)); !ok || !bytes.Equal(got, want) {
			t.Fatalf("the zero table: %q came back as %q", want, got)
		}
	})
}

// TestDecodeStaysInItsBuffer decodes random bytes into buffers of random size.
func TestDecodeStaysInItsBuffer(t *testing.T) {
	table := fsst.Train([][]byte{[]byte("islamabad"), []byte("islamabad"), []byte("islamabad"), []byte("islamabad")})
	rapid.Check(t, func(t *rapid.T) {
		dst := make([]byte, rapid.IntRange(0, 40).Draw(t, "size"))
		n, _ := table.Decode(dst, 0, rapid.SliceOf(rapid.Byte()).Draw(t, "compressed"))
		if n > len(dst) {
			t.Fatalf("end %d in a buffer of %d", n, len(dst))
		}
	})
	if _, ok := table.Decode(make([]byte, 50), 0, []byte{fsst.Escape}); ok {
		t.Error("an escape without a byte was decoded")
	}
}
