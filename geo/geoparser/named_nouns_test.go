package geoparser_test

import (
	"context"
	"slices"
	"testing"

	"dateline/geo"
)

// TestNamedByNeighbors checks the names that a common noun, an ending, a list, a dash or the head of a line makes those of places.
func TestNamedByNeighbors(t *testing.T) {
	p := parser(t)
	for _, c := range []struct{ text, name string }{
		{"Yangın, rüzgârın etkisiyle Akbük köyüne doğru ilerledi.", "Akbük"},
		{"Heyelan nedeniyle Yusufeli ile Körfez ilçelerinde dersler durdu.", "Körfez"},
		{"Kazada yaralanan iki kişi Yumurtalık'a götürüldü.", "Yumurtalık"},
		{"ORDU: Fındık üreticileri yeni fiyatı yetersiz buldu.", "ORDU"},
		{"Bakanlık, Eskişehir-Kütahya karayolunun açıldığını duyurdu.", "Kütahya"},
		{"Kapal cepat Padangbai–Lembar berangkat pukul delapan pagi.", "Lembar"},
		{"Pemerintah mengirim beras ke Wamena, Kwelamdua, dan Merauke pada hari Senin.", "Kwelamdua"},
		{"Mvua kubwa imeharibu nyumba katika kijiji cha Kibororoni.", "Kibororoni"},
		{"Phái đoàn từng sống nhiều năm ở Nga trước khi trở về nước.", "Nga"},
		{"Ongkos kirim dari Surabaya: Gresik 8 ribu, Kefamenanu 48 ribu, Tobelo 61 ribu.", "Tobelo"},
		{"Sabah erken saatlerde kampa varan aileler Beşiktaş iskelesinde bekletildi.", "Beşiktaş"},
		{"Lũ cuốn trôi hai cây cầu ở xã Phong Mỹ trong đêm.", "Phong Mỹ"},
	} {
		parsed, err := p.Parse(context.Background(), geo.Article{Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(parsed.Mentions, func(m geo.Mention) bool { return m.Phrase == c.name && m.Role != geo.RoleAssociative }) {
			t.Errorf("%q has no mention of %q", c.text, c.name)
		}
	}
	for _, text := range []string{
		"Kota ini terletak di dataran tinggi dan berhawa sejuk sepanjang tahun.",
		"Jamani, nani anajua kama basi hilo linaondoka leo asubuhi? Mama yangu ananisubiri nyumbani kwa muda mrefu.",
		"Kemarin Bu Surabaya membagikan nasi kuning kepada tetangga di gang itu.",
		"Akşam Aydın Bey uğradı, çay içtik ve uzun uzun sohbet ettik.",
		"Hasan köyüne döndüğünde kimse onu tanımadı ve çok üzüldü.",
	} {
		parsed, err := p.Parse(context.Background(), geo.Article{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		if len(parsed.Mentions) > 0 {
			t.Errorf("%q has the mention %q", text, parsed.Mentions[0].Phrase)
		}
	}
}
