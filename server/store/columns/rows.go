package columns

import (
	"math"
	"slices"
	"time"

	"dateline/geo"
	"dateline/server/selection"

	"github.com/paulmach/orb"
)

// Kind is what the rows of a table are.
type Kind int

// The kinds, which are stored.
const (
	MentionKind Kind = 1
	ArticleKind Kind = 2
	PlaceKind   Kind = 3
)

// Width returns the number of columns of a kind.
func (k Kind) Width() int {
	switch k {
	case MentionKind:
		return 5
	case ArticleKind:
		return 8
	case PlaceKind:
		return 6
	}
	return 0
}

// Mention is a row of the mentions.
type Mention struct {
	// Article numbers the article in the collection, from 1; 0 is a mention that was deleted.
	Article uint32
	// Place numbers the place in the collection, from 1; 0 is a mention without a place on the map.
	Place uint32
	// Codes are the packed confidence, outcome, role and state.
	Codes uint32
	// First and Last are the days that the passage speaks of, or 0.
	First, Last uint32
}

// Row returns the values of the columns.
func (m Mention) Row() []uint32 { return []uint32{m.Article, m.Place, m.Codes, m.First, m.Last} }

// Article is a row of the articles.
type Article struct {
	// Publisher, Language and Feed are codes.
	Publisher, Language, Feed uint32
	// Day is the day of publication, or 0.
	Day uint32
	// Group is the number of the first article with nearly the same text.
	Group uint32
	// First and Count are the mentions of the article.
	First, Count uint32
	// Live is 1, or 0 for an article that was deleted.
	Live uint32
}

// Row returns the values of the columns.
func (a Article) Row() []uint32 {
	return []uint32{a.Publisher, a.Language, a.Feed, a.Day, a.Group, a.First, a.Count, a.Live}
}

// Place is a row of the places.
type Place struct {
	// Country and Admin1 are codes.
	Country, Admin1 uint32
	Kind            geo.Kind
	Point           orb.Point
	// Picked reports whether an editor picked the place.
	Picked bool
}

// PickedColumn is the index of the column Picked in [Place.Row].
const PickedColumn = 5

// Row returns the values of the columns. Degrees are stored in units of 1e-7.
func (p Place) Row() []uint32 {
	picked := uint32(0)
	if p.Picked {
		picked = 1
	}
	return []uint32{p.Country, p.Admin1, uint32(p.Kind), fixed(p.Point[0]), fixed(p.Point[1]), picked}
}

func fixed(degrees float64) uint32 { return uint32(int32(math.Round(degrees * 1e7))) }

func unfixed(v uint32) float64 { return float64(int32(v)) / 1e7 }

// Codes packs the codes of a mention: 2 bits of confidence, 3 of outcome, 3 of role and 2 of state.
func Codes(c geo.Confidence, o geo.Outcome, r geo.Role, s selection.State) uint32 {
	return uint32(index(confidences, c) | index(outcomes, o)<<2 | index(roles, r)<<5 | index(selection.States(), s)<<8)
}

// codeValues is the number of different values of Codes.
const codeValues = 1 << 10

var (
	confidences = []geo.Confidence{"", geo.ConfidenceCertain, geo.ConfidenceLikely, geo.ConfidenceAmbiguous}
	outcomes    = geo.Outcomes()
	roles       = selection.Roles()
	states      = selection.States()
)

// index returns the index of a value, or 0.
func index[T comparable](all []T, v T) int { return max(0, slices.Index(all, v)) }

func confidenceOf(codes int) int { return codes & 3 }
func outcomeOf(codes int) int    { return codes >> 2 & 7 }
func roleOf(codes int) int       { return codes >> 5 & 7 }
func stateOf(codes int) int      { return codes >> 8 & 3 }

// StateOf returns the state in packed codes.
func StateOf(codes uint32) selection.State { return states[stateOf(int(codes))] }

// OutcomeOf returns the outcome in packed codes.
func OutcomeOf(codes uint32) geo.Outcome { return at(outcomes, outcomeOf(int(codes))) }

// at returns an element, or the zero value if the index is out of range.
func at[T any](all []T, i int) (v T) {
	if i < len(all) {
		v = all[i]
	}
	return v
}

// day0 is the number of days from 1 January of the year 1 to 1 January 1970.
const day0 = 719_162

// Day returns the number of the day at the beginning of an RFC 3339 date or time, counted
// from 1 for 1 January of the year 1, or 0 for an invalid date.
func Day(date string) uint32 {
	if len(date) < len(time.DateOnly) {
		return 0
	}
	t, err := time.Parse(time.DateOnly, date[:len(time.DateOnly)])
	if err != nil || t.Year() < 1 {
		return 0
	}
	return uint32(t.Unix()/86400 + day0 + 1)
}

// FormatDay is the inverse of [Day].
func FormatDay(day uint32) string {
	if day == 0 {
		return ""
	}
	return time.Unix((int64(day)-1-day0)*86400, 0).UTC().Format(time.DateOnly)
}

// ConfidenceOf returns the confidence in packed codes.
func ConfidenceOf(codes uint32) geo.Confidence { return at(confidences, confidenceOf(int(codes))) }

// RoleOf returns the role in packed codes.
func RoleOf(codes uint32) geo.Role { return at(roles, roleOf(int(codes))) }
