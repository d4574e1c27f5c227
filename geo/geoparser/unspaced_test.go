package geoparser_test

import (
	"context"
	"slices"
	"testing"

	"dateline/geo"
)

// TestUnspaced checks the names that rules find, divide and leave out in Chinese, Japanese and Korean. A mention that is the dateline of an
// article ends with "*", one in the name of an organization with "+".
func TestUnspaced(t *testing.T) {
	p := parser(t)
	for _, c := range []struct {
		text string
		want []string
	}{
		{"新华社石家庄5月23日电 记者从省水利厅获悉，清淤工程日前开工，农民的饮水困难将得到缓解。", []string{"石家庄*"}},
		{"新华社快讯：记者从省水利厅获悉，清淤工程日前开工，农民的饮水困难将得到缓解。", nil},
		{"〔記者王小明／嘉義報導〕昨晚發生地震，沒有人受傷，列車一度慢行。", []string{"嘉義*"}},
		{"【ナイロビ＝共同】５日、爆弾を積んだ車が爆発し、少なくとも１１人が死亡した。", []string{"ナイロビ*"}},
		{"【写真＝共同】５日、爆弾を積んだ車が爆発し、少なくとも１１人が死亡した。", nil},
		{"(광주=연합뉴스) 김민수 기자 = 22일 오전 한 도로에서 승용차가 화물차를 들이받았다.", []string{"광주*"}},
		{"1861年该城被邻国攻占，1890年被法国占领，居民逃往山区。", []string{"法国"}},
		{"法国人喜欢罢工，德国人喜欢计划，两国的记者都这样说。", nil},
		{"这个行政村有三百户人家，村民大多种植苹果。", nil},
		{"伤者被送往三门峡市中心医院救治，司机在洛阳被拘留。", []string{"三门峡市+", "洛阳"}},
		{"アルゼンチン北部サルタ州で国境警備隊が車を止めたところ、麻薬が見つかった。", []string{"アルゼンチン", "サルタ州"}},
		{"リエージュはベルギー東部の都市である。大学と劇場があり、学生が多い。", []string{"リエージュ", "ベルギー"}},
		{"因河（Inn）是多瑙河右岸的一条支流，全长517公里，沿岸有许多古老的市镇。", []string{"因河", "多瑙河"}},
		{"ルワンダやブカブから逃れた人々が学校に身を寄せている。", []string{"ルワンダ", "ブカブ"}},
		{"ブラジル・ソロカバで、日本の大統領は誰かと聞かれた。", []string{"ブラジル", "ソロカバ", "日本"}},
		{"刚果（金）反政府武装昨天宣布停火，记者从现场发来报道。", []string{"刚果（金）"}},
		{"그들은 지난주에 에티오피아로 넘어갔다고 병원 관계자가 밝혔다.", []string{"에티오피아"}},
		{"미얀마 라카인주 마웅도에서 난민들이 왔다고 유엔이 밝혔다.", []string{"미얀마", "라카인주", "마웅도"}},
	} {
		parsed, err := p.Parse(context.Background(), geo.Article{Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range parsed.Mentions {
			switch {
			case m.Role == geo.RoleDateline:
				got = append(got, m.Phrase+"*")
			case m.Association == geo.AssociationOrganization:
				got = append(got, m.Phrase+"+")
			case m.Role == geo.RoleLiteral:
				got = append(got, m.Phrase)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q\nhas the mentions %q, want %q", c.text, got, c.want)
		}
	}
}
