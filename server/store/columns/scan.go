package columns

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
	"sync"

	"dateline/geo"
)

// Mentions are the columns of a segment of mentions.
type Mentions struct{ Article, Place, Codes, First, Last []uint32 }

// NewMentions returns the mentions of decoded columns.
func NewMentions(c [][]uint32) *Mentions { return &Mentions{c[0], c[1], c[2], c[3], c[4]} }

// Bytes returns the memory of the columns in bytes.
func (m *Mentions) Bytes() int { return 20*len(m.Article) + 200 }

// Container is an article that contains the texts of others.
type Container struct {
	Article uint32
	// Parts are the articles whose texts it contains, and Shares the shares of its own text that
	// each of them covers.
	Parts  []uint32
	Shares []float64
}

// Data are the columns of a collection.
type Data struct {
	Articles *Articles
	Places   *Places
	// Segments is the number of segments of mentions, and Segment returns one. All but the last have
	// [SegmentRows] rows.
	Segments int
	Segment  func(ctx context.Context, n int) (*Mentions, error)
	// Containers are the articles that contain others.
	Containers []Container
}

// PlaceCount has the figures of the selected mentions of a place.
type PlaceCount struct {
	Place                     uint32
	Mentions, Articles, Texts uint32
	// First and Last are days of publication, or 0.
	First, Last uint32
	// Confidence counts mentions by confidence: none, certain, likely, ambiguous.
	Confidence [4]uint32
}

// placeSum sums the selected mentions of a place while scanning. It fills half of a cache line, since places follow each other in no order.
type placeSum struct {
	confidence            [4]uint32
	articles, first, last uint32
	article               uint32 // of the last mention
}

// mentions returns the number of mentions.
func (p *placeSum) mentions() uint32 {
	return p.confidence[0] + p.confidence[1] + p.confidence[2] + p.confidence[3]
}

// DayCount is the number of mentions of a day.
type DayCount struct{ Day, Mentions uint32 }

// Scan is the result of a scan.
type Scan struct {
	// Selected contains the numbers of the selected mentions.
	Selected Set
	// Places are the places of selected mentions in the order of their numbers.
	Places []PlaceCount
	// ArticleMentions counts the selected mentions of each article, and Matches contains the articles
	// that are selected.
	ArticleMentions []uint32
	Matches         Set
	// Mentions, Articles and Texts count what is selected.
	Mentions, Articles, Texts int
	// Publishers, Languages, Feeds and Countries count mentions by code, each without its own
	// condition, and so on.
	Publishers, Languages, Feeds, Countries map[uint32]int
	Kinds                                   [256]int
	Precisions                              map[geo.Precision]int
	Confidences, Outcomes, Roles, States    [8]int
	// SelectedOutcomes counts the selected mentions by outcome.
	SelectedOutcomes [8]int
	// Days are days of publication, SpokenDays the first days that the passages speak of.
	Days, SpokenDays []DayCount
}

// Bytes returns the memory of the result in bytes.
func (s *Scan) Bytes() int {
	return 8*len(s.Selected) + 48*len(s.Places) + 4*len(s.ArticleMentions) + 8*len(s.Matches) +
		40*(len(s.Publishers)+len(s.Languages)+len(s.Feeds)+len(s.Countries)) + 8*(len(s.Days)+len(s.SpokenDays)) + 4096
}

// scratch is the memory of a scan that is used again.
type scratch struct {
	article, place           []uint32 // masks
	articleExtra, placeExtra []uint32
	counts                   []placeSum
	group, seen              []uint32 // of places: the last group and the last visit
	copies                   []uint32 // of places: the articles that are not texts of their own
	visits                   uint32
	days, spokenDays         dayCounts
}

// dayCounts counts mentions by day. Days far from the others are in a map.
type dayCounts struct {
	first uint32 // the day of dense[0]
	dense []uint32
	other map[uint32]uint32
}

// denseDays is the number of days that are counted in a table: those from 1900 to 2100.
const denseDays = 200*365 + 200/4

// clear sets all counts to 0.
func (c *dayCounts) clear() {
	c.first, c.dense, c.other = Day("1900-01-01"), clearOf(c.dense, denseDays), nil
}

// add counts n mentions of a day.
func (c *dayCounts) add(day, n uint32) {
	if i := day - c.first; i < denseDays {
		c.dense[i] += n
		return
	}
	if c.other == nil {
		c.other = map[uint32]uint32{}
	}
	c.other[day] += n
}

// sorted returns the counts by day, the earliest first.
func (c *dayCounts) sorted() []DayCount {
	var out []DayCount
	for day, n := range c.other {
		out = append(out, DayCount{day, n})
	}
	for i, n := range c.dense {
		if n > 0 {
			out = append(out, DayCount{c.first + uint32(i), n})
		}
	}
	if len(c.other) > 0 {
		slices.SortFunc(out, func(a, b DayCount) int { return cmp.Compare(a.Day, b.Day) })
	}
	return out
}

