package resolve_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"dateline/geo"
	"dateline/geo/internal/rank/ranktest"
	"dateline/geo/resolve"

	"pgregory.net/rapid"
)

func TestResolve(t *testing.T) {
	for _, test := range []struct {
		name, text string
		publisher  string
		want       string // ids of the mentions' places; "-" for none
	}{
		{"a state qualifies", "He was born in [Paris], [Texas], in 1901.", "", "geonames:4717560 geonames:4736286"},
		{"a state that is no mention qualifies", "A fire in [Paris], Texas, spread to [Texarkana].", "", "geonames:4717560 geonames:4736134"},
		{"an abbreviation qualifies", "The mayor of [Alexandria], [La.], met the mayor of [Pineville].", "", "geonames:4314550 geonames:4331987 geonames:4336153"},
		{"inside the span", "The family moved to [Paris, Texas] and then to [Dallas].", "", "geonames:4717560 geonames:4684888"},
		{"famous without context", "Talks will be held in [Paris] on Sunday.", "", "geonames:2988507"},
		{"neighbors", "Police from [Pineville] and [Alexandria] met in [Baton Rouge].", "", "geonames:4336153 geonames:4314550 geonames:4315588"},
		{"country around it", "[Egypt] opened a port in [Alexandria], north of [Cairo]. [a:Egyptian] officials came.", "", "geonames:357994 geonames:361058 geonames:360630 geonames:357994"},
		{"Georgia the state", "In [Georgia], voters in [Atlanta] and [Savannah] went to the polls.", "", "geonames:4197000 geonames:4180439 geonames:4221552"},
		{"Georgia the country", "[Georgia] said troops left [Batumi]; in [Tbilisi] crowds gathered.", "", "geonames:614540 geonames:615532 geonames:611717"},
		{"London, Ontario", "The hospital in [London], [Ontario], serves [St. Thomas] too.", "", "geonames:6058560 geonames:6093943 geonames:6155721"},
		{"London, England", "The train from [Manchester] to [London] was late.", "", "geonames:2643123 geonames:2643743"},
		{"Tripoli in Lebanon", "[a:Lebanese] soldiers patrolled [Tripoli], north of [Beirut].", "", "geonames:272103 geonames:266826001 geonames:276781"},
		{"Tripoli in Libya", "[a:Libyan] militias left [Tripoli] for [Misrata] and [Benghazi].", "", "geonames:2215636 geonames:2210247 geonames:2215157 geonames:88319"},
		{"city before province", "[Kabul] fell in August. [Islamabad] and [Peshawar] watched [Torkham].", "", "geonames:1138958 geonames:1176615 geonames:1168197 dateline:torkham-crossing"},
		{"designator", "Fighting went on in [Kabul province] and in [Nangarhar].", "", "geonames:1138957 geonames:1132366"},
		{"plural demonym", "Many [a:Afghans] fled to [Quetta].", "", "geonames:1149361 geonames:1167528"},
		{"two senses in one article", "From [Paris], [Texas], she flew to [Paris], [France].", "", "geonames:4717560 geonames:4736286 geonames:2988507 geonames:3017382"},
		{"a part of an area", "Rain fell on [southern Nangarhar] and [Jalalabad].", "", "geonames:1132366 geonames:1139715"},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, rec := ranktest.Annotated(test.text)
			a.Publisher = test.publisher
			got, _, err := resolve.New(ranktest.Model(t), ranktest.Gazetteer(t)).Resolve(t.Context(), a, rec)
			if err != nil {
				t.Fatal(err)
			}
			want := strings.Fields(test.want)
			for i := range rec.Mentions {
				id := "-"
				if got[i].Place != nil {
					id = string(got[i].Place.ID)
				}
				if id != want[i] {
					t.Errorf("%q is %s (%s, %.2f, %v), not %s", rec.Mentions[i].Phrase, id, got[i].Outcome, got[i].Probability, got[i].Why, want[i])
				}
				if len(got[i].Why) == 0 {
					t.Errorf("%q has no reason", rec.Mentions[i].Phrase)
				}
			}
		})
	}
}

