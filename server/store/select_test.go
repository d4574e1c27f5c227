package store_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/text"
	"dateline/server/selection"
	"dateline/server/store"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"
)

// worldPlaces are the places of generated articles.
func worldPlaces() []geo.Place {
	var all []geo.Place
	for c, country := range []string{"AA", "BB", "CC"} {
		all = append(all, geo.Place{
			ID: geo.PlaceID("t:" + country), Name: "Land " + country, Kind: geo.KindCountry, Country: country, CountryName: "Land " + country,
			Point: orb.Point{float64(c) * 20, 10}, Bound: orb.Bound{Min: orb.Point{float64(c) * 20, 0}, Max: orb.Point{float64(c)*20 + 20, 20}},
		})
		for p := range 2 {
			province := geo.Place{
				ID: geo.PlaceID(fmt.Sprint("t:", country, p)), Name: fmt.Sprint("Province ", country, p), Kind: geo.KindAdmin1, Country: country, CountryName: "Land " + country,
				Point: orb.Point{float64(c)*20 + 5, float64(p) * 7}, Bound: orb.Bound{Min: orb.Point{float64(c) * 20, 0}, Max: orb.Point{float64(c)*20 + 10, 9}},
			}
			all = append(all, province)
			for n := range 3 {
				kind := []geo.Kind{geo.KindSettlement, geo.KindBase, geo.KindCrossing}[n]
				all = append(all, geo.Place{
					ID: geo.PlaceID(fmt.Sprint("t:", country, p, n)), Name: fmt.Sprint("Town ", n, country, p), Kind: kind, Country: country, CountryName: "Land " + country,
					Admin1: province.Name, Admin1ID: province.ID, Point: orb.Point{float64(c)*20 + float64(n), float64(p)*7 + float64(n)/10},
				})
			}
		}
	}
	return append(all, geo.Place{ID: "t:sea", Name: "Éastern Sea", Kind: geo.KindSea, Point: orb.Point{179.5, -5}},
		geo.Place{ID: "t:isle", Name: "Isle", Kind: geo.KindSettlement, Country: "CC", CountryName: "Land CC", Point: orb.Point{-179.5, -5.25}})
}

var (
	worldPublishers = []string{"", "Agency", "Border, Post & Co", "Courier"}
	worldDays       = []string{"", "2021-01-01", "2021-09-06", "2022-05-03T12:00:00Z", "1850-02-28"}
	worldWords      = []string{"flood", "river", "dam", "border", "talks"}
	allPlaces       = worldPlaces()
)

// worldArticle generates an article. Its text has the names of its mentions, one after another.
func worldArticle(t *rapid.T, run, n int) *geo.Parsed {
	p := &geo.Parsed{
		Language: rapid.SampledFrom([]string{"en", "fr"}).Draw(t, "language"), Model: "m",
		Versions: geo.Versions{Gazetteer: "g", Recognizer: "r", Resolver: "s"},
	}
	var b strings.Builder
	fmt.Fprint(&b, "Story ", n, " of run", run, " ", strings.Join(rapid.SliceOfN(rapid.SampledFrom(worldWords), 0, 3).Draw(t, "words"), " "), ". ")
	for range rapid.IntRange(0, 6).Draw(t, "mentions") {
		place := rapid.SampledFrom(allPlaces).Draw(t, "place")
		m := geo.Mention{Phrase: place.Name, Role: rapid.SampledFrom(selection.Roles()).Draw(t, "role")}
		m.Start = b.Len()
		b.WriteString(place.Name)
		m.End = b.Len()
		m.Passage = m.Span
		b.WriteString(". ")
		if when := rapid.SampledFrom([]string{"", "", "2021-08-01 2021-08-31", "2021-09-06 2021-09-06"}).Draw(t, "when"); when != "" {
			m.When = &geo.DateRange{First: when[:10], Last: when[11:], Words: "then"}
		}
		outcome := geo.OutcomePlaced
		if place.Kind.Precision() == geo.PrecisionCountry {
			outcome = geo.OutcomeCountry
		}
		outcome = rapid.SampledFrom([]geo.Outcome{outcome, outcome, outcome, geo.OutcomeAmbiguous, geo.OutcomeMissing, geo.OutcomeApproximate}).Draw(t, "outcome")
		r := geo.Resolution{Outcome: outcome}
		if outcome != geo.OutcomeMissing {
			r.Place = &place
			r.Probability = rapid.SampledFrom([]float64{0.97, 0.8, 0.3}).Draw(t, "probability")
			r.Confidence = geo.ConfidenceOf(r.Probability)
		}
		p.Mentions, p.Resolutions = append(p.Mentions, m), append(p.Resolutions, r)
		p.Ledger.Add(outcome)
	}
	p.Article = geo.Article{
		ID: fmt.Sprint("a", n), Title: fmt.Sprint("Title ", n%7, " ", n), Publisher: rapid.SampledFrom(worldPublishers).Draw(t, "publisher"),
		Published: rapid.SampledFrom(worldDays).Draw(t, "published"), Text: b.String(), Source: "s.txt",
	}
	p.Article.Hash = geo.HashText(p.Article.Text)
	return p
}

