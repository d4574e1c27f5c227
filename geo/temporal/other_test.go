package temporal_test

import (
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/internal/tagger"
	"dateline/geo/temporal"
)

// whenOf returns the days of the first mention of a text in a language, in which [brackets] mark the mentions.
func whenOf(language, marked, published string) (when string, article *geo.Article, found *geo.DateRange) {
	a, rec := recognition(marked)
	rec.Language, a.Published = language, published
	rec.Tokens = nil
	for _, t := range tagger.Tokenize(nil, a.Text) {
		rec.Tokens = append(rec.Tokens, geo.Token{Span: geo.Span{Start: int(t.Start), End: int(t.End)}})
	}
	temporal.Find(a, rec)
	d := rec.Mentions[0].When
	if d == nil {
		return "", a, nil
	}
	if d.First == d.Last {
		return d.First, a, d
	}
	return d.First + "/" + d.Last, a, d
}

// TestFindInOtherLanguages checks dates, weekdays and relative days in other languages, in articles of Friday, March
// 15, 2024.
func TestFindInOtherLanguages(t *testing.T) {
	const published = "2024-03-15"
	total, wrong := 0, 0
	for c := range strings.SplitSeq(strings.TrimSpace(otherCases), "\n") {
		columns := strings.Split(c, "|")
		if len(columns) != 3 {
			t.Fatalf("%q does not have a language, a text and days", c)
		}
		total++
		got, a, d := whenOf(columns[0], columns[1], published)
		if got != columns[2] {
			wrong++
			words := ""
			if d != nil {
				words = d.Words
			}
			t.Errorf("%s: %q is %q (%s), want %q", columns[0], columns[1], got, words, columns[2])
		}
		if d != nil && strings.Join(strings.Fields(d.Span.Text(a.Text)), " ") != d.Words {
			t.Errorf("%s: %q: the span contains %q, not %q", columns[0], columns[1], d.Span.Text(a.Text), d.Words)
		}
	}
	t.Logf("%d of %d right", total-wrong, total)
}

