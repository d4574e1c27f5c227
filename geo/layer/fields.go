package layer

import (
	"strings"

	"dateline/geo"
)

// Kind is one of the two layers.
type Kind uint8

// The layers.
const (
	// Places has a feature for each place that mentions were resolved to.
	Places Kind = iota
	// Mentions has a feature for each mention, with any outcome.
	Mentions
)

// String returns the name of the layer in files and on the command line.
func (k Kind) String() string { return [...]string{"places", "mentions"}[k] }

// ParseKind is the inverse of String; ok is false for an unknown name.
func ParseKind(name string) (kind Kind, ok bool) {
	for _, k := range []Kind{Places, Mentions} {
		if k.String() == name {
			return k, true
		}
	}
	return Places, false
}

// Field is a property of features. It has the same name in every format.
type Field struct {
	Name string
	Type Type
	// Words describes the field.
	Words string

	place   func(*PlaceRow) Value
	mention func(*MentionRow) Value
}

// In reports whether the features of a layer have the field.
func (f *Field) In(k Kind) bool {
	if k == Places {
		return f.place != nil
	}
	return f.mention != nil
}

// Fields returns the fields of a layer in order.
func Fields(k Kind) []Field {
	var out []Field
	for _, f := range allFields {
		if f.In(k) {
			out = append(out, f)
		}
	}
	return out
}

// AllFields returns the fields of both layers in order.
func AllFields() []Field { return append([]Field(nil), allFields...) }

// ofPlace returns a getter for what rows of both layers have from their place.
func ofPlace(get func(*geo.Place) Value) (func(*PlaceRow) Value, func(*MentionRow) Value) {
	return func(r *PlaceRow) Value { return get(&r.Place) }, func(r *MentionRow) Value {
		if r.Place == nil {
			return Value{}
		}
		return get(r.Place)
	}
}

// shared returns a text field that both layers have from the place.
func shared(name, words string, get func(*geo.Place) Value) Field {
	place, mention := ofPlace(get)
	return Field{name, Text, words, place, mention}
}

// relationValue returns a getter for a value of the relation.
func relationValue(get func(*RelationRow) Value) func(*MentionRow) Value {
	return func(r *MentionRow) Value {
		if r.Relation == nil {
			return Value{}
		}
		return get(r.Relation)
	}
}

func pointer(n *float64) Value {
	if n == nil {
		return Value{}
	}
	return numberValue(*n)
}

