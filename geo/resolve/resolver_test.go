package resolve

import (
	"context"
	"reflect"
	"strings"
	"sync"
	"testing"

	"dateline/geo"
)

func TestResolve(t *testing.T) {
	for _, test := range []struct {
		name, text string
		publisher  string
		want       string // ids of the mentions' places; "-" for none, "*" for any
	}{
		{"a state qualifies", "He was born in [Paris], [Texas], in 1901.", "", "geonames:4717560 geonames:4736286"},
		{"a state that is no mention qualifies", "A fire in [Paris], Texas, spread to [Texarkana].", "", "geonames:4717560 geonames:4736134"},
		{"an abbreviation qualifies", "The mayor of [Alexandria], [La.], met the mayor of [Pineville].", "", "geonames:4314550 geonames:4331987 geonames:4336153"},
		{"inside the span", "The family moved to [Paris, Texas] and then to [Dallas].", "", "geonames:4717560 geonames:4684888"},
		{"famous without context", "Talks will be held in [Paris] on Sunday.", "", "geonames:2988507"},
		{"neighbours", "Police from [Pineville] and [Alexandria] met in [Baton Rouge].", "", "geonames:4336153 geonames:4314550 geonames:4315588"},
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
			a, rec := marked(test.text)
			a.Publisher = test.publisher
			got, _, err := New(shippedModel(t), testGazetteer(t)).Resolve(t.Context(), a, rec)
			if err != nil {
				t.Fatal(err)
			}
			want := strings.Fields(test.want)
			for i := range rec.Mentions {
				id := "-"
				if got[i].Place != nil {
					id = string(got[i].Place.ID)
				}
				if want[i] != "*" && id != want[i] {
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
	a, rec := marked("[Afghanistan] reopened [Kabul] airport. A school in [Zzyzxville] and the [Wazir Akbar Khan Hospital] in [Kabul] shut.")
	got, _, err := New(shippedModel(t), testGazetteer(t)).Resolve(t.Context(), a, rec)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []geo.Outcome{geo.OutcomeCountry, geo.OutcomePlaced, "", geo.OutcomeApproximate, geo.OutcomePlaced} {
		if want != "" && got[i].Outcome != want {
			t.Errorf("%q is %s (%v), not %s", rec.Mentions[i].Phrase, got[i].Outcome, got[i].Why, want)
		}
		if got[i].Approximate() != (got[i].UncertaintyKM > 0) {
			t.Errorf("%q: outcome %s with an uncertainty of %v km", rec.Mentions[i].Phrase, got[i].Outcome, got[i].UncertaintyKM)
		}
	}
	if o := got[2].Outcome; o != geo.OutcomeMissing && o != geo.OutcomeApproximate {
		t.Errorf("a name that nobody knows is %s: %v", o, got[2].Why)
	}
}

func TestNothingKnown(t *testing.T) {
	a, rec := marked("They met in [Zzyzxville].")
	got, focus, err := New(shippedModel(t), testGazetteer(t)).Resolve(t.Context(), a, rec)
	if err != nil {
		t.Fatal(err)
	}
	if got[0].Outcome != geo.OutcomeMissing || got[0].Place != nil || len(focus) != 0 {
		t.Errorf("got %+v, focus %v", got[0], focus)
	}
}

func TestReasons(t *testing.T) {
	a, rec := marked("[Egypt] opened a port in [Alexandria]. [Cairo] and [Egypt] agreed; [a:Egyptian] ships came.")
	got, _, err := New(shippedModel(t), testGazetteer(t)).Resolve(t.Context(), a, rec)
	if err != nil {
		t.Fatal(err)
	}
	if why := strings.Join(got[1].Why, "; "); !strings.Contains(why, "Egypt") && !strings.Contains(why, "people") {
		t.Errorf("Alexandria: %s", why)
	}
	if why := strings.Join(got[2].Why, "; "); !strings.Contains(why, "only place of that name") {
		t.Errorf("Cairo: %s", why)
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
	a, rec := marked("[Paris] and [Dallas] and [Toronto].")
	got, _, err := New(shippedModel(t), testGazetteer(t), WithDecisions(decisions)).Resolve(t.Context(), a, rec)
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
	a, rec := marked("[d:KABUL] — [Kabul] was quiet. In [Kabul], [a:Afghan] police rested; [Peshawar] lies far.")
	a.Title = "Quiet in Kabul"
	_, focus, err := New(shippedModel(t), testGazetteer(t)).Resolve(t.Context(), a, rec)
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

// The same article gives the same resolutions again, beside others on other
// goroutines, and after other articles have used the same memory.
func TestDeterministic(t *testing.T) {
	r := New(shippedModel(t), testGazetteer(t))
	texts := []string{
		"[Paris], [Texas], is not [Paris], [France]; [London] is in [Ontario].",
		strings.Repeat("[Alexandria], [La.], and [Cairo] and [Tripoli] and [Georgia]. ", 40),
		"",
		"[Kabul] [Kabul] [Kabul]",
	}
	want := make([][]geo.Resolution, len(texts))
	for i, text := range texts {
		a, rec := marked(text)
		want[i], _, _ = r.Resolve(context.Background(), a, rec)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for n := range 40 {
				i := n % len(texts)
				a, rec := marked(texts[i])
				if got, _, err := r.Resolve(context.Background(), a, rec); err != nil || !reflect.DeepEqual(got, want[i]) {
					t.Errorf("text %d changed, error %v", i, err)
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	a, rec := marked("[Kabul]")
	if _, _, err := New(shippedModel(t), testGazetteer(t)).Resolve(ctx, a, rec); err == nil {
		t.Error("a cancelled resolution gave no error")
	}
}
