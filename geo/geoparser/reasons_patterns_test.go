package geoparser_test

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/geometry"
	"dateline/geo/internal/cue"
)

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
