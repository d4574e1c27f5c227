package spatial_test

import (
	"testing"

	"dateline/geo"
	"dateline/geo/spatial"
)

func TestOffsetsInOtherLanguages(t *testing.T) {
	for _, c := range []struct {
		language, text, words string
		km, bearing           float64
	}{
		{"fr", "à 30 km au nord de [Kaboul], dit-il", "30 km au nord de", 30, 0},
		{"fr", "à 12,5 kilomètres au sud-est d’[Herat]", "12,5 kilomètres au sud-est d’", 12.5, 135},
		{"es", "a unos 20 km al sur de la ciudad de [Quito]", "20 km al sur de la ciudad de", 20, 180},
		{"pt", "a 25 km a norte de [Lisboa]", "25 km a norte de", 25, 0},
		{"de", "12 km nördlich von [Leipzig]", "12 km nördlich von", 12, 0},
		{"it", "a 18 km a sud di [Bologna]", "18 km a sud di", 18, 180},
		{"nl", "11 km ten noorden van [Utrecht]", "11 km ten noorden van", 11, 0},
		{"ru", "в 15 км к западу от [Харькова]", "15 км к западу от", 15, 270},
		{"ru", "в 7 километрах северо-восточнее [Харькова]", "7 километрах северо-восточнее", 7, 45},
		{"uk", "за 16 км на південь від [Полтави]", "16 км на південь від", 16, 180},
		{"pl", "14 km na północ od [Lublina]", "14 km na północ od", 14, 0},
		{"tr", "[Malatya]'nın 22 km kuzeyinde", "nın 22 km kuzeyinde", 22, 0},
		{"ar", "على بعد 40 كم شمال [حلب]", "40 كم شمال", 40, 0},
		{"fa", "در ۳۵ کیلومتری شمال [مشهد]", "۳۵ کیلومتری شمال", 35, 0},
		{"ur", "[پشاور] سے 30 کلومیٹر شمال میں", "سے 30 کلومیٹر شمال", 30, 0},
		{"hi", "[जयपुर] से 45 किमी उत्तर में", "से 45 किमी उत्तर", 45, 0},
		{"id", "28 km di utara [Bandung]", "28 km di utara", 28, 0},
		{"zh", "[成都]以北30公里处", "以北30公里", 30, 0},
		{"zh", "[成都]东南30公里", "东南30公里", 30, 135},
	} {
		a, rec := recognition(c.text)
		rec.Language = c.language
		spatial.Find(a, rec)
		rel := rec.Mentions[0].Relation
		if rel == nil || rel.Kind != geo.RelationOffset || rel.Words != c.words || rel.DistanceKM != c.km || rel.Bearing != c.bearing || !rel.HasBearing {
			t.Errorf("%s %q: %+v, want %q, %g km at %g degrees", c.language, a.Text, rel, c.words, c.km, c.bearing)
		}
	}
}

func TestNearInOtherLanguages(t *testing.T) {
	for language, text := range map[string]string{"ru": "возле [Харькова]", "uk": "біля [Києва]", "es": "cerca de [Quito]", "de": "unweit von [Leipzig]", "ar": "قرب [حلب]"} {
		a, rec := recognition(text)
		rec.Language = language
		spatial.Find(a, rec)
		if rel := rec.Mentions[0].Relation; rel == nil || rel.Kind != geo.RelationNear {
			t.Errorf("%s %q: %+v", language, a.Text, rel)
		}
	}
}

func TestNoOffsetsInOtherLanguages(t *testing.T) {
	for _, c := range []struct{ language, text string }{
		{"fr", "dans le nord de [Kaboul]"}, {"es", "[Quito] y 30 km al norte de Lima"}, {"ru", "15 человек на западе [Украины]"},
		{"de", "30 km von [Leipzig]"}, {"xx", "30 km au nord de [Kaboul]"}, {"zh", "[成都]30个"},
	} {
		a, rec := recognition(c.text)
		rec.Language = c.language
		spatial.Find(a, rec)
		if rel := rec.Mentions[0].Relation; rel != nil {
			t.Errorf("%s %q: %+v", c.language, a.Text, rel)
		}
	}
}

func TestWidenInOtherLanguages(t *testing.T) {
	for _, c := range []struct{ language, text, want string }{
		{"es", "en la provincia de [Santa Fe], dijo", "provincia de Santa Fe"},
		{"fr", "dans la région d’[Odessa]", "région d’Odessa"},
		{"ru", "в [Харьковской] области", "Харьковской области"},
		{"tr", "[Hatay] ilinde", "Hatay ilinde"},
		{"ar", "في محافظة [حلب] أمس", "محافظة حلب"},
		{"zh", "在[四川]省", "四川省"},
		{"de", "in [Berlin] heute", ""},
	} {
		a, rec := recognition(c.text)
		rec.Language = c.language
		spatial.Widen(a, rec)
		if got := rec.Mentions[0].Wide.Text(a.Text); got != c.want {
			t.Errorf("%s %q: wide %q, want %q", c.language, a.Text, got, c.want)
		}
	}
}
