package geoparser_test

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dateline/data"
	"dateline/geo"
	"dateline/geo/eval/suite"
	"dateline/geo/gazetteer"
	"dateline/geo/geometry"
	"dateline/geo/internal/abbrev"
	"dateline/geo/internal/cue"
	"dateline/geo/resolve"
)

var goldFiles = flag.String("articles", "", "also check the reasons of the articles in these JSON Lines `FILES`, separated by commas")

// TestReasonsAreTrue checks every printed reason of the sample articles, a part of the behavioral
// suite and the cases against the gazetteer and the text, independently of how it was found, and
// the candidates' percentages.
func TestReasonsAreTrue(t *testing.T) {
	p := parser(t)
	g, err := data.Gazetteer()
	if err != nil {
		t.Fatal(err)
	}
	var articles []geo.Article
	for _, text := range texts(t) {
		articles = append(articles, geo.Article{Text: text})
	}
	for i, c := range suite.Generate(g, suite.Measure, 200) {
		if i%3 == 0 {
			articles = append(articles, geo.Article{Text: c.Text})
		}
	}
	if *goldFiles != "" {
		for name := range strings.SplitSeq(*goldFiles, ",") {
			articles = append(articles, readArticles(t, name)...)
		}
	}
	reasons := map[string]int{}
	for _, publisher := range []string{"", "www.springfieldnews.com", "lfpress.ca"} {
		for i := range articles {
			a := articles[i]
			if publisher != "" {
				if i%10 != 0 {
					continue
				}
				a.Publisher = publisher
			}
			parsed, err := p.Parse(context.Background(), a)
			if err != nil {
				t.Fatal(err)
			}
			c := &checker{gaz: g, parsed: parsed}
			for k := range parsed.Mentions {
				for _, why := range parsed.Resolutions[k].Why {
					kind, problem := c.check(k, why)
					reasons[kind]++
					if problem != "" {
						t.Errorf("%q of %q: %q is false: %s", parsed.Mentions[k].Phrase, short(a.Text), why, problem)
					}
				}
				if problem := distribution(&parsed.Resolutions[k]); problem != "" {
					t.Errorf("%q of %q: %s", parsed.Mentions[k].Phrase, short(a.Text), problem)
				}
			}
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(reasons)) {
		t.Logf("%6d %s", reasons[kind], kind)
	}
}

func short(s string) string { return s[:min(len(s), 120)] }

// texts are the sample articles and the texts of the cases.
func texts(t *testing.T) []string {
	t.Helper()
	var out []string
	names, err := filepath.Glob("../../data/sample/*.md")
	if err != nil || len(names) == 0 {
		t.Fatalf("no sample articles: %v", err)
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(b))
	}
	table, err := os.ReadFile(casesFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(table)), "\n")[1:] {
		out = append(out, strings.ReplaceAll(strings.Split(line, "\t")[1], `\n`, "\n"))
	}
	return append(out, story)
}

func readArticles(t *testing.T, name string) (articles []geo.Article) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var a struct{ Text, Title, Publisher string }
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		articles = append(articles, geo.Article{Text: a.Text, Title: a.Title, Publisher: a.Publisher})
	}
	return articles
}

// distribution returns what is wrong with the percentages of a resolution's candidates.
func distribution(r *geo.Resolution) string {
	sum := 0.0
	for i, c := range r.Candidates {
		sum += c.Score
		if i > 0 && c.Score > r.Candidates[0].Score+1e-9 {
			return fmt.Sprintf("candidate %d has a probability of %.3f, the first %.3f", i, c.Score, r.Candidates[0].Score)
		}
	}
	if sum > 1+1e-6 {
		return fmt.Sprintf("the probabilities of the candidates sum to %.4f", sum)
	}
	if len(r.Candidates) > 0 && math.Abs(r.Candidates[0].Score-r.Probability) > 1e-9 {
		return fmt.Sprintf("the first candidate has a probability of %.3f, the answer %.3f", r.Candidates[0].Score, r.Probability)
	}
	return ""
}

// checker checks the reasons of one parsed article.
type checker struct {
	gaz    *gazetteer.Gazetteer
	parsed *geo.Parsed
}

