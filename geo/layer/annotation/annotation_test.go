package annotation_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"dateline/geo/layer"
	"dateline/geo/layer/annotation"
	"dateline/geo/layer/layertest"
)

func TestAnnotationsQuoteAndLocate(t *testing.T) {
	set := layertest.Set()
	set.Parsed[1].Article.URL = ""
	var b bytes.Buffer
	if err := annotation.Write(&b, set.Export(), layer.Options{}); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Type  string
		Total int
		First struct {
			Items []struct {
				ID     string
				Body   []struct{ ID, Value, Purpose string }
				Target struct {
					Source   string
					Selector []struct {
						Type, Exact, Prefix, Suffix string
						Start, End                  *int
					}
				}
			}
		}
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	items := got.First.Items
	if got.Type != "AnnotationCollection" || got.Total != 13 || len(items) != 13 {
		t.Fatalf("a %s of %d with %d items", got.Type, got.Total, len(items))
	}
	kabul := items[0]
	quote, position := kabul.Target.Selector[0], kabul.Target.Selector[1]
	if quote.Exact != "Kabul" || quote.Prefix != "Émissaires “met” in " || *position.Start != 20 || *position.End != 25 || kabul.Target.Source != "https://example.org/talks?a=1&b=2" {
		t.Errorf("the target is %+v", kabul.Target)
	}
	if kabul.Body[1].ID != "geo:34.528131,69.172331" || kabul.Body[2].ID != "https://sws.geonames.org/1138958/" {
		t.Errorf("the bodies are %+v", kabul.Body)
	}
	if c := items[5].Body[1].ID; c != "geo:31.04567,66.39876;u=1" {
		t.Errorf("coordinates are %s", c)
	}
	if a := items[6].Body; len(a) != 1 || a[0].Value != "Ambiguous, perhaps Paris, France (settlement)" {
		t.Errorf("an ambiguous mention is %+v", a)
	}
	if m := items[7].Body; len(m) != 1 || m[0].Value != "Not in the gazetteer" {
		t.Errorf("a missing mention is %+v", m)
	}
	if s := items[9].Target.Source; s != "urn:sha256:"+set.Parsed[1].Article.Hash {
		t.Errorf("the source of an article without an address is %s", s)
	}
}
