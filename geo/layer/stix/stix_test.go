package stix_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"testing"

	"dateline/geo/layer"
	"dateline/geo/layer/layertest"
	"dateline/geo/layer/stix"
)

func objects(t *testing.T, e *layer.Export) map[string][]map[string]any {
	t.Helper()
	var b bytes.Buffer
	if err := stix.Write(&b, e, layer.Options{}); err != nil {
		t.Fatal(err)
	}
	var bundle struct{ Objects []map[string]any }
	if err := json.Unmarshal(b.Bytes(), &bundle); err != nil {
		t.Fatal(err)
	}
	id := regexp.MustCompile(`^[a-z-]+--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	out, known := map[string][]map[string]any{}, map[any]bool{}
	for _, o := range bundle.Objects {
		kind, _ := o["type"].(string)
		out[kind] = append(out[kind], o)
		if known[o["id"]] || !id.MatchString(o["id"].(string)) || o["spec_version"] != "2.1" {
			t.Errorf("object %v is twice in the bundle or has no identifier of STIX", o["id"])
		}
		known[o["id"]] = true
	}
	for _, o := range bundle.Objects { // no reference leads out of the bundle
		refs, _ := o["object_refs"].([]any)
		for _, r := range refs {
			if !known[r] {
				t.Errorf("%v refers to %v", o["id"], r)
			}
		}
	}
	return out
}

func TestBundle(t *testing.T) {
	got := objects(t, layertest.Set().Export())
	if len(got["location"]) != 6 || len(got["report"]) != 3 || len(got["note"]) != 11 || len(got["marking-definition"]) != 1 {
		t.Errorf("%d locations, %d reports, %d notes, %d markings", len(got["location"]), len(got["report"]), len(got["note"]), len(got["marking-definition"]))
	}
	for _, l := range got["location"] {
		if l["name"] == "Kabul" && (l["latitude"] != 34.528131 || l["country"] != "AF" || l["city"] != "Kabul" || l["confidence"] != 95.0) {
			t.Errorf("Kabul is %v", l)
		}
		if l["name"] == "Afghanistan" && l["latitude"] != nil {
			t.Errorf("Afghanistan is a point: %v", l)
		}
	}
	if r := got["report"][0]; r["published"] != "2021-09-06T14:00:00.000Z" || r["name"] != "Talks <b>end</b> & *begin*" {
		t.Errorf("the report is %v", r)
	}
}

func TestCappedBundleHasNoCoordinates(t *testing.T) {
	for _, l := range objects(t, layertest.Set().Export().Capped(layer.CapCountry))["location"] {
		if l["latitude"] != nil {
			t.Errorf("%v has a latitude", l["name"])
		}
	}
}