// codeCounts counts mentions by code.
type codeCounts []int

// add counts n mentions of a code.
func (c *codeCounts) add(code uint32, n int) {
	if int(code) >= len(*c) {
		*c = append(*c, make([]int, int(code)+1-len(*c))...)
	}
	(*c)[code] += n
}

// byCode returns the counts that are not 0.
func (c codeCounts) byCode() map[uint32]int {
	out := map[uint32]int{}
	for code, n := range c {
		if n > 0 {
			out[uint32(code)] = n
		}
	}
	return out
}

// Scanner runs scans. The zero value is ready. It is safe for concurrent use.
type Scanner struct{ pool sync.Pool }

// Run scans the mentions of a collection.
func (r *Scanner) Run(ctx context.Context, d *Data, f *Filter) (*Scan, error) {
	s, ok := r.pool.Get().(*scratch)
	if !ok {
		s = &scratch{}
	}
	defer r.pool.Put(s)
	s.article = f.articleMasks(d.Articles, s.article)
	s.place = f.placeMasks(d.Places, s.place)
	if !f.OneCopy {
		return run(ctx, d, f, s, true)
	}
	first, err := run(ctx, d, f, s, false)
	if err != nil {
		return nil, err
	}
	d.dropCopies(first, s.article)
	return run(ctx, d, f, s, true)
}

// clearOf returns a slice of n zero values in the memory of old.
func clearOf[T any](old []T, n int) []T {
	if cap(old) < n {
		return make([]T, n)
	}
	old = old[:n]
	clear(old)
	return old
}

// run is one pass over the mentions; complete is set if facets and places are needed too.
func run(ctx context.Context, d *Data, f *Filter, s *scratch, complete bool) (*Scan, error) {
	out := &Scan{ArticleMentions: make([]uint32, d.Articles.Len()), Selected: NewSet(d.Segments * SegmentRows)}
	s.articleExtra, s.placeExtra = clearOf(s.articleExtra, d.Articles.Len()), clearOf(s.placeExtra, d.Places.Len())
	s.counts = clearOf(s.counts, d.Places.Len())
	s.days.clear()
	s.spokenDays.clear()
	p := pass{
		f: f, masks: f.codeMasks(), articles: s.article, places: s.place, counts: s.counts, articleExtra: s.articleExtra, placeExtra: s.placeExtra,
		days: d.Articles.Day, out: out, spoken: f.Spoken && (f.From > 0 || f.To > 0), spokenDays: &s.spokenDays, publicationDays: &s.days,
	}
	err := d.forEachSegment(ctx, func(n int, m *Mentions) { p.segment(m, out.Selected[n*SegmentRows/64:]) })
	if err != nil {
		return nil, err
	}
	d.matchArticles(f, s.article, out)
	if !complete {
		return out, nil
	}
	if err := d.countTexts(ctx, out, s); err != nil {
		return nil, err
	}
	p.facets(d)
	out.Places = s.places()
	return out, nil
}

// places returns the figures of the places of selected mentions.
func (s *scratch) places() []PlaceCount {
	size := 0
	for n := range s.counts {
		if n > 0 && s.counts[n].articles > 0 {
			size++
		}
	}
	out := make([]PlaceCount, 0, size)
	for n := range s.counts {
		if c := &s.counts[n]; n > 0 && c.articles > 0 {
			out = append(out, PlaceCount{
				Place: uint32(n), Mentions: c.mentions(), Articles: c.articles, Texts: c.articles - s.copies[n], First: c.first, Last: c.last, Confidence: c.confidence,
			})
		}
	}
	return out
}

// forEachSegment calls f with each segment of the mentions and its number. The error is that of reading a segment, or of ctx.
func (d *Data) forEachSegment(ctx context.Context, f func(n int, m *Mentions)) error {
	for n := range d.Segments {
		if err := ctx.Err(); err != nil {
			return err
		}
		m, err := d.Segment(ctx, n)
		if err != nil {
			return err
		}
		f(n, m)
	}
	return nil
}

// pass is the state of a pass over the mentions.
type pass struct {
	f                        *Filter
	masks                    *[codeValues]uint32
	articles, places         []uint32
	articleExtra, placeExtra []uint32
	counts                   []placeSum
	days                     []uint32
	codes, codesExtra        [codeValues]uint32
	spoken                   bool
	spokenDays               *dayCounts
	publicationDays          *dayCounts
	out                      *Scan
}

// segment scans a segment. selected is the part of the set for its mentions.
func (p *pass) segment(m *Mentions, selected Set) {
	places, codes := m.Place[:len(m.Article)], m.Codes[:len(m.Article)]
	for i, a := range m.Article {
		place, k := places[i], codes[i]
		x := p.articles[a] | p.places[place] | p.masks[k&(codeValues-1)]
		day := m.First[i]
		if p.spoken && (day == 0 || m.Last[i] < p.f.From || p.f.To > 0 && day > p.f.To) {
			x |= failSpoken
		}
		if x == 0 {
			selected[i>>6] |= 1 << (i & 63)
			p.out.ArticleMentions[a]++
			p.codes[k&(codeValues-1)]++
			if day > 0 {
				p.spokenDays.add(day, 1)
			}
			if place != 0 {
				p.count(&p.counts[place], a, k)
			}
			continue
		}
		if x&(x-1) == 0 {
			p.countExtra(x, a, place, k, day)
		}
	}
}

