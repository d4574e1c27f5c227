package spatial

import (
	"strconv"
	"strings"
)

// bearings are the sixteen winds of the compass, in degrees clockwise from
// north, by their names without hyphens, spaces and "ern".
var bearings = map[string]float64{
	"north": 0, "northnortheast": 22.5, "northeast": 45, "eastnortheast": 67.5,
	"east": 90, "eastsoutheast": 112.5, "southeast": 135, "southsoutheast": 157.5,
	"south": 180, "southsouthwest": 202.5, "southwest": 225, "westsouthwest": 247.5,
	"west": 270, "westnorthwest": 292.5, "northwest": 315, "northnorthwest": 337.5,
	"n": 0, "nne": 22.5, "ne": 45, "ene": 67.5, "e": 90, "ese": 112.5, "se": 135, "sse": 157.5,
	"s": 180, "ssw": 202.5, "sw": 225, "wsw": 247.5, "w": 270, "wnw": 292.5, "nw": 315, "nnw": 337.5,
}

// bearingOf reads a wind: "north", "south-eastern", "NNW".
func bearingOf(word string) (degrees float64, ok bool) {
	if word == "" || !strings.ContainsAny(word[:1], "nsew") {
		return 0, false
	}
	word = strings.ReplaceAll(word, "-", "")
	word = strings.ReplaceAll(word, "ern", "")
	degrees, ok = bearings[word]
	return degrees, ok
}

// units are the lengths of units of distance in kilometres.
var units = map[string]float64{
	"km": 1, "kms": 1, "kilometer": 1, "kilometers": 1, "kilometre": 1, "kilometres": 1,
	"mile": 1.609344, "miles": 1.609344, "mi": 1.609344,
	"m": 0.001, "meter": 0.001, "meters": 0.001, "metre": 0.001, "metres": 0.001,
	"yard": 0.0009144, "yards": 0.0009144, "foot": 0.0003048, "feet": 0.0003048,
	"block": 0.1, "blocks": 0.1,
}

// nauticalMile is the international nautical mile in kilometres.
const nauticalMile = 1.852

// Travel speeds in km/h, for "two hours' drive from": rough by nature, so the
// uncertainty of a time is wide.
const (
	driveKMH = 60
	walkKMH  = 5
)

var smallNumbers = map[string]float64{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
	"seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
	"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "half": 0.5,
}

// vagueNumbers stand for a middle that nobody would hold the writer to.
var vagueNumbers = map[string]float64{
	"couple": 2, "few": 3, "several": 5, "dozen": 12, "dozens": 36, "hundreds": 300, "some": 1,
}

// hedges make a number a rough one.
var hedges = map[string]bool{
	"about": true, "around": true, "roughly": true, "approximately": true, "nearly": true, "almost": true, "some": true,
	"less": true, "more": true, "than": true, "over": true, "under": true, "just": true, "within": true, "at": true,
	"least": true, "up": true, "to": true, "only": true, "estimated": true, "barely": true, "circa": true, "ca": true,
}

// numberOf reads "50", "1,200", "2.5", "30-40" (its middle), "twenty-five".
func numberOf(word string) (n float64, vague, ok bool) {
	if word == "" {
		return 0, false, false
	}
	if v, found := smallNumbers[word]; found {
		return v, false, true
	}
	if v, found := vagueNumbers[word]; found {
		return v, true, true
	}
	if low, high, ranged := strings.Cut(strings.ReplaceAll(word, "–", "-"), "-"); ranged {
		a, _, okA := numberOf(low)
		b, _, okB := numberOf(high)
		switch {
		case !okA || !okB:
			return 0, false, false
		case word[0] < '0' || word[0] > '9':
			return a + b, false, true // "twenty-five"
		}
		return (a + b) / 2, true, b > a
	}
	if word[0] < '0' || word[0] > '9' {
		return 0, false, false
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(word, ",", ""), 64)
	return n, false, err == nil && n < 20_040 // half the Earth's circumference
}

// placeNouns may stand between the words of an offset and the name: "north of
// the border town of Chaman".
var placeNouns = map[string]bool{
	"the": true, "of": true, "city": true, "town": true, "village": true, "port": true, "capital": true, "district": true,
	"province": true, "provincial": true, "state": true, "county": true, "region": true, "governorate": true, "border": true,
	"downtown": true, "central": true, "city's": true, "center": true, "centre": true, "nearby": true, "southern": true,
	"northern": true, "eastern": true, "western": true, "main": true, "strategic": true, "coastal": true, "municipality": true,
	"island": true, "country's": true, "city,": true, "historic": true, "besieged": true, "'s": true, "in": false,
}

// nearWords say that something is close by without saying where.
var nearWords = map[string]bool{"near": true, "outside": true, "nearby": true}

// roadWords name a way that has two ends.
var roadWords = map[string]bool{
	"road": true, "highway": true, "motorway": true, "route": true, "railway": true, "corridor": true, "freeway": true,
	"expressway": true, "pipeline": true, "line": true, "way": true, "track": true,
}
