package neardup_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/neardup"
)

// story is an invented agency report.
const story = `Floodwater closed the main road between Marn and the port of Selby on Sunday and cut off eleven villages in the lower valley, officials said, as rain that began on Thursday entered its fourth day.
The river authority in Marn said that the water at the old bridge stood at six metres and forty centimetres at noon, a metre above the mark at which the road is shut, and that it expected the peak in the night to Monday.
About two thousand people left their homes in Oster and Lower Oster, where the dyke has been raised with sandbags since Friday. They are housed in a school and in the sports hall of Marn. Nobody was hurt, according to the district's doctor, Hanne Pohl.
Farmers near Selby drove some four hundred cattle to higher ground. The chairman of their union, Jorin Vest, put the loss of winter wheat at a third of the crop and asked the government in Tarrow for help before the sowing of spring.
The railway runs no trains south of Marn until Wednesday. Ferries to the islands leave from Kell instead of Selby, and the company advises travellers to allow two hours more. The power company restored electricity to all but ninety houses.
A spokeswoman for the ministry of the interior said that engineers of the army would arrive on Monday with pumps and two floating bridges. The minister is to visit the dyke at Oster on Tuesday.
The valley was last flooded to this height nineteen years ago, when the bridge at Kell was carried away. A new dyke that was promised then has been built along half of the river. Work on the rest is to begin next year, the district says, if the money is voted in the spring.`

// sameEvent is another reporter's account of it.
const sameEvent = `Eleven villages below Marn could be reached only by boat on Sunday after the river burst over the road to Selby, and two thousand people spent a second night away from home.
"We carried what we could up the stairs," said Mira Hald, who runs the bakery in Lower Oster and slept in the sports hall of Marn with her three children. The school next to it is full as well.
At the old bridge a crowd watched the gauge climb past six metres. Hanne Pohl, the district's doctor, walked from bed to bed and reported colds and one broken finger, but no injured. The peak was forecast for the night.
In the pastures towards Selby the union of farmers counted losses: a third of the wheat is gone, says its chairman Jorin Vest, who wants money from Tarrow before spring. Trains will not run again before Wednesday, and ferries have moved to Kell.
Soldiers with pumps were on their way. Many here remember the flood nineteen years ago, and the dyke that was promised and of which only one half stands.`

const header = `The Selby Courier. Home News Sport Weather Jobs. You have read two of your three free articles this month. Sign in to read on, or take the paper for a year.`

const footer = `This report was taken from an agency. Write to the desk with corrections. Most read today: the best bakeries of the coast, ten walks for the autumn, what the new timetable means for you. All rights reserved by the Courier Press.`

// edited returns story with changes in every paragraph.
func edited() string {
	return strings.NewReplacer("on Sunday and cut off", "yesterday, cutting off", "officials said", "according to officials", "About two thousand", "Around 2,000",
		"are housed in", "have been put up in", "put the loss of", "estimated losses of", "advises travellers to allow", "told travellers to plan",
		"A spokeswoman for", "A spokesperson of", "is to visit", "will visit", "was last flooded", "last saw floods").Replace(story)
}

// words returns the words of a text between two positions, given as shares of it.
func words(text string, from, to float64) string {
	all := strings.Fields(text)
	return strings.Join(all[int(from*float64(len(all))):int(to*float64(len(all)))], " ")
}

// shareAKey reports whether two signatures have a common band key.
func shareAKey(a, b neardup.Signature) bool {
	return slices.ContainsFunc(a.Bands(), func(key uint64) bool { return slices.Contains(b.Bands(), key) })
}