// otherCases have a language, a text and the days of its first mention.
const otherCases = `
es|El 12 de marzo de 2024 en [Kabul].|2024-03-12
es|Llegó a [Kabul] el 3 de febrero.|2024-02-03
es|Llegó a [Kabul] el lunes.|2024-03-11
es|Llegó ayer a [Kabul].|2024-03-14
es|Hubo combates en [Kabul] la semana pasada.|2024-03-04/2024-03-10
es|Fue tomada [Kabul] en 2021.|2021-01-01/2021-12-31
es|Fue a [Kabul] hace tres días.|2024-03-12
es|Los combates en [Kabul] en enero.|2024-01-01/2024-01-31
es|Del 3 al 5 de marzo en [Kabul].|2024-03-03/2024-03-05
es|Viajó a [Kabul], 12/03/2024.|2024-03-12
es|A las 12:30 en [Kabul] murieron 12.|
es|En [Santo Domingo] llovió.|
es|El teléfono en [Kabul] es 12.03.2024.555.|
pt|Em 12 de março de 2024 em [Cabul].|2024-03-12
pt|Chegou a [Cabul] na segunda-feira.|2024-03-11
pt|Chegou ontem a [Cabul].|2024-03-14
pt|Chegou a [Cabul] na terça.|2024-03-12
pt|Na terça-feira três pessoas morreram em [Cabul], e em 3 de março houve outra explosão em Herat.|2024-03-12
fr|Mardi, trois personnes sont mortes à [Kaboul], et le 3 mars une autre explosion a touché Herat.|2024-03-12
ru|Во вторник три человека погибли в [Кабуле], а 3 марта взрыв произошёл в Герате.|2024-03-12
pt|Houve combates em [Cabul] no mês passado.|2024-02-01/2024-02-29
pt|Cidade de [Cabul], tomada em 2021.|2021-01-01/2021-12-31
pt|Chegou a [Cabul] há 3 dias.|2024-03-12
pt|No dia 1º de fevereiro em [Cabul].|2024-02-01
pt|Combates em [Cabul] em janeiro.|2024-01-01/2024-01-31
pt|A segunda cidade é [Cabul].|
fr|Le 12 mars 2024 à [Kaboul].|2024-03-12
fr|Le 1er mars à [Kaboul].|2024-03-01
fr|Il est arrivé à [Kaboul] lundi.|2024-03-11
fr|Il est arrivé hier à [Kaboul].|2024-03-14
fr|Des combats à [Kaboul] la semaine dernière.|2024-03-04/2024-03-10
fr|Il a quitté [Kaboul] il y a trois jours.|2024-03-12
fr|Des combats à [Kaboul] en janvier 2023.|2023-01-01/2023-01-31
fr|[Kaboul] prise en 2021.|2021-01-01/2021-12-31
fr|Du 3 au 5 mars à [Kaboul].|2024-03-03/2024-03-05
fr|Il sera à [Kaboul] mardi.|2024-03-19
fr|À [Kaboul], 2024 morts à 12h30.|
de|Am 12. März 2024 in [Kabul].|2024-03-12
de|Er kam am Montag nach [Kabul].|2024-03-11
de|Er kam gestern nach [Kabul].|2024-03-14
de|Kämpfe in [Kabul] letzte Woche.|2024-03-04/2024-03-10
de|Er kam vor drei Tagen nach [Kabul].|2024-03-12
de|Kämpfe in [Kabul] im Januar.|2024-01-01/2024-01-31
de|Im Jahr 2021 fiel [Kabul].|2021-01-01/2021-12-31
de|In [Kabul], 12.03.2024.|2024-03-12
de|Am Montag, dem 12. Februar, in [Kabul].|2024-02-12
de|Vom 3. bis 5. März in [Kabul].|2024-03-03/2024-03-05
de|Um 12.30 Uhr in [Kabul].|
it|Il 12 marzo 2024 a [Kabul].|2024-03-12
it|È arrivato a [Kabul] lunedì.|2024-03-11
it|È arrivato ieri a [Kabul].|2024-03-14
it|Scontri a [Kabul] la scorsa settimana.|2024-03-04/2024-03-10
it|È arrivato a [Kabul] 3 giorni fa.|2024-03-12
it|Scontri a [Kabul] in gennaio.|2024-01-01/2024-01-31
it|[Kabul] presa nel 2021.|2021-01-01/2021-12-31
it|A [Kabul] il 1º febbraio.|2024-02-01
nl|Op 12 maart 2024 in [Kabul].|2024-03-12
nl|Hij kwam maandag in [Kabul].|2024-03-11
nl|Hij kwam gisteren in [Kabul].|2024-03-14
nl|Gevechten in [Kabul] vorige week.|2024-03-04/2024-03-10
nl|Hij kwam 3 dagen geleden in [Kabul].|2024-03-12
nl|Gevechten rond [Kabul] in januari.|2024-01-01/2024-01-31
nl|[Kabul] viel in 2021.|2021-01-01/2021-12-31
nl|In [Kabul], 12-03-2024.|2024-03-12
ru|12 марта 2024 года в [Кабуле].|2024-03-12
ru|Он прибыл в [Кабул] в понедельник.|2024-03-11
ru|Он прибыл в [Кабул] в среду.|2024-03-13
ru|Он прибыл вчера в [Кабул].|2024-03-14
ru|Бои в [Кабуле] на прошлой неделе.|2024-03-04/2024-03-10
ru|Он прибыл в [Кабул] 3 дня назад.|2024-03-12
ru|Бои в [Кабуле] в январе.|2024-01-01/2024-01-31
ru|[Кабул] пал в 2021 году.|2021-01-01/2021-12-31
ru|В [Кабуле], 12.03.2024.|2024-03-12
ru|С 3 по 5 марта в [Кабуле].|2024-03-03/2024-03-05
ru|В 12:30 в [Кабуле] погибли 12 человек.|
uk|12 березня 2024 року в [Кабулі].|2024-03-12
uk|Він прибув до [Кабула] в понеділок.|2024-03-11
uk|Він прибув до [Кабула] у середу.|2024-03-13
uk|Він прибув учора до [Кабула].|2024-03-14
uk|Бої в [Кабулі] минулого тижня.|2024-03-04/2024-03-10
uk|Він прибув до [Кабула] 3 дні тому.|2024-03-12
uk|Бої в [Кабулі] у січні.|2024-01-01/2024-01-31
uk|[Кабул] упав у 2021 році.|2021-01-01/2021-12-31
pl|12 marca 2024 roku w [Kabulu].|2024-03-12
pl|Przybył do [Kabulu] w poniedziałek.|2024-03-11
pl|Przybył do [Kabulu] w środę.|2024-03-13
pl|Przybył wczoraj do [Kabulu].|2024-03-14
pl|Walki w [Kabulu] w zeszłym tygodniu.|2024-03-04/2024-03-10
pl|Przybył do [Kabulu] 3 dni temu.|2024-03-12
pl|Walki w [Kabulu] w styczniu.|2024-01-01/2024-01-31
pl|[Kabul] upadł w 2021 roku.|2021-01-01/2021-12-31
tr|12 Mart 2024'te [Kabil]'de.|2024-03-12
tr|Pazartesi günü [Kabil]'e geldi.|2024-03-11
tr|Dün [Kabil]'e geldi.|2024-03-14
tr|Geçen hafta [Kabil]'de çatışma çıktı.|2024-03-04/2024-03-10
tr|3 gün önce [Kabil]'e geldi.|2024-03-12
tr|Ocak ayında [Kabil]'de çatışma çıktı.|2024-01-01/2024-01-31
tr|[Kabil] 2021 yılında düştü.|2021-01-01/2021-12-31
tr|[Kabil], 12.03.2024.|2024-03-12
ar|في 12 مارس 2024 في [كابول].|2024-03-12
ar|وصل إلى [كابول] يوم الاثنين.|2024-03-11
ar|وصل أمس إلى [كابول].|2024-03-14
ar|معارك في [كابول] الأسبوع الماضي.|2024-03-04/2024-03-10
ar|في ١٢ آذار/مارس ٢٠٢٤ في [كابول].|2024-03-12
ar|معارك في [كابول] في يناير.|2024-01-01/2024-01-31
ar|سقطت [كابول] عام 2021.|2021-01-01/2021-12-31
ar|وصل إلى [كابول] قبل 3 أيام.|2024-03-12
ar|وصل إلى [دمشق] في 3 كانون الثاني.|2024-01-03
ar|وصل إلى [كابول] والأربعاء عطلة.|2024-03-13
fa|در ۱۲ مارس ۲۰۲۴ در [کابل].|2024-03-12
fa|او دوشنبه به [کابل] رسید.|2024-03-11
fa|او سه شنبه به [کابل] رسید.|2024-03-12
fa|دیروز به [کابل] رسید.|2024-03-14
fa|هفته گذشته در [کابل] جنگ شد.|2024-03-04/2024-03-10
fa|او ۳ روز پیش به [کابل] رسید.|2024-03-12
fa|در ۲۲ اسفند ۱۴۰۲ به [کابل] رسید.|2024-03-12
fa|در ۱ فروردین به [کابل] رسید.|2024-03-20
fa|[کابل] در سال ۲۰۲۱ سقوط کرد.|2021-01-01/2021-12-31
fa|[کابل] در سال ۱۴۰۰ سقوط کرد.|2021-03-21/2022-03-20
fa|بشار اسد در [دمشق] است.|
ur|12 مارچ 2024 کو [کابل] میں۔|2024-03-12
ur|وہ منگل کو [کابل] پہنچا۔|2024-03-12
ur|وہ پیر کے روز [کابل] پہنچا۔|2024-03-11
ur|گزشتہ ہفتے [کابل] میں لڑائی ہوئی۔|2024-03-04/2024-03-10
ur|۱۲ فروری کو [کابل] میں۔|2024-02-12
ur|وہ آج [کابل] پہنچا۔|2024-03-15
ur|گزشتہ ماہ [کابل] میں لڑائی ہوئی۔|2024-02-01/2024-02-29
ur|[کابل] سال 2021 میں گرا۔|2021-01-01/2021-12-31
ur|پیر صاحب [کابل] میں ہیں۔|
hi|12 मार्च 2024 को [काबुल] में।|2024-03-12
hi|वह सोमवार को [काबुल] पहुंचा।|2024-03-11
hi|वह आज [काबुल] पहुंचा।|2024-03-15
hi|पिछले हफ्ते [काबुल] में लड़ाई हुई।|2024-03-04/2024-03-10
hi|१२ फरवरी को [काबुल] में।|2024-02-12
hi|वह 3 दिन पहले [काबुल] पहुंचा।|2024-03-12
hi|जनवरी में [काबुल] में लड़ाई हुई।|2024-01-01/2024-01-31
hi|[काबुल] 2021 में गिरा।|2021-01-01/2021-12-31
hi|पिछले महीने [काबुल] में लड़ाई हुई।|2024-02-01/2024-02-29
id|Pada 12 Maret 2024 di [Kabul].|2024-03-12
id|Ia tiba di [Kabul] pada hari Senin.|2024-03-11
id|Ia tiba di [Kabul] kemarin.|2024-03-14
id|Pertempuran di [Kabul] pekan lalu.|2024-03-04/2024-03-10
id|Ia tiba di [Kabul] 3 hari yang lalu.|2024-03-12
id|Pertempuran di [Kabul] pada Januari.|2024-01-01/2024-01-31
id|[Kabul] jatuh tahun 2021.|2021-01-01/2021-12-31
id|Ia tiba di [Kabul], 12/03/2024.|2024-03-12
zh|2024年3月12日在[喀布尔]。|2024-03-12
zh|3月12日，他抵达[喀布尔]。|2024-03-12
zh|他12日抵达[喀布尔]。|2024-03-12
zh|他周一抵达[喀布尔]。|2024-03-11
zh|他昨天抵达[喀布尔]。|2024-03-14
zh|[喀布尔]上周发生战斗。|2024-03-04/2024-03-10
zh|[喀布尔]于2021年陷落。|2021-01-01/2021-12-31
zh|二〇二四年三月十二日在[喀布尔]。|2024-03-12
zh|他星期三抵达[喀布尔]。|2024-03-13
zh|去年在[喀布尔]有3个月。|2023-01-01/2023-12-31
zh|[喀布尔]有12人死亡。|
ja|2024年3月12日、[カブール]で。|2024-03-12
ja|彼は12日に[カブール]に着いた。|2024-03-12
ja|令和6年3月12日、[カブール]で。|2024-03-12
ja|月曜日に[カブール]に着いた。|2024-03-11
ja|昨日[カブール]に着いた。|2024-03-14
ja|先週[カブール]で戦闘があった。|2024-03-04/2024-03-10
ja|[カブール]は2021年に陥落した。|2021-01-01/2021-12-31
ja|1月に[カブール]で戦闘があった。|2024-01-01/2024-01-31
ja|3日間[カブール]にいた。|
ko|2024년 3월 12일 [카불]에서.|2024-03-12
ko|월요일에 [카불]에 도착했다.|2024-03-11
ko|어제 [카불]에 도착했다.|2024-03-14
ko|지난주 [카불]에서 전투가 있었다.|2024-03-04/2024-03-10
ko|12일 [카불]에 도착했다.|2024-03-12
ko|1월 [카불]에서 전투가 있었다.|2024-01-01/2024-01-31
ko|2021년 [카불]이 함락됐다.|2021-01-01/2021-12-31
ko|지난해 [카불]이 함락됐다.|2023-01-01/2023-12-31
ko|3일간 [카불]에 있었다.|
cs|Dne 12. března 2024 v [Kábulu].|2024-03-12
cs|V pondělí přijel do [Kábulu].|2024-03-11
cs|Včera přijel do [Kábulu].|2024-03-14
cs|Boje v [Kábulu] v lednu.|2024-01-01/2024-01-31
cs|Ve středu přijel do [Kábulu].|2024-03-13
cs|[Kábul] padl v roce 2021.|2021-01-01/2021-12-31
cs|V [Kábulu], 12. 3. 2024.|2024-03-12
cs|Boje v [Kábulu] minulý týden.|2024-03-04/2024-03-10
hu|2024. március 12-én [Kabulban].|2024-03-12
hu|Március 12-én [Kabulban].|2024-03-12
hu|Hétfőn érkezett [Kabulba].|2024-03-11
hu|Tegnap érkezett [Kabulba].|2024-03-14
hu|Januárban harcok voltak [Kabulban].|2024-01-01/2024-01-31
hu|A múlt héten harcok voltak [Kabulban].|2024-03-04/2024-03-10
hu|3 nappal ezelőtt érkezett [Kabulba].|2024-03-12
hu|[Kabul], 2024. 03. 12.|2024-03-12
fi|12. maaliskuuta 2024 [Kabulissa].|2024-03-12
fi|Maanantaina [Kabulissa].|2024-03-11
fi|Eilen [Kabulissa].|2024-03-14
fi|Tammikuussa [Kabulissa] taisteltiin.|2024-01-01/2024-01-31
fi|Vuonna 2021 [Kabul] kaatui.|2021-01-01/2021-12-31
fi|Viime viikolla [Kabulissa] taisteltiin.|2024-03-04/2024-03-10
fi|3 päivää sitten [Kabulissa].|2024-03-12
fi|[Kabulissa] 12.3.2024.|2024-03-12
he|ב-12 במרץ 2024 ב[קאבול].|2024-03-12
he|הוא הגיע ל[קאבול] ביום שני.|2024-03-11
he|הוא הגיע אתמול ל[קאבול].|2024-03-14
he|קרבות ב[קאבול] בשבוע שעבר.|2024-03-04/2024-03-10
th|12 มีนาคม 2567 ที่ [คาบูล]|2024-03-12
th|เมื่อวานนี้ที่ [คาบูล]|2024-03-14
bg|На 12 март 2024 г. в [Кабул].|2024-03-12
bg|Той пристигна в [Кабул] в понеделник.|2024-03-11
bg|Той пристигна вчера в [Кабул].|2024-03-14
bg|Боеве в [Кабул] миналата седмица.|2024-03-04/2024-03-10
ro|Pe 12 martie 2024 la [Kabul].|2024-03-12
ro|A ajuns luni la [Kabul].|2024-03-11
ro|A ajuns ieri la [Kabul].|2024-03-14
ro|[Kabul] a căzut în 2021.|2021-01-01/2021-12-31
sv|Den 12 mars 2024 i [Kabul].|2024-03-12
sv|Han kom i måndags till [Kabul].|2024-03-11
sv|Han kom igår till [Kabul].|2024-03-14
el|Στις 12 Μαρτίου 2024 στην [Καμπούλ].|2024-03-12
el|Έφτασε χθες στην [Καμπούλ].|2024-03-14
vi|Ngày 12 tháng 3 năm 2024 tại [Kabul].|2024-03-12
vi|Hôm qua tại [Kabul].|2024-03-14
sw|Tarehe 12 Machi 2024 huko [Kabul].|2024-03-12
bn|১২ মার্চ ২০২৪ [কাবুল]|2024-03-12
kk|2024 жылғы 12 наурызда [Кабулда].|2024-03-12
`