func TestOutcomes(t *testing.T) {
	a, rec := ranktest.Annotated("[Afghanistan] reopened [Kabul] airport. A school in [Zzyzxville] and the [Wazir Akbar Khan Hospital] in [Kabul] shut.")
	got, _, err := resolve.New(ranktest.Model(t), ranktest.Gazetteer(t)).Resolve(t.Context(), a, rec)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []geo.Outcome{geo.OutcomeCountry, geo.OutcomePlaced, geo.OutcomeApproximate, geo.OutcomeApproximate, geo.OutcomePlaced} {
		if got[i].Outcome != want {
			t.Errorf("%q is %s (%v), not %s", rec.Mentions[i].Phrase, got[i].Outcome, got[i].Why, want)
		}
		if got[i].Approximate() != (got[i].UncertaintyKM > 0) {
			t.Errorf("%q: outcome %s with an uncertainty of %v km", rec.Mentions[i].Phrase, got[i].Outcome, got[i].UncertaintyKM)
		}
	}
}

func TestNothingKnown(t *testing.T) {
	a, rec := ranktest.Annotated("They met in [Zzyzxville].")
	got, focus, err := resolve.New(ranktest.Model(t), ranktest.Gazetteer(t)).Resolve(t.Context(), a, rec)
	if err != nil {
		t.Fatal(err)
	}
	if got[0].Outcome != geo.OutcomeMissing || got[0].Place != nil || len(focus) != 0 {
		t.Errorf("got %+v, focus %v", got[0], focus)
	}
}

func TestReasons(t *testing.T) {
	for _, test := range []struct {
		name, text, publisher string
		mention               int
		want                  []string
	}{
		{"in a country that the article mentions", "[Egypt] opened a port in [Alexandria]. [Cairo] and [Egypt] agreed; [a:Egyptian] ships came.", "", 1, []string{"in Egypt, which the article mentions 3 times", "34 times the population of Alexandria, Virginia, United States", "the best-known place with this name: 5 names in the gazetteer"}},
		{"the only candidate", "[Egypt] opened a port in [Alexandria]. [Cairo] and [Egypt] agreed; [a:Egyptian] ships came.", "", 2, []string{"the only place with this name in the gazetteer", "in Egypt, which the article mentions 3 times"}},
		{"a country", "[Egypt] opened a port in [Alexandria]. [Cairo] and [Egypt] agreed; [a:Egyptian] ships came.", "", 0, []string{"the only place with this name in the gazetteer", "the article mentions 2 other places in it"}},
		{"a state that is not a mention", "A fire in [Paris], Texas, spread to [Texarkana].", "", 0, []string{"the text says that it is in Texas", "in the United States, like 1 other place in the article", "142 km from Texarkana, which the article mentions"}},
		{"a state next to it", "He was born in [Paris], [Texas], in 1901.", "", 0, []string{"in Texas, mentioned next to it", "in Texas, which the article mentions", "in the United States, like 1 other place in the article"}},
		{"a city next to it", "He was born in [Savannah], [Georgia], in 1901.", "", 1, []string{"contains Savannah, mentioned next to it", "contains 1 other place in the article", "in the United States, like 1 other place in the article"}},
		{"a demonym", "[a:Georgian] troops left [Batumi].", "", 0, []string{"the only place with this name in the gazetteer", "the article mentions 1 other place in it"}},
		{"not in the gazetteer", "They met in [Zzyzxville].", "", 0, []string{"no place called \"Zzyzxville\" in the gazetteer"}},
		{"a town close by", "Police from [Pineville] and [Alexandria] met in [Baton Rouge].", "", 1, []string{"less than 2 km from Pineville, which the article mentions", "in Louisiana, like 2 other places in the article"}},
		{"a type cue", "Rain in the city of [Kabul] and in [Quetta].", "", 0, []string{"the words around it are those for a town or city", "the best-known place with this name: 4 names in the gazetteer"}},
		{"a designator", "Fighting went on in [Kabul province] and in [Nangarhar].", "", 0, []string{"the only place with this name in the gazetteer", "in Afghanistan, like 1 other place in the article"}},
		{"a dateline", "[d:PINEVILLE] — The mayor of [Alexandria] spoke.", "", 1, []string{"less than 2 km from PINEVILLE, which the article mentions", "in the United States, like 1 other place in the article", "in Louisiana, like 1 other place in the article"}},
		{"a publisher", "The mayor of [Alexandria] spoke.", "www.batonrougeadvocate.com", 0, []string{"110 times the population of Alexandria, Louisiana, United States", "the best-known place with this name: 5 names in the gazetteer"}},
		{"a container", "A bus left [Quetta] for [Zzyzxville]. [Quetta] is quiet.", "", 1, []string{"\"Zzyzxville\" itself is not in the gazetteer", "in or near Quetta, Balochistan, Pakistan, which the article mentions in the same sentence"}},
		{"part of a name", "The [Toronto Medical School] in [Canada] shut.", "", 0, []string{"\"Toronto Medical School\" itself is not in the gazetteer", "in or near Toronto, Ontario, Canada, which is part of its name"}},
		{"no context", "They met in [Alexandria].", "", 0, []string{"34 times the population of Alexandria, Virginia, United States", "a state or provincial capital", "the best-known place with this name: 5 names in the gazetteer"}},
		{"a country and a state", "They met in [London] and [Georgia].", "", 1, []string{"a country, while Georgia (state), United States is a state or province", "the best-known place with this name: 3 names in the gazetteer"}},
		{"a national capital", "Talks in [Paris] failed.", "", 0, []string{"87 times the population of Paris, Texas, United States", "a national capital", "the best-known place with this name: 8 names in the gazetteer"}},
	} {
		a, rec := ranktest.Annotated(test.text)
		a.Publisher = test.publisher
		got, _, err := resolve.New(ranktest.Model(t), ranktest.Gazetteer(t)).Resolve(t.Context(), a, rec)
		if err != nil {
			t.Fatal(err)
		}
		if why := got[test.mention].Why; !slices.Equal(why, test.want) {
			t.Errorf("%s: %q\nwant %q", test.name, why, test.want)
		}
	}
}

