package editing

import (
	"net/url"
	"strconv"
	"strings"

	"dateline/geo"
	"dateline/server/store"

	"github.com/paulmach/orb"
)

// placePrefix begins the value of a place in the form.
const placePrefix = "place:"

// The other values of a choice in the form.
const (
	valuePoint   = "point"
	valueNone    = "none"
	valueUnknown = "unknown"
	valueKeep    = "keep"
)

// maxRadius is the largest uncertainty of a place that is chosen by hand, in kilometers.
const maxRadius = 2000

// Problem is an error in a form: the field and a sentence about it.
type Problem struct{ Field, Message string }

// Choice is what is chosen in the form about a mention.
type Choice struct {
	// Value is the value of the chosen button, or empty.
	Value string
	// At is the position by which a place is given: "latitude, longitude".
	At string
	// Radius is the uncertainty in kilometers, or empty.
	Radius string
	// Near is set if the mention is only in or near the place.
	Near bool
	Role geo.Role
	// Query is the search for other places.
	Query string
	// Note and Author describe the decision.
	Note, Author string
}

// ParseChoice reads the choice of a form.
func ParseChoice(form url.Values) Choice {
	field := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	return Choice{
		Value: field("choice"), At: field("at"), Radius: field("radius"), Near: form.Get("near") != "", Role: geo.Role(field("role")),
		Query: field("q"), Note: field("note"), Author: field("author"),
	}
}

// Fields returns the choice as hidden fields of a form.
func (c *Choice) Fields() []Field {
	all := []Field{{"choice", c.Value}, {"at", c.At}, {"radius", c.Radius}, {"role", string(c.Role)}}
	if c.Near {
		all = append(all, Field{"near", "1"})
	}
	var out []Field
	for _, f := range all {
		if f.Value != "" {
			out = append(out, f)
		}
	}
	return out
}

// Field is a hidden field of a form.
type Field struct{ Name, Value string }

// PlaceID returns the id of the chosen place, or empty.
func (c *Choice) PlaceID() geo.PlaceID {
	id, ok := strings.CutPrefix(c.Value, placePrefix)
	if !ok {
		return ""
	}
	return geo.PlaceID(id)
}

// IsPoint reports whether the place is given by its position.
func (c *Choice) IsPoint() bool { return c.Value == valuePoint }

// Is reports whether the choice has a value. Templates call it.
func (c *Choice) Is(value string) bool { return c.Value == value }

// Apply sets what is decided. find returns a place by its id, or nil. The problem is nil if the choice is complete.
func (c *Choice) Apply(d *store.Decision, find func(geo.PlaceID) *geo.Place) *Problem {
	d.Role, d.Note, d.Author = c.Role, c.Note, c.Author
	if !knownRole(c.Role) {
		return &Problem{"role", "Choose one of the uses in the list."}
	}
	radius, problem := c.radius()
	if problem != nil {
		return problem
	}
	d.Choice, d.Place, d.RadiusKM = store.ChoiceKeep, nil, 0
	switch c.Value {
	case "":
		return &Problem{"choice", "Choose a place, or one of the answers below the places."}
	case valueKeep:
		if c.Role == "" {
			return &Problem{"role", "Nothing is changed yet. Choose a place or a use in the sentence."}
		}
	case valueNone:
		d.Choice = store.ChoiceNone
	case valueUnknown:
		d.Choice = store.ChoiceUnknown
	case valuePoint:
		at, ok := ParsePosition(c.At)
		if !ok {
			return &Problem{"at", "Enter the position as latitude and longitude in degrees, such as 34.528, 69.172."}
		}
		place := PointPlace(at)
		d.Place, d.RadiusKM = &place, radius
		d.Choice = store.ChoicePlace
		if c.Near {
			d.Choice = store.ChoiceArea
		}
	default:
		place := find(c.PlaceID())
		if place == nil {
			return &Problem{"choice", "This place is not in the gazetteer. Search for another one."}
		}
		d.Place, d.Choice = place, store.ChoicePlace
		if c.Near {
			d.Choice, d.RadiusKM = store.ChoiceArea, radius
		}
	}
	return nil
}

func (c *Choice) radius() (float64, *Problem) {
	if c.Radius == "" {
		return 0, nil
	}
	radius, err := strconv.ParseFloat(strings.Replace(c.Radius, ",", ".", 1), 64)
	if err != nil || !(radius >= 0 && radius <= maxRadius) {
		return 0, &Problem{"radius", "Enter the radius in kilometers, at most 2,000."}
	}
	return radius, nil
}

func knownRole(r geo.Role) bool {
	for i := range roleLabels {
		if roleLabels[i].Value == r {
			return true
		}
	}
	return false
}

// PointPlace returns a place that is given by its position.
func PointPlace(at orb.Point) geo.Place {
	text := strconv.FormatFloat(at.Lat(), 'f', 4, 64) + "," + strconv.FormatFloat(at.Lon(), 'f', 4, 64)
	return geo.Place{ID: geo.PlaceID("geo:" + text), Name: strings.Replace(text, ",", ", ", 1), Kind: geo.KindCoordinates, Point: at}
}

// ParsePosition reads a latitude and a longitude in degrees, with a comma or a space between them.
func ParsePosition(text string) (orb.Point, bool) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' || r == '°' || r == '\u00a0' })
	if len(parts) != 2 {
		return orb.Point{}, false
	}
	lat, err := strconv.ParseFloat(parts[0], 64)
	lon, err2 := strconv.ParseFloat(parts[1], 64)
	if err != nil || err2 != nil || !(lat >= -90 && lat <= 90) || !(lon >= -180 && lon <= 180) {
		return orb.Point{}, false
	}
	return orb.Point{lon, lat}, true
}