// reasonPatterns are the wordings of reasons with their checks. A check returns the problem, or "".
var reasonPatterns = []struct {
	pattern *regexp.Regexp
	check   func(c *checker, k int, groups []string) string
}{
	{regexp.MustCompile(`^the only place with this name in the gazetteer$`), func(c *checker, k int, _ []string) string {
		return want(1, len(c.homonyms(k)))
	}},
	{regexp.MustCompile(`^the most (?:populous|likely) of the (\d+) places with this name$`), func(c *checker, k int, g []string) string {
		return want(number(g[1]), len(c.homonyms(k)))
	}},
	{regexp.MustCompile(`^the most populous (?:of the \d+ places|place) with this name$`), func(c *checker, k int, _ []string) string {
		return c.most(k, func(r gazetteer.Record) int64 { return r.Population })
	}},
	{regexp.MustCompile(`^the place in the gazetteer whose name fits "(.+)" best$`), func(c *checker, k int, g []string) string {
		return wantTrue(!slices.Contains(c.homonyms(k), c.ref(k)), g[1]+" is its name")
	}},
	{regexp.MustCompile(`^the only place with this name that is written without a hyphen$`), func(c *checker, k int, _ []string) string {
		return wantTrue(!strings.Contains(c.place(k).Name, "-"), "its name has a hyphen")
	}},
	{regexp.MustCompile(`^the text shares the rest of its name with the next one$`), func(c *checker, k int, _ []string) string {
		return wantTrue(strings.HasPrefix(c.after(k), " and "), "no name follows")
	}},
	{regexp.MustCompile(`^the text mentions an office or body of its government$`), func(c *checker, k int, _ []string) string {
		m := &c.parsed.Mentions[k]
		for i := range c.parsed.Mentions {
			o := &c.parsed.Mentions[i]
			if o.Phrase == m.Phrase && cue.GovernedBy(c.parsed.Article.Text, o.Start, o.End) != cue.GovernedNot {
				return ""
			}
		}
		return "nothing governs it"
	}},
	{regexp.MustCompile(`^the article names places around it$`), func(c *checker, k int, _ []string) string {
		return wantTrue(len(c.parsed.Mentions) > 1, "no other name")
	}},
	{regexp.MustCompile(`^(\d+) times the population of (.+)$`), func(c *checker, k int, g []string) string {
		for _, r := range c.titled(k, g[2]) {
			if p := c.gaz.Record(r).Population; p > 0 && math.Abs(float64(c.place(k).Population)/float64(p)-float64(number(g[1]))) <= .5001 {
				return ""
			}
		}
		return "the populations differ"
	}},
	{regexp.MustCompile(`^more people than (.+)$`), func(c *checker, k int, g []string) string {
		for _, r := range c.titled(k, g[1]) {
			if c.place(k).Population > c.gaz.Record(r).Population {
				return ""
			}
		}
		return "it has no more people"
	}},
	{regexp.MustCompile(`^the best-known place with this name: (\d+) names in the gazetteer$`), func(c *checker, k int, g []string) string {
		if n := c.gaz.Record(c.ref(k)).NameCount; n != number(g[1]) {
			return fmt.Sprintf("it has %d names", n)
		}
		return c.most(k, func(r gazetteer.Record) int64 { return int64(r.NameCount) })
	}},
	{regexp.MustCompile(`^better known than (.+)$`), func(c *checker, k int, g []string) string {
		for _, r := range c.titled(k, g[1]) {
			if c.gaz.Record(c.ref(k)).NameCount > c.gaz.Record(r).NameCount {
				return ""
			}
		}
		return "it has no more names"
	}},
	{regexp.MustCompile(`^the words around it are those for an? (.+)$`), func(c *checker, k int, g []string) string {
		for i := range c.parsed.Mentions {
			kinds, _ := cue.TypeCue(c.parsed.Article.Text, c.parsed.Mentions, i)
			if c.parsed.Language != "en" && c.parsed.Language != "und" {
				kinds = cue.TypeCueIn(c.parsed.Language, c.parsed.Article.Text, c.parsed.Mentions, i)
			}
			if c.parsed.Resolutions[i].Place != nil && c.parsed.Resolutions[i].Place.ID == c.place(k).ID && kinds.Has(c.place(k).Kind) {
				return ""
			}
		}
		return "no such words"
	}},
	{regexp.MustCompile(`^its name is that of an? (.+)$`), func(c *checker, k int, _ []string) string {
		for word := range strings.FieldsSeq(string(gazetteer.Normalize(nil, c.phrase(k)))) {
			if cue.DesignatorKinds([]byte(word)).Has(c.place(k).Kind) {
				return ""
			}
		}
		return "no word of its name tells"
	}},
	{regexp.MustCompile(`^a national capital$`), func(c *checker, k int, _ []string) string {
		return want("PPLC", c.place(k).Feature)
	}},
	{regexp.MustCompile(`^a state or provincial capital$`), func(c *checker, k int, _ []string) string {
		return want("PPLA", c.place(k).Feature)
	}},
	{regexp.MustCompile(`^an? ([a-z ]+), while (.+) is an? ([a-z ]+)$`), func(c *checker, k int, g []string) string {
		for _, r := range c.titled(k, g[2]) {
			if kindWord(c.place(k).Kind) == g[1] && kindWord(c.gaz.Record(r).Kind) == g[3] {
				return ""
			}
		}
		return "the kinds differ"
	}},
	{regexp.MustCompile(`^(?:the place's own name|one of the place's names|an abbreviation of its name|the name of its people)$`), func(c *checker, k int, g []string) string {
		for _, n := range c.names(k) {
			own := n.Kind <= gazetteer.NameASCII
			abbreviation, demonym := n.Kind == gazetteer.NameAbbreviation, n.Kind == gazetteer.NameDemonym
			if n.Ref == c.ref(k) && (strings.HasPrefix(g[0], "one") || strings.HasPrefix(g[0], "the place's") && own || strings.HasPrefix(g[0], "an") && abbreviation || strings.HasPrefix(g[0], "the name of its") && demonym) {
				return ""
			}
		}
		return "the gazetteer has no such name of it"
	}},
	{regexp.MustCompile(`^the text says that it is in (.+)$`), func(c *checker, k int, g []string) string {
		return wantTrue(c.isIn(c.place(k), func(o *geo.Place) bool { return o.Name == g[1] }), "it is not in "+g[1])
	}},
	{regexp.MustCompile(`^(in|contains) (.+), mentioned next to it$`), func(c *checker, k int, g []string) string {
		for i := range c.parsed.Mentions {
			o, firm := c.firm(i)
			if !firm || !strings.EqualFold(c.bare(i), g[2]) {
				continue
			}
			inner, outer := c.place(k), o
			if g[1] == "contains" {
				inner, outer = o, c.place(k)
			}
			if c.contains(outer, inner) {
				return ""
			}
		}
		return "no such mention"
	}},
	{regexp.MustCompile(`^contains (\d+) other places? in the article$`), func(c *checker, k int, g []string) string {
		return want(number(g[1]), c.count(k, func(o *geo.Place) bool { return c.contains(c.place(k), o) }))
	}},
	{regexp.MustCompile(`^in (.+), which the article mentions$`), func(c *checker, k int, g []string) string {
		for i := range c.parsed.Mentions {
			if o, firm := c.firm(i); firm && o.Kind == geo.KindAdmin1 && c.contains(o, c.place(k)) && (o.Name == g[1] || g[1] == "the District of Columbia") {
				return ""
			}
		}
		return "the article does not"
	}},
	{regexp.MustCompile(`^in (.+), like (\d+) other places? in the article$`), func(c *checker, k int, g []string) string {
		name := strings.TrimPrefix(g[1], "the ")
		place := c.place(k)
		switch {
		case place.Admin1 == name || name == "District of Columbia":
			return want(number(g[2]), c.count(k, func(o *geo.Place) bool { return o.Kind != geo.KindAdmin1 && o.Admin1ID == place.Admin1ID }))
		case place.CountryName == name:
			return want(number(g[2]), c.count(k, func(o *geo.Place) bool { return o.Kind != geo.KindCountry && o.Country == place.Country }))
		}
		return "it is not in " + name
	}},
	{regexp.MustCompile(`^the article mentions (\d+) other places? in it$`), func(c *checker, k int, g []string) string {
		return want(number(g[1]), c.count(k, func(o *geo.Place) bool { return o.Kind != geo.KindCountry && o.Country == c.place(k).Country }))
	}},
	{regexp.MustCompile(`^(the only place with this name )?in (.+), which the article mentions (once|twice|\d+ times)$`), func(c *checker, k int, g []string) string {
		country := strings.TrimPrefix(g[2], "the ")
		if c.place(k).CountryName != country {
			return "it is in " + c.place(k).CountryName
		}
		n := 0
		for i := range c.parsed.Mentions {
			if o, firm := c.firm(i); firm && o.Kind == geo.KindCountry && o.Country == c.place(k).Country {
				n++
			}
		}
		if problem := want(map[string]int{"once": 1, "twice": 2}[g[3]]+number(strings.TrimSuffix(g[3], " times")), n); problem != "" || g[1] == "" {
			return problem
		}
		for _, r := range c.homonyms(k) {
			if r != c.ref(k) && c.gaz.Record(r).Country == c.place(k).Country {
				return "so is " + c.gaz.Name(r)
			}
		}
		return ""
	}},
	{regexp.MustCompile(`^(less than 2|\d+) km from (.+), (which the article mentions|the article's dateline)$`), func(c *checker, k int, g []string) string {
		for i := range c.parsed.Mentions {
			o, firm := c.firm(i)
			if !firm || !strings.EqualFold(c.bare(i), g[2]) && o.Name != g[2] {
				continue
			}
			km := geometry.Distance(o.Point, c.place(k).Point)
			if g[1] == "less than 2" && km < 2.01 || math.Abs(km-float64(number(g[1]))) < 1+km/200 {
				return ""
			}
		}
		return "no place of that name is so far"
	}},
	{regexp.MustCompile(`^in the same country as (.+), the article's dateline$`), func(c *checker, k int, g []string) string {
		for i := range c.parsed.Mentions {
			if o, firm := c.firm(i); firm && o.Name == g[1] && o.Country == c.place(k).Country && o.Country != "" {
				return ""
			}
		}
		return "no such dateline"
	}},
	{regexp.MustCompile(`^the article also calls this place "(.+)"$`), func(c *checker, k int, g []string) string {
		for i := range c.parsed.Mentions {
			if o, firm := c.firm(i); firm && o.ID == c.place(k).ID && c.bare(i) == g[1] && g[1] != c.bare(k) {
				return ""
			}
		}
		return "it does not"
	}},
	{regexp.MustCompile(`^at about the distance given in the text$`), func(c *checker, k int, _ []string) string {
		for i := range c.parsed.Mentions {
			if r := c.parsed.Mentions[i].Relation; r != nil && r.DistanceKM > 0 {
				return ""
			}
		}
		return "the text gives none"
	}},
	{regexp.MustCompile(`^(?:the name of the publisher contains this name|in the publisher's country|\d+ km from .+, whose name is in that of the publisher)$`), func(c *checker, k int, _ []string) string {
		return wantTrue(c.parsed.Article.Publisher != "", "there is no publisher")
	}},
	{regexp.MustCompile(`^"(.+)" itself is not in the gazetteer$|^no place called "(.+)" in the gazetteer(?:, and .*)?$`), func(c *checker, k int, _ []string) string {
		return want(0, len(c.homonyms(k)))
	}},
	{regexp.MustCompile(`^its extent contains (.+), which the article mentions$`), func(c *checker, k int, g []string) string {
		inside := slices.ContainsFunc(c.parsed.Resolutions, func(r geo.Resolution) bool {
			return r.Place != nil && r.Place.Name == g[1] && c.gaz.Bound(c.ref(k)).Contains(r.Place.Point)
		})
		return wantTrue(inside, "it does not")
	}},
	{regexp.MustCompile(`^(?:described in the text as|no place called ".+" in the gazetteer is) (.+)$`), func(c *checker, k int, g []string) string {
		return wantTrue(containsWords(c.parsed.Article.Text, g[1]), "the text has no such words")
	}},
	{regexp.MustCompile(`^no place called "(.+)" in the gazetteer fits the text(?:, and .*)?$`), func(c *checker, k int, _ []string) string {
		return wantTrue(len(c.homonyms(k)) > 0, "the gazetteer has none")
	}},
	{regexp.MustCompile(`^(?:only a part of a longer name|part of the name of a street)$`), func(c *checker, k int, _ []string) string {
		return ""
	}},
	{regexp.MustCompile(`^in or near (.+?)(, which is part of its name|, which the article mentions in the same sentence)?$`), func(c *checker, k int, g []string) string {
		if c.title(c.ref(k)) != g[1] {
			return "it is " + c.title(c.ref(k))
		}
		switch g[2] {
		case ", which is part of its name":
			return wantTrue(c.isPart(k), "no part of the phrase is its name")
		case ", which the article mentions in the same sentence":
			for i := range c.parsed.Mentions {
				r := &c.parsed.Resolutions[i]
				if i != k && r.Place != nil && r.Place.ID == c.place(k).ID && r.Outcome != geo.OutcomeApproximate {
					return ""
				}
			}
			return "the article does not"
		}
		return ""
	}},
	{regexp.MustCompile(`^the text doesn't say that it is in or near (.+)$`), func(*checker, int, []string) string { return "" }},
	{regexp.MustCompile(`^the text doesn't say which gulf is meant$`), func(*checker, int, []string) string { return "" }},
	{regexp.MustCompile(`^(.+) is the most likely place, with a probability of only (\d+) %$`), func(c *checker, k int, g []string) string {
		if c.title(c.ref(k)) != g[1] {
			return "it is " + c.title(c.ref(k))
		}
		return want(number(g[2]), int(100*c.parsed.Resolutions[k].Probability+.5))
	}},
	{regexp.MustCompile(`^it could also be (.+)$`), func(c *checker, k int, g []string) string {
		for _, o := range c.parsed.Resolutions[k].Candidates[1:] {
			if r, ok := c.gaz.ByID(o.Place.ID); ok && c.title(r) == g[1] {
				return ""
			}
		}
		return "it is no candidate"
	}},
	{regexp.MustCompile(`^the text doesn't say which of the (\d+) places with this name is meant$`), func(c *checker, k int, g []string) string {
		return want(number(g[1]), len(c.homonyms(k)))
	}},
	{regexp.MustCompile(`^the only place with this name in the gazetteer, (.+), does not fit the article$`), func(c *checker, k int, g []string) string {
		all := c.homonyms(k)
		return wantTrue(len(all) == 1 && c.title(all[0]) == g[1], "the gazetteer has others")
	}},
	{regexp.MustCompile(`^coordinates given in the text|^the nearest place is `), func(c *checker, k int, _ []string) string {
		return wantTrue(c.parsed.Mentions[k].Role == geo.RoleCoordinates, "it is no coordinates")
	}},
}