func TestNearDuplicates(t *testing.T) {
	for name, text := range map[string]string{
		"itself":                              story,
		"in capitals, without its paragraphs": strings.ToUpper(strings.ReplaceAll(story, "\n", " ")),
		"header and footer":                   header + "\n" + story + "\n" + footer,
		"cut to two thirds":                   words(story, 0, 0.66),
		"cut, with header and footer":         header + "\n" + words(story, 0, 0.7) + "\n" + footer,
		"a new beginning":                     "The lower valley lay under water on the fourth day of the rain.\n" + words(story, 0.13, 1),
		"without its first third":             words(story, 0.33, 1),
		"edited":                              edited(),
		"edited, with header and footer":      header + "\n" + edited() + "\n" + footer,
		"edited and cut":                      words(edited(), 0, 0.75),
	} {
		a, b := neardup.NewSignature(story), neardup.NewSignature(text)
		t.Logf("%-35s %.2f", name, neardup.Similarity(a, b))
		if !neardup.NearDuplicate(a, b) || !shareAKey(a, b) {
			t.Errorf("%s: similarity %.2f, one key is shared: %t", name, neardup.Similarity(a, b), shareAKey(a, b))
		}
	}
}

func TestDifferentTexts(t *testing.T) {
	for name, pair := range map[string][2]string{
		"one event, two reporters": {story, sameEvent},
		"same header and footer":   {header + "\n" + words(story, 0, 0.4) + "\n" + footer, header + "\n" + words(sameEvent, 0.3, 1) + "\n" + footer},
		"a part of it quoted":      {story, sameEvent + "\n" + words(story, 0.5, 0.6)},
		"alerts of one form": {"An earthquake of magnitude 4.5 struck 12 km north of Selby on Monday at a depth of 10 km, the observatory said.",
			"An earthquake of magnitude 5.1 struck 80 km east of Tarrow on Friday at a depth of 33 km, the observatory said."},
		"alerts but for a number": {"An earthquake of magnitude 4.5 struck 12 km north of Selby on Monday at a depth of 10 km, the observatory said.",
			"An earthquake of magnitude 4.9 struck 12 km north of Selby on Monday at a depth of 10 km, the observatory said."},
		"other scores":         {"Marn beat Selby 3-1 at home on Saturday.", "Kell beat Oster 2-0 away on Sunday."},
		"nothing in common":    {header, footer},
		"a text and no text":   {story, " … "},
		"no text and no text":  {"", ""},
		"one word and another": {"Selby", "Tarrow"},
		"other Japanese towns": {"東京都では大雨の警報が出ています。住民は避難してください。", "大阪市では地震がありました。津波の心配はありません。"},
	} {
		a, b := neardup.NewSignature(pair[0]), neardup.NewSignature(pair[1])
		t.Logf("%-35s %.2f", name, neardup.Similarity(a, b))
		if neardup.NearDuplicate(a, b) {
			t.Errorf("%s: copies, by a similarity of %.2f", name, neardup.Similarity(a, b))
		}
	}
}

func TestShortNearDuplicates(t *testing.T) {
	for _, pair := range [][2]string{
		{"Marn beat Selby 3-1 at home on Saturday.", "MARN BEAT SELBY 3–1 AT HOME ON SATURDAY"},
		{"Überschwemmung in Köln", "uberschwemmung in koln"},
		{"Selby", "Selby."},
		{"В Киеве объявили тревогу", "в киеве объявили тревогу!"},
		{"東京都では大雨の警報が出ています。住民は避難してください。", "東京都では、大雨の警報が出ています 住民は避難してください"},
		{"ｆｕｌｌ ｗｉｄｔｈ", "full width"},
		{"雨", "雨。"},
	} {
		a, b := neardup.NewSignature(pair[0]), neardup.NewSignature(pair[1])
		if !neardup.NearDuplicate(a, b) || !shareAKey(a, b) {
			t.Errorf("%q and %q: similarity %.2f", pair[0], pair[1], neardup.Similarity(a, b))
		}
	}
}

// Near-duplicates are found in scripts without spaces between words too.
func TestNearDuplicatesWithoutSpaces(t *testing.T) {
	const text = `日曜日、台風の接近に伴い、県南部の川が増水し、沿岸の十一の集落が孤立した。県によると、約二千人が学校や体育館に避難している。けが人は確認されていない。川の水位は正午に六メートル四十センチに達し、夜半にかけてさらに上がる見込みだ。鉄道は水曜日まで運転を見合わせる。農業団体は冬小麦の三分の一が失われたとみて、政府に支援を求めている。`
	runes := []rune(text)
	copied := "【速報】" + string(runes[:len(runes)*7/10]) + "（共同配信）"
	if s := neardup.Similarity(neardup.NewSignature(text), neardup.NewSignature(copied)); s < neardup.Threshold {
		t.Errorf("similarity %.2f", s)
	}
}

