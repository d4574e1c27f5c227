package geoparser_test

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"

	"dateline/geo"
	"dateline/geo/layer"
)

// TestPartsOfAMixedText checks the language, the method and the days of the parts of a text in three languages.
func TestPartsOfAMixedText(t *testing.T) {
	text := "The governor of the province said on Tuesday that the fighting had spread to the villages around Kabul and that the people had fled.\n\n" +
		"Le gouverneur de la province a déclaré mardi que les combats ont gagné les villages autour de Kaboul et que les habitants ont fui.\n\n" +
		"Губернатор провинции сказал в среду, что бои перекинулись на деревни вокруг Кабула и что жители бежали в соседние районы.\n\n" +
		"Οι μαχητές μπήκαν την Τετάρτη στην πόλη της Αθήνας και οι κάτοικοι έφυγαν από τα σπίτια τους για να σωθούν από τις μάχες."
	parsed, err := parser(t).Parse(context.Background(), geo.Article{Text: text, Published: "2024-03-15"})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := layer.WriteJSONL(&out, parsed); err != nil {
		t.Fatal(err)
	}
	var result layer.Result
	if err := json.Unmarshal(out.Bytes(), &result); err != nil {
		t.Fatal(err)
	}
	if result.Language != "en" || result.Method != "" || len(result.Parts) != 4 {
		t.Fatalf("the result has the language %s, the method %q and the parts %+v", result.Language, result.Method, result.Parts)
	}
	end := 0
	for i, want := range []layer.Part{{Language: "en"}, {Language: "fr"}, {Language: "ru"}, {Language: "el"}} {
		p := result.Parts[i]
		if p.Language != want.Language || p.Method != want.Method || p.Start != end {
			t.Errorf("part %d is %+v, want %+v from %d", i, p, want, end)
		}
		end = p.End
	}
	days := map[string]string{"Kabul": "2024-03-12", "Kaboul": "2024-03-12", "Кабула": "2024-03-13", "Αθήνας": "2024-03-13"}
	for _, m := range result.Toponyms {
		if want := days[m.Phrase]; want != "" && (m.When == nil || m.When.First != want) {
			t.Errorf("the day of %q is %+v, want %s", m.Phrase, m.When, want)
		}
		delete(days, m.Phrase)
	}
	if len(days) > 0 {
		t.Errorf("not found: %v", days)
	}
}