// count counts a selected mention of a place.
func (p *pass) count(c *placeSum, article, codes uint32) {
	c.confidence[codes&3]++
	if c.article == article {
		return
	}
	c.article = article
	c.articles++
	if day := p.days[article]; day > 0 {
		if c.first == 0 || day < c.first {
			c.first = day
		}
		c.last = max(c.last, day)
	}
}

// countExtra counts a mention that fails exactly one dimension.
func (p *pass) countExtra(x, article, place, codes, day uint32) {
	switch {
	case p.articles[article] != 0:
		p.articleExtra[article]++
	case p.places[place] != 0:
		p.placeExtra[place]++
	case x == failSpoken:
		if day > 0 {
			p.spokenDays.add(day, 1)
		}
	default:
		p.codesExtra[codes&(codeValues-1)]++
	}
}

// matchArticles sets the articles that are selected. If no condition is on mentions, articles
// without mentions are selected too.
func (d *Data) matchArticles(f *Filter, masks []uint32, out *Scan) {
	out.Matches = NewSet(d.Articles.Len())
	all := !f.onMentions()
	for n, mentions := range out.ArticleMentions {
		if mentions > 0 || all && n > 0 && masks[n] == 0 {
			out.Matches.Add(uint32(n))
		}
		out.Mentions += int(mentions)
	}
	for _, word := range out.Matches {
		out.Articles += bits.OnesCount64(word)
	}
}

// facets sums the facets from the counts of articles, places and codes.
func (p *pass) facets(d *Data) {
	p.articleFacets(d.Articles)
	p.placeFacets(d.Places)
	p.codeFacets()
}

// articleFacets sums the facets of articles. Where an article fails one dimension alone, its mentions count for this facet only.
func (p *pass) articleFacets(a *Articles) {
	out := p.out
	var publishers, languages, feeds codeCounts
	for n, mask := range p.articles {
		all := int(out.ArticleMentions[n] + p.articleExtra[n])
		if all == 0 {
			continue
		}
		if mask == 0 || mask == failPublisher {
			publishers.add(a.Publisher[n], all)
		}
		if mask == 0 || mask == failLanguage {
			languages.add(a.Language[n], all)
		}
		if mask == 0 || mask == failFeed {
			feeds.add(a.Feed[n], all)
		}
		if day := a.Day[n]; day > 0 && (mask == 0 || mask == failDay) {
			p.publicationDays.add(day, uint32(all))
		}
	}
	out.Publishers, out.Languages, out.Feeds = publishers.byCode(), languages.byCode(), feeds.byCode()
	out.Days, out.SpokenDays = p.publicationDays.sorted(), p.spokenDays.sorted()
}

// placeFacets sums the facets of places.
func (p *pass) placeFacets(places *Places) {
	out := p.out
	out.Precisions = map[geo.Precision]int{}
	var countries codeCounts
	var precisions [256]int // by kind
	for n, mask := range p.places {
		all := int(p.counts[n].mentions() + p.placeExtra[n])
		if all == 0 || n == 0 {
			continue
		}
		kind := places.Kind(uint32(n))
		if mask == 0 || mask == failCountry {
			countries.add(places.Country[n], all)
		}
		if mask == 0 || mask == failKind {
			out.Kinds[kind] += all
		}
		if mask == 0 || mask == failPrecision {
			precisions[kind] += all
		}
	}
	out.Countries = countries.byCode()
	for kind, n := range precisions {
		if n > 0 {
			out.Precisions[geo.Kind(kind).Precision()] += n
		}
	}
}

// codeFacets sums the facets of packed codes.
func (p *pass) codeFacets() {
	out := p.out
	for k, mask := range p.masks {
		all := int(p.codes[k] + p.codesExtra[k])
		if all == 0 {
			continue
		}
		for _, facet := range []struct {
			counts *[8]int
			bit    uint32
			code   int
		}{
			{&out.Confidences, failConfidence, confidenceOf(k)}, {&out.Outcomes, failOutcome, outcomeOf(k)},
			{&out.Roles, failRole, roleOf(k)}, {&out.States, failState, stateOf(k)},
		} {
			if mask == 0 || mask == facet.bit {
				facet.counts[facet.code] += all
			}
		}
		out.SelectedOutcomes[outcomeOf(k)] += int(p.codes[k])
	}
}

// Valid reports whether all mentions are of articles and places that exist.
func (m *Mentions) Valid(a *Articles, p *Places) bool {
	for i := range m.Article {
		if int(m.Article[i]) >= a.Len() || int(m.Place[i]) >= p.Len() {
			return false
		}
	}
	return true
}