func TestDecisions(t *testing.T) {
	decisions := func(_ *geo.Article, phrase string) (geo.PlaceID, bool) {
		switch phrase {
		case "Paris":
			return "geonames:4904999", true
		case "Dallas":
			return "", true
		}
		return "", false
	}
	a, rec := ranktest.Annotated("[Paris] and [Dallas] and [Toronto].")
	got, _, err := resolve.New(ranktest.Model(t), ranktest.Gazetteer(t), resolve.WithDecisions(decisions)).Resolve(t.Context(), a, rec)
	if err != nil {
		t.Fatal(err)
	}
	if got[0].Place == nil || got[0].Place.ID != "geonames:4904999" || got[0].Confidence != geo.ConfidenceCertain {
		t.Errorf("Paris: %+v", got[0])
	}
	if got[1].Outcome != geo.OutcomeMissing || got[1].Place != nil {
		t.Errorf("Dallas: %+v", got[1])
	}
	if got[2].Place == nil {
		t.Errorf("Toronto: %+v", got[2])
	}
}

func TestFocus(t *testing.T) {
	a, rec := ranktest.Annotated("[d:KABUL] — [Kabul] was quiet. In [Kabul], [a:Afghan] police rested; [Peshawar] lies far.")
	a.Title = "Quiet in Kabul"
	_, focus, err := resolve.New(ranktest.Model(t), ranktest.Gazetteer(t)).Resolve(t.Context(), a, rec)
	if err != nil {
		t.Fatal(err)
	}
	first := map[string]string{}
	sums := map[string]float64{}
	for _, f := range focus {
		if first[f.Level] == "" {
			first[f.Level] = string(f.Place.ID)
		}
		sums[f.Level] += f.Weight
	}
	want := map[string]string{"country": "geonames:1149361", "admin1": "geonames:1138957", "place": "geonames:1138958"}
	if !reflect.DeepEqual(first, want) {
		t.Errorf("focus is %v, not %v", first, want)
	}
	for level, sum := range sums {
		if sum > 1.0001 {
			t.Errorf("the weights of level %s sum to %v", level, sum)
		}
	}
}

// The same article gives the same resolutions on several goroutines, and after other
// articles have used the same memory.
func TestDeterministic(t *testing.T) {
	r := resolve.New(ranktest.Model(t), ranktest.Gazetteer(t))
	texts := []string{
		"[Paris], [Texas], is not [Paris], [France]; [London] is in [Ontario].",
		strings.Repeat("[Alexandria], [La.], and [Cairo] and [Tripoli] and [Georgia]. ", 40),
		"",
		"[Kabul] [Kabul] [Kabul]",
	}
	want := make([][]geo.Resolution, len(texts))
	for i, text := range texts {
		a, rec := ranktest.Annotated(text)
		want[i], _, _ = r.Resolve(context.Background(), a, rec)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for n := range 40 {
				i := n % len(texts)
				a, rec := ranktest.Annotated(texts[i])
				if got, _, err := r.Resolve(context.Background(), a, rec); err != nil || !reflect.DeepEqual(got, want[i]) {
					t.Errorf("text %d changed, error %v", i, err)
					return
				}
			}
		})
	}
	wg.Wait()
}

