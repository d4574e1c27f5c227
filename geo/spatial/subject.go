package spatial

import "dateline/geo"

// lies are the words that may stand between a name and the offset that tells
// where it is: "Bagram, which lies about 50 km north of Kabul".
var lies = map[string]bool{
	",": true, "(": true, "is": true, "was": true, "lies": true, "located": true, "situated": true, "which": true,
	"that": true, "sits": true, "stands": true, "some": true, "based": true, "a": true, "town": true, "village": true,
	"city": true, "airfield": true, "base": true, "airport": true, "district": true, "area": true, "camp": true, "the": true, "in": true,
	"settlement": true, "facility": true, "prison": true, "port": true, "about": true, "just": true, "province": true,
}

// things are the nouns of what can lie at an offset.
var things = map[string]bool{
	"village": true, "town": true, "city": true, "camp": true, "base": true, "airfield": true, "airport": true, "airstrip": true,
	"checkpoint": true, "crossing": true, "border": true, "mine": true, "dam": true, "plant": true, "bridge": true, "school": true,
	"hospital": true, "clinic": true, "market": true, "farm": true, "settlement": true, "hamlet": true, "site": true, "area": true,
	"district": true, "suburb": true, "neighborhood": true, "neighbourhood": true, "prison": true, "port": true, "island": true,
	"valley": true, "point": true, "spot": true, "epicenter": true, "epicentre": true, "compound": true, "facility": true,
	"outpost": true, "forest": true, "field": true, "quarry": true, "refinery": true, "depot": true, "station": true, "house": true,
	"place": true, "post": true, "location": true, "community": true, "region": true,
}

// subjectReach is how many tokens may stand between a subject and its offset.
const subjectReach = 8

// subject finds what the relation of mention i describes: a mention before it,
// or the words "a village".
func (r *reader) subject(ms []geo.Mention, i int, rel *geo.Relation) {
	switch rel.Kind {
	case geo.RelationPart, geo.RelationRoad:
		return
	}
	first := seek(r.tokens, rel.Span.Start)
	for at, n := first-1, 0; at >= r.first && n < subjectReach; at, n = at-1, n+1 {
		if i > 0 && ms[i-1].Start <= r.tokens[at].Start && r.tokens[at].Start < ms[i-1].End {
			rel.SubjectMention, rel.Subject = i-1, ms[i-1].Span
			return
		}
		if !lies[r.word(at)] {
			break
		}
	}
	// "a village 30 km east of": an article and one to three words of noun
	for at, n := first-1, 0; at >= r.first && n < 4; at, n = at-1, n+1 {
		switch w := r.word(at); {
		case w == "a" || w == "an" || w == "the" || w == "one" || w == "another":
			if n > 0 && things[r.word(first-1)] {
				rel.Subject = geo.Span{Start: r.tokens[at].Start, End: r.tokens[first-1].End}
			}
			return
		case w == "" || !isWord(w):
			return
		}
	}
}

func isWord(w string) bool {
	for _, c := range w {
		if (c < 'a' || c > 'z') && c != '-' && c != '\'' {
			return false
		}
	}
	return true
}
