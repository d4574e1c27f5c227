package tagger_test

import (
	"bytes"
	"testing"

	"dateline/data/model"
	"dateline/geo/internal/tagger"
)

func TestModelRoundTrip(t *testing.T) {
	m, err := tagger.Decode(model.Recognizer)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(m.Encode(), model.Recognizer) {
		t.Error("the encoded model differs from the file it was decoded from")
	}
}