// randomSelection generates a selection of articles of [worldArticle].
var randomSelection = rapid.Custom(func(t *rapid.T) selection.Selection {
	var s selection.Selection
	ids := rapid.SampledFrom(allPlaces)
	for range rapid.IntRange(0, 3).Draw(t, "conditions") {
		switch rapid.IntRange(0, 15).Draw(t, "condition") {
		case 0:
			s.Words = rapid.SampledFrom([]string{"flood", "riv*", `"story 1"`, "talks dam", "absent"}).Draw(t, "words")
		case 1:
			s.Articles = append(s.Articles, fmt.Sprint("a", rapid.IntRange(0, 15).Draw(t, "article")))
		case 2:
			s.Publishers = append(s.Publishers, rapid.SampledFrom([]string{"Agency", "Border, Post & Co", "Nobody"}).Draw(t, "publisher"))
		case 3:
			s.Languages = append(s.Languages, rapid.SampledFrom([]string{"en", "fr", "de"}).Draw(t, "language"))
		case 4:
			s.Places = append(s.Places, ids.Draw(t, "place").ID)
		case 5:
			s.Within = append(s.Within, rapid.SampledFrom([]geo.PlaceID{"t:AA", "t:BB0", "t:CC0 0", "t:none"}).Draw(t, "within"))
		case 6:
			s.Countries = append(s.Countries, rapid.SampledFrom([]string{"AA", "BB", "ZZ"}).Draw(t, "country"))
		case 7:
			s.Kinds = append(s.Kinds, rapid.SampledFrom([]geo.Kind{geo.KindSettlement, geo.KindBase, geo.KindAdmin1}).Draw(t, "kind"))
		case 8:
			s.Precisions = append(s.Precisions, rapid.SampledFrom([]geo.Precision{geo.PrecisionSite, geo.PrecisionArea, geo.PrecisionCountry}).Draw(t, "precision"))
		case 9:
			s.Confidences = append(s.Confidences, rapid.SampledFrom([]geo.Confidence{geo.ConfidenceCertain, geo.ConfidenceLikely}).Draw(t, "confidence"))
		case 10:
			s.Outcomes = append(s.Outcomes, rapid.SampledFrom(geo.Outcomes()).Draw(t, "outcome"))
		case 11:
			s.Roles = append(s.Roles, rapid.SampledFrom(selection.Roles()).Draw(t, "role"))
		case 12:
			s.From = rapid.SampledFrom([]string{"", "2021-08-15", "2021-09-06", "1849-01-01"}).Draw(t, "from")
			s.To = rapid.SampledFrom([]string{"", "2021-09-06", "2022-12-31"}).Draw(t, "to")
			s.Spoken = rapid.Bool().Draw(t, "spoken")
		case 13:
			s.Box = rapid.SampledFrom([]*orb.Bound{{Min: orb.Point{0, 0}, Max: orb.Point{21, 6}}, {Min: orb.Point{170, -10}, Max: orb.Point{-170, 0}}}).Draw(t, "box")
		case 14:
			s.Polygon = orb.Ring{{-1, -1}, {25, -1}, {25, 12}, {-1, -1}}
		case 15:
			s.All = true
		}
	}
	if rapid.IntRange(0, 5).Draw(t, "copies") == 0 {
		s.Copies = selection.CopiesOne
	}
	return s.Canonical()
})

// bruteMention is a mention with what a selection compares.
type bruteMention struct {
	article int
	place   *geo.Place // nil if it is not on the map
	fails   map[string]bool
}

// brute is a selection evaluated by loops over the articles.
type brute struct {
	all      []*geo.Parsed
	s        selection.Selection
	mentions []bruteMention
}

func newBrute(all []*geo.Parsed, s selection.Selection) *brute {
	b := &brute{all: all, s: s}
	for n, p := range all {
		for i := range p.Mentions {
			b.mentions = append(b.mentions, b.mention(n, i))
		}
	}
	return b
}