// check returns the wording of a reason of mention k, and what is false in it, or "".
func (c *checker) check(k int, why string) (kind, problem string) {
	for _, p := range reasonPatterns {
		groups := p.pattern.FindStringSubmatch(why)
		if groups == nil {
			continue
		}
		kind = p.pattern.String()
		if problem = p.check(c, k, groups); problem != "" {
			return kind, problem
		}
		if kind != `^the most (?:populous|likely) of the (\d+) places with this name$` {
			return kind, ""
		}
	}
	if kind == "" {
		return "unknown", "no check knows this wording"
	}
	return kind, ""
}

func want[T comparable](want, got T) string {
	if want != got {
		return fmt.Sprintf("it is %v", got)
	}
	return ""
}

func wantTrue(ok bool, problem string) string {
	if ok {
		return ""
	}
	return problem
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func kindWord(k geo.Kind) string {
	switch k {
	case geo.KindAdmin3:
		return "local area"
	case geo.KindQuarter:
		return "part of a town"
	case geo.KindBase, geo.KindCrossing, geo.KindPass, geo.KindRange, geo.KindUnknown:
		return k.String()
	case geo.KindSettlement:
		return "town or city"
	}
	return k.Label()
}

func (c *checker) place(k int) *geo.Place { return c.parsed.Resolutions[k].Place }

func (c *checker) ref(k int) gazetteer.Ref {
	if c.place(k) == nil {
		return gazetteer.NoRef
	}
	r, _ := c.gaz.ByID(c.place(k).ID)
	return r
}

func (c *checker) after(k int) string { return c.parsed.Article.Text[c.parsed.Mentions[k].End:] }

// phrase is the phrase of a mention, or its base form in other languages than English.
func (c *checker) phrase(k int) string {
	if m := &c.parsed.Mentions[k]; m.Base != "" && c.parsed.Language != "en" && c.parsed.Language != "und" {
		return m.Base
	}
	return c.parsed.Mentions[k].Phrase
}

// bare is the phrase of a mention without possessive ending and article.
func (c *checker) bare(k int) string {
	s := strings.ReplaceAll(strings.TrimSpace(c.phrase(k)), "-\n", "")
	for _, ending := range []string{"'s", "’s", "'S", "’S", "'", "’"} {
		if t, ok := strings.CutSuffix(s, ending); ok {
			s = t
			break
		}
	}
	return strings.TrimPrefix(strings.TrimPrefix(s, "the "), "The ")
}

// names are the names of the gazetteer that the phrase of a mention is.
func (c *checker) names(k int) []gazetteer.NameRef {
	return c.gaz.Lookup(abbrev.Lookup(c.gaz, nil, c.bare(k)), gazetteer.Normalize(nil, c.bare(k)))
}

// homonyms are the places with the name that the phrase of a mention is.
func (c *checker) homonyms(k int) []gazetteer.Ref {
	var refs []gazetteer.Ref
	for _, n := range c.names(k) {
		if n.Kind != gazetteer.NameCode && !slices.Contains(refs, n.Ref) {
			refs = append(refs, n.Ref)
		}
	}
	return refs
}

// most checks that the place of a mention has more of something than all others of its name.
func (c *checker) most(k int, of func(gazetteer.Record) int64) string {
	for _, r := range c.homonyms(k) {
		if r != c.ref(k) && of(c.gaz.Record(r)) >= of(c.gaz.Record(c.ref(k))) {
			return fmt.Sprintf("%s has %d, it has %d", c.title(r), of(c.gaz.Record(r)), of(c.gaz.Record(c.ref(k))))
		}
	}
	return ""
}

// firm returns the place of mention i, if it is resolved to one.
func (c *checker) firm(i int) (*geo.Place, bool) {
	r := &c.parsed.Resolutions[i]
	return r.Place, r.Outcome == geo.OutcomePlaced && c.parsed.Mentions[i].Role != geo.RoleCoordinates || r.Outcome == geo.OutcomeCountry
}

// count counts the places of the article, other than that of mention k, with a property.
func (c *checker) count(k int, property func(*geo.Place) bool) int {
	seen := map[geo.PlaceID]bool{}
	for i := range c.parsed.Mentions {
		if o, firm := c.firm(i); firm && o.ID != c.place(k).ID && property(o) {
			seen[o.ID] = true
		}
	}
	return len(seen)
}

func (c *checker) contains(outer, inner *geo.Place) bool {
	switch {
	case outer.ID == inner.ID:
		return false
	case outer.Kind == geo.KindCountry:
		return inner.Country == outer.Country
	case outer.Kind == geo.KindAdmin1:
		return inner.Admin1ID == outer.ID
	case outer.Kind == geo.KindAdmin2 || outer.Kind == geo.KindAdmin3:
		return inner.Admin2ID == outer.ID
	}
	return geometry.Distance(outer.Point, inner.Point) < 50
}

func (c *checker) isIn(p *geo.Place, area func(*geo.Place) bool) bool {
	for _, id := range []geo.PlaceID{p.Admin1ID, p.Admin2ID} {
		if r, ok := c.gaz.ByID(id); ok {
			if o := c.gaz.Place(r); area(&o) {
				return true
			}
		}
	}
	return area(&geo.Place{Name: p.CountryName})
}

// isPart reports whether some words of a phrase are a name of its place.
func (c *checker) isPart(k int) bool {
	words := strings.Fields(string(gazetteer.Normalize(nil, c.bare(k))))
	for i := range words {
		for j := i + 1; j <= len(words); j++ {
			for _, n := range c.gaz.Lookup(nil, []byte(strings.Join(words[i:j], " "))) {
				if n.Ref == c.ref(k) {
					return true
				}
			}
		}
	}
	return false
}

// titled are the places with the name of mention k, by whatever match, that have a title.
func (c *checker) titled(k int, title string) (refs []gazetteer.Ref) {
	name, _, _ := strings.Cut(title, ",")
	name, _, _ = strings.Cut(name, " (")
	if title == "District of Columbia, United States" {
		name = "Washington"
	}
	all := c.homonyms(k)
	for _, n := range c.gaz.Lookup(nil, gazetteer.Normalize(nil, name)) {
		all = append(all, n.Ref)
	}
	for _, r := range all {
		if c.title(r) == title {
			refs = append(refs, r)
		}
	}
	return refs
}

// title is the place's title as reasons write it.
func (c *checker) title(r gazetteer.Ref) string {
	if r == gazetteer.NoRef {
		return ""
	}
	p := c.gaz.Place(r)
	return resolve.Title(&p)
}

// containsWords reports whether all words are in a text.
func containsWords(text, words string) bool {
	for word := range strings.FieldsSeq(words) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}
