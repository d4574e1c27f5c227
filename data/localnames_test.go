package data_test

import (
	"strings"
	"testing"

	"dateline/data"
	"dateline/data/build"
	"dateline/geo"
)

// wellKnown has the names of places in the languages of localLanguages.
var wellKnown = map[geo.PlaceID]string{
	"iso:DE":             "Allemagne|Deutschland|Alemania|ألمانيا|آلمان|Германия|德国|Almanya",
	"iso:SY":             "Syrie|Syrien|Siria|سوريا|سوریه|Сирия|叙利亚|Suriye",
	"iso:UA":             "Ukraine|Ukraine|Ucrania|أوكرانيا|اوکراین|Украина|乌克兰|Ukrayna",
	"iso:CD":             "Congo-Kinshasa|Kongo-Kinshasa|República Democrática del Congo|الكونغو - كينشاسا|کنگو - کینشاسا|Конго - Киншаса|刚果（金）|Kongo - Kinşasa",
	"iso:HK":             "Hong Kong|Hongkong|Hong Kong|هونغ كونغ|هنگ\u200cکنگ|Гонконг|香港|Hong Kong",
	"geonames:2643743":   "Londres|London|Londres|لندن|لندن|Лондон|伦敦|Londra",
	"geonames:524901":    "Moscou|Moskau|Moscú|موسكو|مسکو|Москва|莫斯科|Moskova",
	"geonames:360630":    "Le Caire|Kairo|El Cairo|القاهرة|قاهره|Каир|开罗|Kahire",
	"geonames:1138958":   "Kaboul|Kabul|Kabul|كابول|کابل|Кабул|喀布尔|Kabil",
	"geonames:703448":    "Kiev|Kiew|Kiev|كييف|کیف|Киев|基辅|Kiev",
	"geonames:98182":     "Bagdad|Bagdad|Bagdad|بغداد|بغداد|Багдад|巴格达|Bağdat",
	"geonames:1816670":   "Pékin|Peking|Pekín|بكين|پکن|Пекин|北京|Pekin",
	"geonames:170063":    "Alep|Aleppo|Alepo|حلب|حلب|Алеппо|阿勒颇|Halep",
	"geonames:99072":     "Mossoul|Mossul|Mosul|الموصل|موصل|Мосул|摩苏尔|Musul",
	"geonames:2867714":   "Munich|München|Múnich|ميونخ|مونیخ|Мюнхен|慕尼黑|Münih",
	"geonames:706483":    "Kharkiv|Charkiw|Járkov|خاركيف|خارکیف|Харьков|哈尔科夫|Harkiv",
	"geonames:281133":    "Gaza|Gaza|Gaza|غزة|غزه|Газа|加沙|Gazze",
	"geonames:2951839":   "Bavière|Bayern|Baviera|بافاريا|بایرن|Бавария|巴伐利亚|Bavyera",
	"geonames:5332921":   "Californie|Kalifornien|California|كاليفورنيا|کالیفرنیا|Калифорния|加利福尼亚州|Kaliforniya",
	"dateline:europe":    "Europe|Europa|Europa|أوروبا|اروپا|Европа|欧洲|Avrupa",
	"dateline:black-sea": "mer Noire|Schwarzes Meer|Mar Negro|البحر الأسود|دریای سیاه|Чёрное море|黑海|Karadeniz",
}

var localLanguages = strings.Fields("fr de es ar fa ru zh tr")

func TestLocalNames(t *testing.T) {
	if len(build.Gazetteer) == 0 {
		t.Skip("the gazetteer is not embedded: run make build")
	}
	g, err := data.Gazetteer()
	if err != nil {
		t.Fatal(err)
	}
	for id, names := range wellKnown {
		r, ok := g.ByID(id)
		if !ok {
			t.Errorf("there is no place %s", id)
			continue
		}
		for i, want := range strings.Split(names, "|") {
			if got := g.LocalName(r, localLanguages[i]); got.Text != want {
				t.Errorf("%s (%s) is %q to readers of %s, want %q", id, g.Name(r), got.Text, localLanguages[i], want)
			}
		}
	}
	if n := len(g.LocalLanguages()); n < 90 {
		t.Errorf("there are names in %d languages, want at least 90", n)
	}
}
