package recognizetest_test

import (
	"context"
	"testing"

	"dateline/geo"
	"dateline/geo/recognize/recognizetest"
)

func TestNew(t *testing.T) {
	if n := recognizetest.Gazetteer(t).Len(); n < 60 {
		t.Errorf("the gazetteer has %d places", n)
	}
	rec, err := recognizetest.New(t).Recognize(context.Background(), &geo.Article{Text: "Officials in Kabul said that Omar Khan fled to Iran on Monday."})
	if err != nil {
		t.Fatal(err)
	}
	if len(rec.Mentions) != 2 || rec.Mentions[0].Phrase != "Kabul" || rec.Mentions[1].Phrase != "Iran" {
		t.Errorf("mentions %+v, want Kabul and Iran", rec.Mentions)
	}
}
