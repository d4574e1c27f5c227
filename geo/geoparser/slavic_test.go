package geoparser_test

import (
	"context"
	"slices"
	"testing"

	"dateline/geo"
)

// TestSlavicNames checks the names in Slavic languages that are found by the common noun of their kind of place, a preposition, a dash or
// a colon, and those in quotation marks that are none.
func TestSlavicNames(t *testing.T) {
	p := parser(t)
	for _, c := range []struct {
		text    string
		phrases []string
	}{
		{"Стрельба слышна в районе селения Эрпели. Глава района Хасанов и его заместитель приехали позже.", []string{"Эрпели"}},
		{"Предгорья Тиманского кряжа заповедны, работы идут в Сонковском, Лесном и Намском районах.", []string{"Тиманского кряжа", "Сонковском", "Лесном", "Намском районах"}},
		{"Река берет начало на западных склонах Тиманского кряжа, водитель, житель Хасавюрта, не пострадал.", []string{"Тиманского кряжа", "Хасавюрта"}},
		{"Коротко о разном. Няндома: пожар потушен. Каргополь: ярмарка переехала. Вельск: без воды.", []string{"Няндома", "Каргополь", "Вельск"}},
		{"Фильм «Поезд на Варшаву» снят в Бресте, в прокате он с осени.", []string{"Бресте"}},
		{"Иван Астраханцев (1871, Кунгур — 3 мая 1938 года, Магадан) преподавал ботанику, гербарий собирал с женой.", []string{"Кунгур", "Магадан"}},
		{"Другие города: Обера, Эльдорадо и Пуэрто-Игуасу, столица провинции — Посадас.", []string{"Обера", "Эльдорадо", "Пуэрто-Игуасу", "Посадас"}},
		{"Банк «Дністер» закрив відділення. Клуб «Вікторія» (Ромни) грає вдома.", []string{"Ромни"}},
		{"Олика (у давнину Велика Олика) — селище на Волині.", []string{"Олика", "Волині"}},
		{"Пожар край село Горно Озирово взе две жертви, каза кметът Иванов.", []string{"Горно Озирово"}},
		{"Због снега је затворен пут код Пријепоља, возила иду преко Ивањице.", []string{"Пријепоља", "Ивањице"}},
		{"З-за ветру без святла засталіся вёскі Ляскавічы і ваколіцы, а ў Мазыры павалены дрэвы.", []string{"Ляскавічы", "Мазыры"}},
	} {
		parsed, err := p.Parse(context.Background(), geo.Article{Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		var phrases []string
		for _, m := range parsed.Mentions {
			if m.Role == geo.RoleLiteral {
				phrases = append(phrases, m.Phrase)
			}
		}
		if !slices.Equal(phrases, c.phrases) {
			t.Errorf("%q\nhas the mentions %q, want %q", c.text, phrases, c.phrases)
		}
	}
}

// TestAreasWithoutNoun checks that adjectives in lists of areas are resolved to these.
func TestAreasWithoutNoun(t *testing.T) {
	p := parser(t)
	for _, c := range []struct{ text, phrase, name string }{
		{"Сошли вагоны на границе Новгородской и Тверской областей.", "Новгородской", "Novgorod"},
		{"Сбиты дроны: 31 — над Белгородской областью, 17 — над Брянской, девять — над Курской.", "Брянской", "Bryansk"},
		{"Сбиты дроны: 31 — над Белгородской областью, 17 — над Брянской, девять — над Курской.", "Курской", "Kursk"},
		{"На півночі Київської та Чернігівської областей тихо.", "Київської", "Kyiv"},
	} {
		parsed, err := p.Parse(context.Background(), geo.Article{Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(parsed.Mentions, func(m geo.Mention) bool { return m.Phrase == c.phrase })
		if i < 0 || parsed.Resolutions[i].Place == nil || parsed.Resolutions[i].Place.Kind != geo.KindAdmin1 || parsed.Resolutions[i].Place.Name != c.name {
			t.Errorf("%q in %q is not the region of %s", c.phrase, c.text, c.name)
		}
	}
}
