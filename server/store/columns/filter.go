package columns

import (
	"iter"
	"math/bits"
	"slices"

	"dateline/geo"
	"dateline/server/selection"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// Set is a set of small numbers.
type Set []uint64

// NewSet returns an empty set for the numbers 0 to n-1.
func NewSet(n int) Set { return make(Set, (n+63)/64) }

// Add adds a number. Numbers that the set has no room for are ignored.
func (s Set) Add(n uint32) {
	if int(n>>6) < len(s) {
		s[n>>6] |= 1 << (n & 63)
	}
}

// Has reports whether the set contains a number.
func (s Set) Has(n uint32) bool { return int(n>>6) < len(s) && s[n>>6]>>(n&63)&1 == 1 }

// Range returns the part of the set with n numbers from a multiple of 64 on, as numbers from 0.
func (s Set) Range(first uint32, n int) Set {
	i := min(int(first>>6), len(s))
	return s[i:min(i+(n+63)/64, len(s))]
}

// All returns the numbers of the set, the smallest first.
func (s Set) All() iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for i, word := range s {
			for ; word != 0; word &= word - 1 {
				if !yield(uint32(i<<6 + bits.TrailingZeros64(word))) {
					return
				}
			}
		}
	}
}

// Empty reports whether the set contains no number.
func (s Set) Empty() bool {
	return !slices.ContainsFunc(s, func(word uint64) bool { return word != 0 })
}

// Filter is a selection in the numbers and codes of a collection. A nil set has no effect.
type Filter struct {
	Publishers, Languages, Feeds, Words, Articles Set
	Places, Within, Countries                     Set
	Kinds                                         []geo.Kind
	Precisions                                    []geo.Precision
	Confidences                                   []geo.Confidence
	Outcomes                                      []geo.Outcome
	Roles                                         []geo.Role // all if nil
	States                                        []selection.State
	// From and To are days, both inclusive; 0 has no effect.
	From, To uint32
	Spoken   bool
	Box      *orb.Bound
	Polygon  orb.Ring
	Picked   bool
	OneCopy  bool
	// ExplicitRoles and ExplicitStates report whether Roles and States are not the default ones.
	ExplicitRoles, ExplicitStates bool
}

// The dimensions of a filter. A mention with none of these bits is selected; one with exactly
// one counts for the facet of this dimension.
const (
	failPublisher = 1 << iota
	failLanguage
	failFeed
	failDay
	failWords
	failArticle
	failCopies
	failGone
	failGoneToo // so that a deleted article never has exactly one bit
	failPlace
	failWithin
	failCountry
	failKind
	failPrecision
	failBox
	failPolygon
	failPicked
	failConfidence
	failOutcome
	failRole
	failState
	failSpoken
)

// fails returns the bit if the condition is false.
func fails(bit uint32, ok bool) uint32 {
	if ok {
		return 0
	}
	return bit
}

// articleMasks returns the bits of each article. Row 0 is that of deleted mentions.
func (f *Filter) articleMasks(a *Articles, masks []uint32) []uint32 {
	masks = append(masks[:0], make([]uint32, a.Len())...)
	byDay := !f.Spoken && (f.From > 0 || f.To > 0)
	for i := range masks {
		if a.Live[i] != 1 {
			masks[i] = failGone | failGoneToo
			continue
		}
		var m uint32
		if f.Publishers != nil {
			m |= fails(failPublisher, f.Publishers.Has(a.Publisher[i]))
		}
		if f.Languages != nil {
			m |= fails(failLanguage, f.Languages.Has(a.Language[i]))
		}
		if f.Feeds != nil {
			m |= fails(failFeed, f.Feeds.Has(a.Feed[i]))
		}
		if byDay {
			d := a.Day[i]
			m |= fails(failDay, d > 0 && d >= f.From && (f.To == 0 || d <= f.To))
		}
		if f.Words != nil {
			m |= fails(failWords, f.Words.Has(uint32(i)))
		}
		if f.Articles != nil {
			m |= fails(failArticle, f.Articles.Has(uint32(i)))
		}
		masks[i] = m
	}
	return masks
}

// placeMasks returns the bits of each place. Row 0 is that of mentions without a place, which
// fail every condition on places.
func (f *Filter) placeMasks(p *Places, masks []uint32) []uint32 {
	masks = append(masks[:0], make([]uint32, p.Len())...)
	var kinds, precisions [256]bool
	for _, k := range f.Kinds {
		kinds[k] = true
	}
	for k := range precisions {
		for _, want := range f.Precisions {
			precisions[k] = precisions[k] || geo.Kind(k).Precision() == want
		}
	}
	bound := f.Polygon.Bound()
	for i := range masks {
		n, placed := uint32(i), i > 0
		var m uint32
		if f.Places != nil {
			m |= fails(failPlace, placed && f.Places.Has(n))
		}
		if f.Within != nil {
			m |= fails(failWithin, placed && f.Within.Has(n))
		}
		if f.Countries != nil {
			m |= fails(failCountry, placed && f.Countries.Has(p.Country[i]))
		}
		if f.Kinds != nil {
			m |= fails(failKind, placed && kinds[p.Kind(n)])
		}
		if f.Precisions != nil {
			m |= fails(failPrecision, placed && precisions[p.Kind(n)])
		}
		if f.Box != nil {
			m |= fails(failBox, placed && InBox(*f.Box, p.Point(n)))
		}
		if f.Polygon != nil {
			at := p.Point(n)
			m |= fails(failPolygon, placed && bound.Contains(at) && planar.RingContains(f.Polygon, at))
		}
		if f.Picked {
			m |= fails(failPicked, placed && p.Picked[i] == 1)
		}
		masks[i] = m
	}
	return masks
}

// InBox reports whether a box contains a point. A box whose minimum longitude is greater than
// its maximum crosses the antimeridian.
func InBox(b orb.Bound, p orb.Point) bool {
	if p[1] < b.Min[1] || p[1] > b.Max[1] {
		return false
	}
	if b.Min[0] > b.Max[0] {
		return p[0] >= b.Min[0] || p[0] <= b.Max[0]
	}
	return p[0] >= b.Min[0] && p[0] <= b.Max[0]
}

// codeMasks returns the bits of each value of [Codes].
func (f *Filter) codeMasks() *[codeValues]uint32 {
	masks := new([codeValues]uint32)
	for k := range masks {
		masks[k] = failCode(failConfidence, f.Confidences, at(confidences, confidenceOf(k))) |
			failCode(failOutcome, f.Outcomes, at(outcomes, outcomeOf(k))) |
			failCode(failRole, f.Roles, at(roles, roleOf(k))) |
			failCode(failState, f.States, at(states, stateOf(k)))
	}
	return masks
}

// failCode returns the bit if there are values and v is not one of them.
func failCode[T comparable](bit uint32, values []T, v T) uint32 {
	return fails(bit, len(values) == 0 || slices.Contains(values, v))
}

// onMentions reports whether the filter has conditions on mentions or places.
func (f *Filter) onMentions() bool {
	return f.Places != nil || f.Within != nil || f.Countries != nil || f.Kinds != nil || f.Precisions != nil || f.Box != nil || f.Polygon != nil || f.Picked ||
		f.Confidences != nil || f.Outcomes != nil || f.ExplicitStates || f.ExplicitRoles || f.Spoken && (f.From > 0 || f.To > 0)
}
