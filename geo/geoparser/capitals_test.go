package geoparser_test

import (
	"cmp"
	"context"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"dateline/geo"
	"dateline/geo/geoparser"
)

// phrasesOf returns the language of a text and the phrases of its mentions.
func phrasesOf(t *testing.T, p *geoparser.Parser, text string) (language, phrases string) {
	t.Helper()
	parsed, err := p.Parse(context.Background(), geo.Article{Text: text})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, m := range parsed.Mentions {
		all = append(all, m.Phrase)
	}
	return parsed.Language, strings.Join(all, " | ")
}

// placesIn returns the phrases of the mentions of a text that have a place, each with what describe returns of it.
func placesIn(t *testing.T, p *geoparser.Parser, text string, describe func(*geo.Place) string) string {
	t.Helper()
	parsed, err := p.Parse(context.Background(), geo.Article{Text: text})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for i, m := range parsed.Mentions {
		if place := parsed.Resolutions[i].Place; place != nil {
			all = append(all, m.Phrase+" "+describe(place))
		}
	}
	return strings.Join(all, " | ")
}

// TestTextInOneCase recognizes headlines in capitals, and messages in small letters, in other languages than English.
func TestTextInOneCase(t *testing.T) {
	p := parser(t)
	for _, c := range []struct{ text, want string }{
		{"Los talibanes entraron en Kabul el domingo, dijeron fuentes de Afganistán en Buenos Aires", "Kabul | Afganistán | Buenos Aires"},
		{"Les habitants de Kaboul ont fui vers le Pakistan, selon des témoins à Paris", "Kaboul | Pakistan | Paris"},
		{"Os moradores fugiram de Cabul para o Paquistão, disseram testemunhas em São Paulo", "Cabul | Paquistão | São Paulo"},
		{"Gli abitanti sono fuggiti da Kabul in Pakistan, dicono i testimoni a Roma", "Kabul | Pakistan | Roma"},
		{"Жителі втекли з Кабула до Пакистану, повідомили джерела у Харкові та Києві", "Кабула | Пакистану | Харкові | Києві"},
		{"Warga melarikan diri dari Kabul ke Pakistan, kata sumber di Jakarta dan Surabaya", "Kabul | Pakistan | Jakarta | Surabaya"},
		{"Die Bewohner von Kabul sind nach Pakistan geflohen, berichten Zeugen in Berlin", "Kabul | Pakistan | Berlin"},
		{"Талибы вошли в Кабул, жители бежали в Пакистан, сообщили в Москве", "Кабул | Пакистан | Москве"},
		{"Mieszkańcy uciekli z Moskwy do Paryża, podały władze w Pakistanie i inne źródła", "Moskwy | Paryża | Pakistanie"},
	} {
		for _, text := range []string{strings.ToUpper(c.text), strings.ToLower(c.text)} {
			if language, got := phrasesOf(t, p, text); !strings.EqualFold(got, c.want) {
				t.Errorf("%q (%s)\nhas mentions %q, want %q", text, language, got, c.want)
			}
		}
	}
}

// TestTurkishCapitals recognizes names whose letter I is ı or i in ordinary text.
func TestTurkishCapitals(t *testing.T) {
	p := parser(t)
	language, got := phrasesOf(t, p, "KABİL'DEN KAÇAN HALK PAKİSTAN'A VE MOSKOVA'YA GİTTİ, YARALILAR VAR")
	if got != "KABİL | PAKİSTAN | MOSKOVA" {
		t.Errorf("the mentions in %s are %q", language, got)
	}
}