// mention compares a mention with each key of the selection.
func (b *brute) mention(n, i int) bruteMention {
	p, s := b.all[n], &b.s
	m, r := &p.Mentions[i], &p.Resolutions[i]
	out := bruteMention{article: n, fails: map[string]bool{}}
	if r.Outcome == geo.OutcomePlaced || r.Outcome == geo.OutcomeCountry {
		out.place = r.Place
	}
	fail := func(key string, used, ok bool) {
		if used && !ok {
			out.fails[key] = true
		}
	}
	b.article(n, fail)
	q := out.place
	placed := q != nil
	if !placed {
		q = &geo.Place{}
	}
	fail("place", s.Places != nil, placed && slices.Contains(s.Places, q.ID))
	fail("in", s.Within != nil, placed && slices.ContainsFunc(s.Within, func(id geo.PlaceID) bool {
		return q.ID == id || q.Admin1ID == id || id == geo.PlaceID("t:"+q.Country)
	}))
	fail("country", s.Countries != nil, placed && slices.Contains(s.Countries, q.Country))
	fail("kind", s.Kinds != nil, placed && slices.Contains(s.Kinds, q.Kind))
	fail("precision", s.Precisions != nil, placed && slices.Contains(s.Precisions, q.Kind.Precision()))
	fail("confidence", s.Confidences != nil, slices.Contains(s.Confidences, r.Confidence))
	fail("outcome", s.Outcomes != nil, slices.Contains(s.Outcomes, r.Outcome))
	fail("role", true, slices.Contains(s.SelectedRoles(), m.Role))
	if s.Spoken {
		w := m.When
		fail("day", s.From != "" || s.To != "", w != nil && w.Last >= s.From && (s.To == "" || w.First <= s.To))
	}
	if s.Box != nil {
		at, box := q.Point, *s.Box
		east := at[0] >= box.Min[0] && at[0] <= box.Max[0]
		if box.Min[0] > box.Max[0] {
			east = at[0] >= box.Min[0] || at[0] <= box.Max[0]
		}
		fail("bbox", true, placed && east && at[1] >= box.Min[1] && at[1] <= box.Max[1])
	}
	fail("polygon", s.Polygon != nil, placed && s.Polygon != nil && planar.RingContains(s.Polygon, q.Point))
	return out
}

// article compares an article with the keys on articles.
func (b *brute) article(n int, fail func(key string, used, ok bool)) {
	a, s := &b.all[n].Article, &b.s
	fail("article", s.Articles != nil, slices.Contains(s.Articles, a.ID))
	fail("publisher", s.Publishers != nil, slices.Contains(s.Publishers, a.Publisher))
	fail("lang", s.Languages != nil, slices.Contains(s.Languages, b.all[n].Language))
	if s.Words != "" {
		fail("q", true, hasWords(a.Title+" "+a.Text, s.Words))
	}
	if !s.Spoken {
		day := a.Published
		if len(day) > 10 {
			day = day[:10]
		}
		fail("day", s.From != "" || s.To != "", day != "" && day >= s.From && (s.To == "" || day <= s.To))
	}
}

// hasWords reports whether a text has the words of a query of the test.
func hasWords(content, query string) bool {
	content = " " + strings.Join(strings.FieldsFunc(text.Fold(content), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }), " ") + " "
	if phrase, ok := strings.CutPrefix(query, `"`); ok {
		return strings.Contains(content, " "+strings.TrimSuffix(phrase, `"`)+" ")
	}
	for w := range strings.FieldsSeq(query) {
		if prefix, ok := strings.CutSuffix(w, "*"); ok && !strings.Contains(content, " "+prefix) || !ok && !strings.Contains(content, " "+w+" ") {
			return false
		}
	}
	return true
}

// onMentions reports whether the selection has conditions on mentions.
func (b *brute) onMentions() bool {
	s := b.s
	s.Words, s.Articles, s.Publishers, s.Languages, s.Copies, s.All = "", nil, nil, nil, selection.CopiesAll, false
	if !s.Spoken {
		s.From, s.To = "", ""
	}
	return !s.IsZero()
}

// counts returns the counts, the number of mentions of each place, and the ledger.
func (b *brute) counts() (c store.Counts, places map[geo.PlaceID]int, l geo.Ledger) {
	places = map[geo.PlaceID]int{}
	articles := map[int]bool{}
	index := 0
	for n, p := range b.all {
		failed := false
		b.article(n, func(_ string, used, ok bool) { failed = failed || used && !ok })
		if !failed && !b.onMentions() {
			articles[n] = true
		}
		for i := range p.Mentions {
			m := &b.mentions[index]
			index++
			if len(m.fails) > 0 {
				continue
			}
			c.Mentions++
			articles[n] = true
			l.Add(p.Resolutions[i].Outcome)
			if m.place != nil {
				places[m.place.ID]++
			}
		}
	}
	c.Places, c.Articles, c.Texts = len(places), len(articles), len(articles)
	return c, places, l
}