// parts are what random articles consist of.
var parts = []string{
	"[Paris], [Texas], ", "[Paris], [France], ", "[London] in [Ontario] ", "[Alexandria], [La.], ", "[Alexandria], Texas, ", "[Kabul province] and ", "the city of [Kabul]. ",
	"[a:Egyptian] ships. ", "[a:Afghans] ", "[Wazir Akbar Khan Hospital] ", "[Zzyzxville] ", "[Tripoli], [Beirut] and [Benghazi]. ", "[Georgia] ", "[d:KABUL] — ", "[b:London] ", "\n",
}

// article draws a random article.
func article(t *rapid.T) (*geo.Article, *geo.Recognition) {
	a, rec := ranktest.Annotated(strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts), 0, 12).Draw(t, "parts"), ""))
	a.Publisher = rapid.SampledFrom([]string{"", "www.parisnews.com", "The Alexandria Times"}).Draw(t, "publisher")
	return a, rec
}

// Every mention has one resolution, whose parts agree with its outcome.
func TestResolutionProperties(t *testing.T) {
	r := resolve.New(ranktest.Model(t), ranktest.Gazetteer(t))
	rapid.Check(t, func(t *rapid.T) {
		a, rec := article(t)
		got, focus, err := r.Resolve(context.Background(), a, rec)
		if err != nil || len(got) != len(rec.Mentions) {
			t.Fatalf("%d resolutions of %d mentions, error %v", len(got), len(rec.Mentions), err)
		}
		for i := range got {
			x := &got[i]
			sum := 0.
			for k, c := range x.Candidates {
				sum += c.Score
				if k > 1 && c.Score > x.Candidates[k-1].Score {
					t.Errorf("candidate %d has a larger score than the one before", k)
				}
			}
			placed := x.Outcome == geo.OutcomePlaced || x.Outcome == geo.OutcomeCountry || x.Outcome == geo.OutcomeApproximate
			switch {
			case sum > 1.0001:
				t.Errorf("the scores add up to %v", sum)
			case x.Probability < 0 || x.Probability > 1 || x.Confidence != geo.ConfidenceOf(x.Probability):
				t.Errorf("probability %v, confidence %s", x.Probability, x.Confidence)
			case len(x.Why) == 0 || slices.Contains(x.Why, ""):
				t.Errorf("reasons %q", x.Why)
			case placed && (x.Place == nil || x.Place.ID != x.Candidates[0].Place.ID):
				t.Errorf("%s with place %v of %v", x.Outcome, x.Place, x.Candidates)
			case x.Outcome == geo.OutcomeMissing && x.Place != nil:
				t.Errorf("%s with place %v", x.Outcome, x.Place)
			case (x.Outcome == geo.OutcomeCountry) != (placed && !x.Approximate() && x.Place.Kind.Precision() == geo.PrecisionCountry):
				t.Errorf("%s is %s", x.Place.Name, x.Outcome)
			}
		}
		for _, f := range focus {
			if f.Weight < 0 || f.Weight > 1.0001 || f.Mentions < 1 {
				t.Errorf("focus %+v", f)
			}
		}
	})
}

// Without history, the resolutions of an article do not depend on other articles or
// their order.
func TestOrderOfArticlesDoesNotMatter(t *testing.T) {
	m, g := ranktest.Model(t), ranktest.Gazetteer(t)
	rapid.Check(t, func(t *rapid.T) {
		r := resolve.New(m, g)
		articles := make([]*geo.Parsed, rapid.IntRange(2, 5).Draw(t, "articles"))
		for i := range articles {
			a, rec := article(t)
			articles[i] = &geo.Parsed{Article: *a, Mentions: rec.Mentions}
		}
		resolveAll := func(order []*geo.Parsed) map[*geo.Parsed][]geo.Resolution {
			out := map[*geo.Parsed][]geo.Resolution{}
			for _, p := range order {
				var err error
				if out[p], _, err = r.Resolve(context.Background(), &p.Article, &geo.Recognition{Language: "en", Mentions: p.Mentions}); err != nil {
					t.Fatal(err)
				}
			}
			return out
		}
		if got, want := resolveAll(rapid.Permutation(articles).Draw(t, "order")), resolveAll(articles); !reflect.DeepEqual(got, want) {
			t.Error("the resolutions depend on the order")
		}
	})
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	a, rec := ranktest.Annotated("[Kabul]")
	if _, _, err := resolve.New(ranktest.Model(t), ranktest.Gazetteer(t)).Resolve(ctx, a, rec); err == nil {
		t.Error("a cancelled resolution gave no error")
	}
}
