package georss_test

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"

	"dateline/geo/layer"
	"dateline/geo/layer/georss"
	"dateline/geo/layer/layertest"

	"github.com/mmcdole/gofeed"
)

func TestFeedsAreAtomWithPositions(t *testing.T) {
	for kind, want := range map[layer.Kind]int{layer.Mentions: 11, layer.Places: 7} {
		var b bytes.Buffer
		if err := georss.Write(&b, layertest.Set().Export(), layer.Options{Kind: kind}); err != nil {
			t.Fatal(err)
		}
		feed, err := gofeed.NewParser().Parse(&b)
		if err != nil {
			t.Fatal(err)
		}
		if feed.FeedType != "atom" || len(feed.Items) != want || feed.Title != "Two <stories>" || feed.Updated != "2021-09-06T14:00:00Z" {
			t.Errorf("a feed of %d items: %s, %s", len(feed.Items), feed.Title, feed.Updated)
		}
		ids := map[string]bool{}
		for _, item := range feed.Items {
			if ids[item.GUID] || item.UpdatedParsed == nil || item.Content == "" {
				t.Errorf("item %s has content %q", item.GUID, item.Content)
			}
			ids[item.GUID] = true
			if strings.Contains(item.Title, "Bagram") && item.Extensions["georss"]["point"][0].Value != "34.946288 69.265177" {
				t.Errorf("Bagram is at %v", item.Extensions["georss"])
			}
		}
	}
}

func TestAreasHavePolygonsOrBoxes(t *testing.T) {
	var b bytes.Buffer
	if err := georss.Write(&b, layertest.Set().Export(), layer.Options{Kind: layer.Places, Shapes: layer.AllShapes}); err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(b.Bytes(), new(struct{})); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<georss:polygon>34.5 68.5 34.5 69.5 35.5 69.5", "<georss:box>29.4 60.5 38.4 74.9</georss:box>"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("there is no %s in %s", want, &b)
		}
	}
	if strings.Contains(b.String(), "-180") {
		t.Error("Fiji has a box around the world")
	}
}