// facet counts mentions by a value, without the condition of a key.
func (b *brute) facet(key string, value func(p *geo.Parsed, i int, place *geo.Place) string) map[string]int {
	out := map[string]int{}
	index := 0
	for _, p := range b.all {
		for i := range p.Mentions {
			m := &b.mentions[index]
			index++
			if len(m.fails) == 0 || len(m.fails) == 1 && m.fails[key] {
				if v := value(p, i, m.place); v != "" {
					out[v]++
				}
			}
		}
	}
	return out
}

// facets returns the values of each facet.
func (b *brute) facets() map[string]map[string]int {
	at := func(f func(*geo.Place) string) func(*geo.Parsed, int, *geo.Place) string {
		return func(_ *geo.Parsed, _ int, place *geo.Place) string {
			if place == nil {
				return ""
			}
			return f(place)
		}
	}
	return map[string]map[string]int{
		"publisher":  b.facet("publisher", func(p *geo.Parsed, _ int, _ *geo.Place) string { return p.Article.Publisher }),
		"lang":       b.facet("lang", func(p *geo.Parsed, _ int, _ *geo.Place) string { return p.Language }),
		"country":    b.facet("country", at(func(q *geo.Place) string { return q.Country })),
		"kind":       b.facet("kind", at(func(q *geo.Place) string { return q.Kind.String() })),
		"precision":  b.facet("precision", at(func(q *geo.Place) string { return selection.PrecisionValue(q.Kind.Precision()) })),
		"confidence": b.facet("confidence", func(p *geo.Parsed, i int, _ *geo.Place) string { return string(p.Resolutions[i].Confidence) }),
		"outcome":    b.facet("outcome", func(p *geo.Parsed, i int, _ *geo.Place) string { return string(p.Resolutions[i].Outcome) }),
		"role":       b.facet("role", func(p *geo.Parsed, i int, _ *geo.Place) string { return string(p.Mentions[i].Role) }),
	}
}