// The figures are those of version 1 of the encoding. If they change, the version
// must change, because stored signatures cannot be compared with new ones.
func TestSignaturesAreTheSameOnEveryMachine(t *testing.T) {
	b, err := neardup.NewSignature(story).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%x", sha256.Sum256(b)); got != "85a3a7a84f589400d51425b3dfe27d9a1658cc6578ad0acc348547600209330b" {
		t.Errorf("the signature's sum is %s", got)
	}
	if got := neardup.NewSignature(story).Bands()[39]; got != 0xef452833ec5677c1 {
		t.Errorf("the last key is %#x", got)
	}
}

func TestEncodingRoundTrip(t *testing.T) {
	for _, text := range []string{story, "Selby", ""} {
		want := neardup.NewSignature(text)
		b, err := want.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		got := neardup.NewSignature("something else")
		if err := got.UnmarshalBinary(b); err != nil || got != want {
			t.Errorf("%.20q: decoded as another signature, error %v", text, err)
		}
	}
	good, _ := neardup.NewSignature(story).MarshalBinary()
	for name, b := range map[string][]byte{"nothing": nil, "another version": append([]byte{9}, good[1:]...), "cut short": good[:100], "too long": append(slices.Clone(good), 0)} {
		var s neardup.Signature
		if err := s.UnmarshalBinary(b); !errors.Is(err, geo.ErrCorrupt) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The share of pairs with a common key is that of the comment of Bands.
func TestBandsFollowTheirFormula(t *testing.T) {
	for _, c := range []struct{ similarity, found float64 }{{0.02, 0.0003}, {0.1, 0.039}, {0.2, 0.275}, {0.4, 0.93}, {0.6, 1}} {
		const pairs = 400
		found := 0
		for n := range pairs {
			// the share 2s/(1+s) of 120 distinct sentences is in both texts
			common := int(2 * c.similarity / (1 + c.similarity) * 120)
			var a, b strings.Builder
			for i := range 120 {
				fmt.Fprintf(&a, "%dx%d %dy%d %dz%d %dw%d ", n, i, n, i, n, i, n, i)
				m := i
				if i >= common {
					m += 1000
				}
				fmt.Fprintf(&b, "%dx%d %dy%d %dz%d %dw%d ", n, m, n, m, n, m, n, m)
			}
			if shareAKey(neardup.NewSignature(a.String()), neardup.NewSignature(b.String())) {
				found++
			}
		}
		if got := float64(found) / pairs; math.Abs(got-c.found) > 0.08 {
			t.Errorf("similarity %.2f: %.3f of the pairs share a key, want %.3f", c.similarity, got, c.found)
		}
	}
}

func FuzzNewSignature(f *testing.F) {
	for _, s := range []string{story, "", "雨", "a雨b", "\xff\xfe", "ไทย ไท"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := neardup.NewSignature(text)
		words := len(s.Bands()) > 0
		if got := neardup.Similarity(s, s); got != 0 && !words || got != 1 && words {
			t.Errorf("similarity with itself %.2f", got)
		}
		b, _ := s.MarshalBinary()
		var decoded neardup.Signature
		if err := decoded.UnmarshalBinary(b); err != nil || decoded != s {
			t.Errorf("decoded as another signature, error %v", err)
		}
	})
}

func BenchmarkNewSignature(b *testing.B) {
	b.SetBytes(int64(len(story)))
	for b.Loop() {
		neardup.NewSignature(story)
	}
}

func BenchmarkSimilarity(b *testing.B) {
	x, y := neardup.NewSignature(story), neardup.NewSignature(sameEvent)
	for b.Loop() {
		neardup.Similarity(x, y)
	}
}

func BenchmarkBands(b *testing.B) {
	s := neardup.NewSignature(story)
	for b.Loop() {
		s.Bands()
	}
}
