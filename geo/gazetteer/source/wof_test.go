package source

import (
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"dateline/geo"
	"dateline/geo/gazetteer"
)

const wofTable = "wof_id\tname\tplacetype\tlat\tlon\tcountry\tregion_id\tcounty_id\tgeonames_id\twikidata\tpopulation\tfcode\tis_current\tnames_eng\tnames_other\n" +
	"421168799\tKabul\tlocality\t34.52813\t69.17233\tAF\t85667603\t421171977\t1138958\tQ5838\t3043532\tPPLC\t1\tKabul|KBL\tكابل|Кабул\n" +
	"101752473\tКерч\tlocality\t45.361189\t36.46442\tUA\t85688855\t\t706524\t\t\t\t1\tKerch|Kertsch\tКерчь\n" +
	"102536675\tBagram Airport\tcampus\t34.946111\t69.265\tAF\t85667627\t\t\tQ800126\t\t\t1\tBagram Air Base|OAI|OAIX\t\n" +
	"421171977\tKabul\tcounty\t34.5\t69.1\tAF\t85667603\t421171977\t7729752\t\t\t\t1\tKabul District\t\n" +
	"1\tOld record\tlocality\t34\t69\tAF\t\t\t\t\t\t\t0\t\t\n" +
	"2\tAsia/Kabul\ttimezone\t34\t69\tAF\t\t\t\t\t\t\t1\t\t\n" +
	"3\tMars\tcrater\t34\t69\tAF\t\t\t\t\t\t\t1\t\t\n" +
	"4\tNull\tlocality\t0.0\t-0.0\tAF\t\t\t\t\t\t\t1\t\t\n" +
	"85632997\tNo code\tcountry\t34\t33\tXS\t\t\t\t\t\t\t1\t\t\n"

func TestWhosOnFirst(t *testing.T) {
	dir := writeFiles(t, map[string]string{"AF.tsv.gz": gzipped(t, wofTable), "README": "about these files\n"})
	w, err := NewWhosOnFirst(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := w.Info().Name; got != "Who's On First AF" {
		t.Errorf("Info().Name = %q", got)
	}
	entries, bad := collect(t, w)
	if len(entries) != 5 || len(bad) != 2 {
		t.Fatalf("entries = %v, left out %q", slices.Sorted(maps.Keys(entries)), bad)
	}
	kabul := entries["wof:421168799"]
	if p := kabul.Place; p.Kind != geo.KindSettlement || p.Feature != "PPLC" || p.Population != 3043532 || p.Codes["wikidata"] != "Q5838" {
		t.Errorf("Kabul = %+v", p)
	}
	if kabul.Parent != "wof:421171977" || !slices.Equal(kabul.SameAs, []geo.PlaceID{"geonames:1138958"}) {
		t.Errorf("Kabul = %+v", kabul)
	}
	if !hasName(kabul, gazetteer.Name{Text: "KBL", Kind: gazetteer.NameCode}) || !hasName(kabul, gazetteer.Name{Text: "Кабул", Kind: gazetteer.NameAlternate}) {
		t.Errorf("Kabul's names = %+v", kabul.Names)
	}
	if kerch := entries["wof:101752473"]; kerch.Place.Name != "Kerch" || !hasName(kerch, gazetteer.Name{Text: "Керч", Kind: gazetteer.NameAlternate}) {
		t.Errorf("Kerch = %+v", kerch)
	}
	if bagram := entries["wof:102536675"]; bagram.Place.Kind != geo.KindBase || bagram.Place.Codes["iata"] != "OAI" || bagram.Place.Codes["icao"] != "OAIX" {
		t.Errorf("Bagram = %+v", bagram.Place)
	}
	if district := entries["wof:421171977"]; district.Place.Kind != geo.KindAdmin2 || district.Parent != "wof:85667603" {
		t.Errorf("Kabul's district = %+v", district)
	}
	if p := entries["wof:85632997"].Place; p.Country != "" {
		t.Errorf("country without a code = %+v", p)
	}
	if _, err := NewWhosOnFirst(filepath.Join(dir, "README")); !errors.Is(err, geo.ErrInput) {
		t.Errorf("NewWhosOnFirst = %v, want an error", err)
	}
}

func FuzzWhosOnFirst(f *testing.F) {
	f.Add([]byte(wofTable))
	f.Fuzz(func(t *testing.T, content []byte) {
		w, err := NewWhosOnFirst(writeFiles(t, map[string]string{"x": "wof_id\tname\tplacetype\tlat\tlon\tnames_eng\n" + string(content), "y": string(content)}))
		if err != nil {
			return
		}
		for e, err := range w.Entries() {
			if err == nil {
				checkEntry(t, e)
			}
		}
	})
}