// check compares the answer of a store with the counts of the loops.
func (b *brute) check(t *rapid.T, r *store.Result) {
	want, places, ledger := b.counts()
	if r.Counts != want || r.Ledger != ledger {
		t.Fatalf("counts %+v, want %+v; ledger %+v, want %+v", r.Counts, want, r.Ledger, ledger)
	}
	rows, err := r.Places(ctx, store.OrderMentions, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	got := map[geo.PlaceID]int{}
	for i := range rows {
		got[rows[i].ID] = rows[i].Mentions
		if i > 0 && rows[i-1].Mentions < rows[i].Mentions {
			t.Fatalf("places are not in order: %+v", rows)
		}
		b.checkPlace(t, &rows[i])
	}
	if !maps.Equal(got, places) {
		t.Fatalf("places %v, want %v", got, places)
	}
	for key, want := range b.facets() {
		values, err := r.Facet(ctx, key)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for _, v := range values {
			got[v.Value] = v.Mentions
		}
		if !maps.Equal(got, want) {
			t.Fatalf("facet %s is %v, want %v", key, got, want)
		}
	}
	b.checkDays(t, r)
	b.checkSparklines(t, r, rows)
	b.checkStreams(t, r, want, rows)
}

// checkPlace compares the figures of a place.
func (b *brute) checkPlace(t *rapid.T, row *store.PlaceRow) {
	articles := map[int]bool{}
	certain, first, last := 0, "", ""
	index := 0
	for n, p := range b.all {
		for i := range p.Mentions {
			m := &b.mentions[index]
			index++
			if len(m.fails) > 0 || m.place == nil || m.place.ID != row.ID {
				continue
			}
			articles[n] = true
			if p.Resolutions[i].Confidence == geo.ConfidenceCertain {
				certain++
			}
			if day := p.Article.Published; day != "" {
				day = day[:10]
				if first == "" || day < first {
					first = day
				}
				last = max(last, day)
			}
		}
	}
	if row.Articles != len(articles) || row.Certain != certain || row.First != first || row.Last != last || row.Texts != len(articles) {
		t.Fatalf("place %+v, want %d articles, %d certain, %s to %s", row, len(articles), certain, first, last)
	}
}

// checkDays compares the histogram of days of publication.
func (b *brute) checkDays(t *rapid.T, r *store.Result) {
	key := "day"
	if b.s.Spoken {
		key = "none"
	}
	want := b.facet(key, func(p *geo.Parsed, _ int, _ *geo.Place) string {
		return p.Article.Published[:min(10, len(p.Article.Published))]
	})
	got := map[string]int{}
	for _, d := range r.Days() {
		got[d.Day] = d.Mentions
	}
	if !maps.Equal(got, want) {
		t.Fatalf("days %v, want %v", got, want)
	}
}

// checkStreams compares the streams, pages and tiles with the counts.
func (b *brute) checkStreams(t *rapid.T, r *store.Result, want store.Counts, rows []store.PlaceRow) {
	n, last := 0, ""
	for m, err := range r.Mentions(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		if m.ID == last {
			t.Fatalf("mention %s twice", m.ID)
		}
		last = m.ID
	}
	if n != want.Mentions {
		t.Fatalf("%d mentions in the stream, want %d", n, want.Mentions)
	}
	for i := range rows {
		count, after := 0, store.Cursor{}
		for more := true; more; {
			var page []store.MentionRow
			var err error
			if page, after, more, err = r.Passages(ctx, rows[i].ID, after, 2); err != nil {
				t.Fatal(err)
			}
			for _, m := range page {
				if m.Resolution().Place.ID != rows[i].ID {
					t.Fatalf("a passage of %s has the place %s", rows[i].ID, m.Resolution().Place.ID)
				}
			}
			count += len(page)
		}
		if count != rows[i].Mentions {
			t.Fatalf("%d passages of %s, want %d", count, rows[i].ID, rows[i].Mentions)
		}
	}
	articles, err := r.Articles(ctx, store.OrderTitle, 0, 1000)
	if err != nil || len(articles) != want.Articles || !slices.IsSortedFunc(articles, func(a, b store.ArticleRow) int { return cmp.Compare(a.Title, b.Title) }) {
		t.Fatalf("articles %+v, error %v, want %d", articles, err, want.Articles)
	}
	points, inTiles := 0, 0
	for i := range rows {
		if rows[i].Precision.IsPoint() {
			points++
		}
	}
	for x := range 4 {
		for y := range 4 {
			symbols, err := r.Tile(ctx, 2, x, y)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range symbols {
				inTiles += s.Places
			}
		}
	}
	if points != inTiles {
		t.Fatalf("%d places in tiles, want %d", inTiles, points)
	}
}

// The answers to random selections of random collections equal those of loops over the articles, on both databases, after
// articles were parsed again too.
func TestSelectEqualsBruteForce(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		db.SetAreas(func(id geo.PlaceID) (geo.Place, orb.MultiPolygon, bool) {
			i := slices.IndexFunc(allPlaces, func(p geo.Place) bool { return p.ID == id })
			if i < 0 {
				return geo.Place{}, nil, false
			}
			return allPlaces[i], nil, true
		})
		run := 0
		rapid.Check(t, func(t *rapid.T) {
			run++
			name := fmt.Sprint("world-", run)
			var all []*geo.Parsed
			for n := range rapid.IntRange(0, 12).Draw(t, "articles") {
				all = append(all, worldArticle(t, run, n))
			}
			putWorld(t, db, name, all)
			for n := range all { // some are parsed again
				if rapid.IntRange(0, 4).Draw(t, "again") == 0 {
					again := worldArticle(t, run, n)
					again.Article = all[n].Article
					reparse(t, again)
					all[n] = again
					putAgain(t, db, again)
				}
			}
			for range 4 {
				s := randomSelection.Draw(t, "selection")
				r, err := db.Select(ctx, name, s)
				if err != nil {
					t.Fatal(err)
				}
				newBrute(all, s).check(t, r)
			}
		})
	})
}

// reparse moves the mentions of an article into its text.
func reparse(t *rapid.T, p *geo.Parsed) {
	for i := range p.Mentions {
		m := &p.Mentions[i]
		m.Start, m.End = i, i+1
		m.Passage, m.Phrase = m.Span, p.Article.Text[i:i+1]
	}
}

func putWorld(t *rapid.T, db *store.DB, name string, all []*geo.Parsed) {
	err := db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.PutCollection(ctx, name, "World", ""); err != nil {
			return err
		}
		for _, p := range all {
			kept, err := tx.PutArticle(ctx, name, &p.Article)
			if err != nil {
				return err
			}
			if err := tx.PutParsed(ctx, kept.Key, p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func putAgain(t *rapid.T, db *store.DB, p *geo.Parsed) {
	err := db.Update(ctx, func(tx *store.Tx) error { return tx.PutParsed(ctx, store.ArticleKey(&p.Article), p) })
	if err != nil {
		t.Fatal(err)
	}
}