// TestSpellings recognizes the same mentions in texts with decomposed letters, and with Arabic letters in Urdu and Persian.
func TestSpellings(t *testing.T) {
	p := parser(t)
	arabic := strings.NewReplacer("ی", "ي", "ک", "ك")
	for _, c := range []struct {
		text  string
		spell func(string) string
	}{
		{"Los habitantes huyeron de Afganistán a Pakistán, según fuentes en París.", norm.NFD.String},
		{"Người dân chạy khỏi Kabul sang Pakistan, theo các nguồn tin ở Mátxcơva.", norm.NFD.String},
		{"Die Menschen flohen aus Afghanistan nach Pakistan, berichten Zeugen in Brandenburg.", strings.NewReplacer("Afghanistan", "Afgha\u00adnistan", "Brandenburg", "Branden\u00adburg", "Menschen", "Men\u00adschen").Replace},
		{"ময়মনসিংহ ও সিলেটে ভারী বৃষ্টি হয়েছে, ঢাকা থেকে ত্রাণ পাঠানো হয়েছে বলে জানিয়েছে পুলিশ।", norm.NFD.String},
		{"مردم از کابل به پاکستان رفتند و یک منبع در مسکو گفت که یازده نفر کشته شدند.", arabic.Replace},
		{"کابل سے لوگ پاکستان گئے اور ماسکو میں حکام نے کہا کہ گیارہ افراد ہلاک ہوئے ہیں۔", arabic.Replace},
	} {
		language, usual := phrasesOf(t, p, c.text)
		otherLanguage, spelled := phrasesOf(t, p, c.spell(c.text))
		if !strings.Contains(usual, "|") || language != otherLanguage || c.spell(usual) != spelled {
			t.Errorf("the mentions are %q in %s, in the other spelling %q in %s", usual, language, spelled, otherLanguage)
		}
	}
}

// TestAbbreviatedNouns recognizes names after abbreviations of common nouns, whose period ends no sentence.
func TestAbbreviatedNouns(t *testing.T) {
	p := parser(t)
	for text, want := range map[string]string{
		"3 ноября в г. Казани и пос. Васильево прогремел взрыв.":                              "Казани | Васильево",
		"Жители с. Красное Липецкой обл. остались без света.":                                 "Красное | Липецкой обл",
		"У м. Харків та смт Борова пролунали вибухи, загинув мешканець с. Липці.":             "Харків | Борова | Липці",
		"Обстріляно с-ще Покровське та с. Червоногригорівка Дніпропетровської обл.":           "Покровське | Червоногригорівка | Дніпропетровської обл",
		"Wypadek w m. Grójec, zginął mieszkaniec sąsiedniej wsi, podała policja.":             "Grójec",
		"Hubo un accidente en la prov. de Jujuy y otro en el depto. El Loa, dijo la policía.": "Jujuy | El Loa",
		"Урсула фон дер Ляйен провела переговоры по телефону, сообщили журналисты.":           "",
		"Авария произошла в 2025 г. Иванов вышел на пенсию и живёт в деревне.":                "",
	} {
		if language, got := phrasesOf(t, p, text); got != want {
			t.Errorf("%q (%s)\nhas mentions %q, want %q", text, language, got, want)
		}
	}
}

// TestStateCodes reads the abbreviations of states and provinces after towns, which tell towns with the same name apart.
func TestStateCodes(t *testing.T) {
	p := parser(t)
	for text, want := range map[string]string{
		"A polícia prendeu um homem em Santa Maria (RS) e outro em Sorriso/MT, na BR-163.": "Santa Maria BR Rio Grande do Sul | RS BR Rio Grande do Sul | Sorriso BR Mato Grosso | MT BR Mato Grosso",
		"Ein Unfall ereignete sich in Wil (SG), ein Brand brach in Uster (ZH) aus.":        "Wil CH St. Gallen | SG CH St. Gallen | Uster CH Zürich | ZH CH Zürich",
		"L'incidente è avvenuto a Bra (CN), i feriti sono stati portati a Torino.":         "Bra IT Piedmont | CN IT Piedmont | Torino IT Piedmont",
	} {
		if got := placesIn(t, p, text, func(place *geo.Place) string { return place.Country + " " + cmp.Or(place.Admin1, place.Name) }); got != want {
			t.Errorf("%q\nhas %q, want %q", text, got, want)
		}
	}
}

// TestFeaturesWithNouns resolves names of natural features by the common noun in small letters before them.
func TestFeaturesWithNouns(t *testing.T) {
	p := parser(t)
	for text, want := range map[string]string{
		"A fragata seguirá para o golfo da Guiné e depois para o mar Vermelho.":               "Guiné is Gulf of Guinea | mar Vermelho is Red Sea",
		"Le niveau du lac Tchad baisse depuis des mois, selon les pêcheurs de la région.":     "Tchad is Lake Chad",
		"Le président du Tchad a rencontré mardi les pêcheurs de la région.":                  "Tchad is Chad",
		"La nave è affondata nel mar Nero, al largo di Odessa, ha detto la guardia costiera.": "mar Nero is Black Sea | Odessa is Odesa",
	} {
		if got := placesIn(t, p, text, func(place *geo.Place) string { return "is " + place.Name }); got != want {
			t.Errorf("%q\nhas %q, want %q", text, got, want)
		}
	}
}