// TestFullDatesInOtherLanguages checks a day of each month in each language that writes the day before the month, and
// in those that write it after it.
func TestFullDatesInOtherLanguages(t *testing.T) {
	months := map[string][]string{
		"es": strings.Fields("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
		"fr": strings.Fields("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
		"de": strings.Fields("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
		"ru": strings.Fields("января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
		"uk": strings.Fields("січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"),
		"pl": strings.Fields("stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia"),
		"tr": strings.Fields("Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık"),
		"ar": strings.Fields("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
		"hi": strings.Fields("जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर"),
		"id": strings.Fields("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"),
		"hu": strings.Fields("január február március április május június július augusztus szeptember október november december"),
	}
	for language, names := range months {
		for i, name := range names {
			text := "12 " + name + " 2019 [Kabul]"
			if language == "hu" {
				text = "2019. " + name + " 12. [Kabul]"
			}
			want := "2019-" + string([]byte{byte('0' + (i+1)/10), byte('0' + (i+1)%10)}) + "-12"
			if got, _, _ := whenOf(language, text, ""); got != want {
				t.Errorf("%s: %q is %q, want %s", language, text, got, want)
			}
		}
	}
}

// TestSolarHijri checks days around the new years of the Solar Hijri calendar.
func TestSolarHijri(t *testing.T) {
	for text, want := range map[string]string{
		"۱ فروردین ۱۴۰۰ [کابل]": "2021-03-21", "۲۹ اسفند ۱۴۰۲ [کابل]": "2024-03-19", "۳۰ اسفند ۱۴۰۳ [کابل]": "2025-03-20", "۱ فروردین ۱۴۰۴ [کابل]": "2025-03-21",
		"۲۴ اسد ۱۴۰۰ [کابل]": "2021-08-15", "۱۴۰۰/۰۵/۲۴ [کابل]": "2021-08-15",
	} {
		if got, _, _ := whenOf("fa", text, ""); got != want {
			t.Errorf("%q is %q, want %s", text, got, want)
		}
	}
}

func FuzzFindInOtherLanguages(f *testing.F) {
	for c := range strings.SplitSeq(strings.TrimSpace(otherCases), "\n") {
		columns := strings.Split(c, "|")
		f.Add(columns[0], columns[1])
	}
	f.Fuzz(func(t *testing.T, language, text string) {
		if strings.Count(text, "[") != 1 || strings.Count(text, "]") != 1 || strings.Index(text, "]") < strings.Index(text, "[") {
			t.Skip()
		}
		_, a, d := whenOf(language, text, "2024-03-15")
		if d != nil && (d.First > d.Last || d.Span.Start < 0 || d.Span.End > len(a.Text) || d.Words == "") {
			t.Errorf("%s: %q: %+v", language, text, d)
		}
	})
}

func BenchmarkFindInOtherLanguages(b *testing.B) {
	a, rec := recognition(strings.Repeat("Он прибыл в понедельник, 12 марта 2024 года, в [Кабул], сообщили вчера власти провинции. ", 200))
	rec.Language, a.Published = "ru", "2024-03-15"
	for i := range rec.Tokens {
		rec.Tokens[i].Sentence = i / 20
	}
	b.SetBytes(int64(len(a.Text)))
	for b.Loop() {
		temporal.Find(a, rec)
	}
}