// allFields is the table of fields. All formats and FIELDS.md are made from it. A value
// that is unknown or does not apply is absent. Tables cannot contain lists, so lists are
// joined by "; ".
var allFields = []Field{
	{"mention", Text, "Identifier of the mention, made from the text and the span.", nil, func(r *MentionRow) Value { return textValue(r.ID) }},
	shared("place", "Identifier of the place: source and identifier there, such as geonames:1138958.", func(p *geo.Place) Value { return optionalText(p.ID) }),
	shared("name", "Name of the place, in English if there is an English name.", func(p *geo.Place) Value { return optionalText(p.Name) }),
	shared("where", "Name of the place with the areas that contain it.", func(p *geo.Place) Value { return optionalText(FullName(p)) }),
	{"phrase", Text, "The words of the article that name the place.", nil, func(r *MentionRow) Value { return textValue(r.Phrase) }},
	{"base", Text, "Base form of the phrase, if it differs.", nil, func(r *MentionRow) Value { return optionalText(r.Base) }},
	{"wide", Text, "The longer phrase with common noun and direction: “northern Kandahar province”.", nil, func(r *MentionRow) Value { return optionalText(r.Wide) }},
	{"role", Text, "literal, associative, dateline, boilerplate or coordinates.", nil, func(r *MentionRow) Value { return textValue(r.Role) }},
	{"association", Text, "Of an associative mention: adjective, demonym, metonym or organization.", nil, func(r *MentionRow) Value { return optionalText(r.Association) }},
	{"outcome", Text, "placed, country, ambiguous, approximate or missing.", nil, func(r *MentionRow) Value { return textValue(r.Outcome) }},
	shared("precision", "How small the named place is: site, settlement, area, country or region.", func(p *geo.Place) Value { return textValue(p.Kind.Precision()) }),
	shared("kind", "Kind of the place: settlement, admin1, river, crossing and others.", func(p *geo.Place) Value { return textValue(p.Kind.String()) }),
	{"confidence", Text, "certain, likely or ambiguous. Of a place: the highest among its mentions.", func(r *PlaceRow) Value { return textValue(r.Confidence) }, func(r *MentionRow) Value { return optionalText(r.Confidence) }},
	{"score", Number, "Calibrated probability that the place is meant, 0 to 1.", nil, func(r *MentionRow) Value { return optionalNumber(r.Score) }},
	shared("country", "ISO 3166-1 alpha-2 code of the country.", func(p *geo.Place) Value { return optionalText(p.Country) }),
	shared("country_name", "Name of the country.", func(p *geo.Place) Value { return optionalText(p.CountryName) }),
	shared("admin1", "Name of the state or province.", func(p *geo.Place) Value { return optionalText(p.Admin1) }),
	shared("admin2", "Name of the county or district.", func(p *geo.Place) Value { return optionalText(p.Admin2) }),
	{"lat", Number, "Latitude of the representative point of the place, WGS 84 degrees; absent for an ambiguous mention and in a capped export.", func(r *PlaceRow) Value { return latitude(&r.Place) }, func(r *MentionRow) Value { return latitude(r.Located()) }},
	{"lon", Number, "Longitude of that point.", func(r *PlaceRow) Value { return longitude(&r.Place) }, func(r *MentionRow) Value { return longitude(r.Located()) }},
	{"approximate", Boolean, "The mention is only in or near the place.", nil, func(r *MentionRow) Value { return flag(r.Approximate) }},
	{"uncertainty_km", Number, "Radius in kilometers of an approximate mention, or of what the digits of coordinates leave open.", nil, func(r *MentionRow) Value { return optionalNumber(r.UncertaintyKM) }},
	{"coarsened", Boolean, "The precision of the export is capped, and smaller places are withheld: the place contains them.", func(r *PlaceRow) Value { return flag(r.Coarsened) }, func(r *MentionRow) Value { return flag(r.Coarsened) }},
	{"population", Integer, "Population of the place.", func(r *PlaceRow) Value { return optionalInteger(r.Place.Population) }, nil},
	{"mentions", Integer, "Number of mentions of the place.", func(r *PlaceRow) Value { return integerValue(r.Mentions) }, nil},
	{"articles", Integer, "Number of articles that mention it.", func(r *PlaceRow) Value { return integerValue(r.Articles) }, nil},
	{"certain", Integer, "Number of its certain mentions.", func(r *PlaceRow) Value { return integerValue(r.Certain) }, nil},
	{"likely", Integer, "Number of its likely mentions.", func(r *PlaceRow) Value { return integerValue(r.Likely) }, nil},
	{"phrases", Text, "The distinct phrases that name it, the most frequent first.", func(r *PlaceRow) Value { return textValue(strings.Join(r.Phrases, "; ")) }, nil},
	{"first_published", Text, "First day on which an article that mentions it was published.", func(r *PlaceRow) Value { return optionalText(r.FirstPublished) }, nil},
	{"last_published", Text, "Last such day.", func(r *PlaceRow) Value { return optionalText(r.LastPublished) }, nil},
	{"focus", Number, "How much an article is about the place, 0 to 1: the highest among the articles.", func(r *PlaceRow) Value { return optionalNumber(round3(r.Focus)) }, nil},
	{"article", Text, "Identifier of the article.", nil, func(r *MentionRow) Value { return textValue(r.Article) }},
	{"title", Text, "Title of the article.", nil, func(r *MentionRow) Value { return optionalText(r.Title) }},
	{"publisher", Text, "Publisher of the article.", nil, func(r *MentionRow) Value { return optionalText(r.Publisher) }},
	{"published", Text, "Day or time of publication (RFC 3339).", nil, func(r *MentionRow) Value { return optionalText(r.Published) }},
	{"url", Text, "Address of the article.", nil, func(r *MentionRow) Value { return optionalText(r.URL) }},
	{"page", Integer, "Page of the document, from 1.", nil, func(r *MentionRow) Value { return optionalInteger(int64(r.Page)) }},
	{"start", Integer, "First code point of the phrase in the article's text, from 0.", nil, func(r *MentionRow) Value { return integerValue(r.Start) }},
	{"end", Integer, "Code point after the phrase.", nil, func(r *MentionRow) Value { return integerValue(r.End) }},
	{"wide_start", Integer, "First code point of the wide phrase.", nil, func(r *MentionRow) Value { return wideOffset(r, r.WideStart) }},
	{"wide_end", Integer, "Code point after the wide phrase.", nil, func(r *MentionRow) Value { return wideOffset(r, r.WideEnd) }},
	{"before", Text, "Up to 80 code points before the phrase.", nil, func(r *MentionRow) Value { return optionalText(r.Before) }},
	{"after", Text, "Up to 80 code points after the phrase.", nil, func(r *MentionRow) Value { return optionalText(r.After) }},
	{"passage", Text, "The sentence or sentences that a reader is shown.", nil, func(r *MentionRow) Value { return textValue(r.Passage) }},
	{"passage_start", Integer, "First code point of the passage.", nil, func(r *MentionRow) Value { return integerValue(r.PassageStart) }},
	{"text_sha256", Text, "SHA-256 of the article's text in hexadecimal.", nil, func(r *MentionRow) Value { return textValue(r.TextSHA256) }},
	{"why", Text, "Reasons of the resolution.", nil, func(r *MentionRow) Value { return optionalText(r.Why) }},
	{"also", Text, "Other places that the mention may mean, with their kinds and scores.", nil, func(r *MentionRow) Value { return optionalText(r.Also) }},
	{"relation", Text, "Words of a spatial relation to the place: “50 kilometers north of”.", nil, relationValue(func(r *RelationRow) Value { return optionalText(r.Words) })},
	{"relation_kind", Text, "offset, distance, direction, near, between, road, coast, outskirts or part.", nil, relationValue(func(r *RelationRow) Value { return optionalText(r.Kind) })},
	{"relation_km", Number, "Distance in kilometers.", nil, relationValue(func(r *RelationRow) Value { return optionalNumber(r.KM) })},
	{"relation_bearing", Number, "Direction in degrees clockwise from north.", nil, relationValue(func(r *RelationRow) Value { return pointer(r.Bearing) })},
	{"relation_lat", Number, "Latitude of the center of the described place; absent in a capped export.", nil, relationValue(func(r *RelationRow) Value { return pointer(r.Lat) })},
	{"relation_lon", Number, "Longitude of that center.", nil, relationValue(func(r *RelationRow) Value { return pointer(r.Lon) })},
	{"relation_uncertainty_km", Number, "Radius of the described place in kilometers.", nil, relationValue(func(r *RelationRow) Value { return optionalNumber(r.UncertaintyKM) })},
	{"when_first", Text, "First day that the passage refers to.", nil, func(r *MentionRow) Value { return optionalText(r.WhenFirst) }},
	{"when_last", Text, "Last such day.", nil, func(r *MentionRow) Value { return optionalText(r.WhenLast) }},
	{"when_words", Text, "The words that give the days: “last month”.", nil, func(r *MentionRow) Value { return optionalText(r.WhenWords) }},
}

// wideOffset is an offset of the wide phrase, absent if there is none.
func wideOffset(r *MentionRow, at int) Value {
	if r.Wide == "" {
		return Value{}
	}
	return integerValue(at)
}
