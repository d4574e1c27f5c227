package geocode

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"dateline/geo"

	geogolang "github.com/codingsince1985/geo-golang"
	"github.com/codingsince1985/geo-golang/arcgis"
	"github.com/codingsince1985/geo-golang/google"
	"github.com/codingsince1985/geo-golang/locationiq"
	"github.com/codingsince1985/geo-golang/mapbox"
	"github.com/codingsince1985/geo-golang/mapquest/open"
	"github.com/codingsince1985/geo-golang/mapzen"
	"github.com/codingsince1985/geo-golang/opencage"
	"github.com/codingsince1985/geo-golang/openstreetmap"
	"github.com/codingsince1985/geo-golang/pickpoint"
	"github.com/codingsince1985/geo-golang/tomtom"
	"golang.org/x/time/rate"
)

// service describes a provider.
type service struct {
	name string
	// url is the URL of the public server, if any; the user may give another.
	url string
	// path is appended to the URL. {name}, {country} and {key} are replaced by values
	// escaped for a query, {name/} by the name escaped for a path. The part between
	// [ and ] is left out if there is no country.
	path string
	// keyed reports that it requires a key.
	keyed bool
	// perSecond is the number of requests per second that it allows.
	perSecond float64
	// maxAge is how long a result may be cached.
	maxAge time.Duration
	// parser returns a new geo-golang parser for its responses.
	parser func() geogolang.ResponseParser
	// label, country, kind and id are paths in a response, see find, to values that the
	// parser of geo-golang leaves out. The first kind that is known is used.
	label, country string
	kind           []string
	id             []string
	// terms are conditions of use that the user must know, or empty.
	terms string
}

// How long results are cached.
const (
	maxAgeOpen   = 365 * 24 * time.Hour // open data
	maxAgeClosed = 30 * 24 * time.Hour  // the longest time that the strictest terms allow
)

// responseParser returns the parser of a geo-golang geocoder, which is an HTTPGeocoder.
func responseParser(g geogolang.Geocoder) func() geogolang.ResponseParser {
	return g.(geogolang.HTTPGeocoder).ResponseParserFactory
}

// services are the providers, in the order of lists. The rates are at most those of their
// published policies for users without a contract.
var services = [...]service{
	{
		name: "nominatim", url: "https://nominatim.openstreetmap.org", path: "/search?format=json&limit=1&addressdetails=1&accept-language=en&q={name}[&countrycodes={country}]",
		perSecond: 1, maxAge: maxAgeOpen, parser: responseParser(openstreetmap.Geocoder()),
		label: "display_name", country: "address.country_code", kind: []string{"addresstype", "type"}, id: []string{"osm_type", "osm_id"},
		terms: "public server: at most one request per second from all users together, no bulk use",
	},
	{
		name: "locationiq", url: "https://us1.locationiq.com", path: "/v1/search?format=json&limit=1&addressdetails=1&accept-language=en&key={key}&q={name}[&countrycodes={country}]",
		keyed: true, perSecond: 1, maxAge: maxAgeClosed, parser: responseParser(locationiq.Geocoder("", 0)),
		label: "display_name", country: "address.country_code", kind: []string{"addresstype", "type"}, id: []string{"osm_type", "osm_id"},
	},
	{
		name: "pickpoint", url: "https://api.pickpoint.io", path: "/v1/forward?limit=1&accept-language=en&key={key}&q={name}[&countrycodes={country}]",
		keyed: true, perSecond: 1, maxAge: maxAgeClosed, parser: responseParser(pickpoint.Geocoder("")),
		label: "display_name", country: "address.country_code", kind: []string{"addresstype", "type"}, id: []string{"osm_type", "osm_id"},
	},
	{
		name: "opencage", url: "https://api.opencagedata.com", path: "/geocode/v1/json?limit=1&no_annotations=1&no_record=1&language=en&key={key}&q={name}[&countrycode={country}]",
		keyed: true, perSecond: 1, maxAge: maxAgeOpen, parser: responseParser(opencage.Geocoder("")),
		label: "results.0.formatted", country: "results.0.components.country_code", kind: []string{"results.0.components._type"},
	},
	{
		name: "pelias", path: "/v1/search?size=1&text={name}[&boundary.country={country}]",
		perSecond: 5, maxAge: maxAgeOpen, parser: responseParser(mapzen.Geocoder("")),
		label: "features.0.properties.label", country: "features.0.properties.country_code", kind: []string{"features.0.properties.layer"}, id: []string{"features.0.properties.gid"},
		terms: "those of the data of the server",
	},
	{
		name: "geocode.earth", url: "https://api.geocode.earth", path: "/v1/search?size=1&api_key={key}&text={name}[&boundary.country={country}]",
		keyed: true, perSecond: 5, maxAge: maxAgeOpen, parser: responseParser(mapzen.Geocoder("")),
		label: "features.0.properties.label", country: "features.0.properties.country_code", kind: []string{"features.0.properties.layer"}, id: []string{"features.0.properties.gid"},
	},
	{
		name: "google", url: "https://maps.googleapis.com", path: "/maps/api/geocode/json?language=en&key={key}&address={name}[&components=country:{country}]",
		keyed: true, perSecond: 10, maxAge: maxAgeClosed, parser: responseParser(google.Geocoder("")),
		label: "results.0.formatted_address", kind: []string{"results.0.types.0", "results.0.types.1"}, id: []string{"results.0.place_id"},
		terms: "Google's terms allow its results to be shown on Google's map only",
	},
	{
		name: "mapbox", url: "https://api.mapbox.com", path: "/geocoding/v5/mapbox.places/{name/}.json?limit=1&autocomplete=false&language=en&access_token={key}[&country={country}]",
		keyed: true, perSecond: 10, maxAge: maxAgeClosed, parser: responseParser(mapbox.Geocoder("")),
		label: "features.0.place_name", kind: []string{"features.0.place_type.0"}, id: []string{"features.0.id"},
		terms: "Mapbox's terms allow its results to be shown on Mapbox's map only",
	},
	{
		name: "mapquest", url: "https://www.mapquestapi.com", path: "/geocoding/v1/address?maxResults=1&thumbMaps=false&key={key}&location={name}[,{country}]",
		keyed: true, perSecond: 5, maxAge: maxAgeClosed, parser: responseParser(open.Geocoder("")),
		label: "results.0.locations.0.adminArea5", country: "results.0.locations.0.adminArea1", kind: []string{"results.0.locations.0.geocodeQuality"},
	},
	{
		name: "here", url: "https://geocode.search.hereapi.com", path: "/v1/geocode?limit=1&lang=en&apiKey={key}&q={name}[,{country}]",
		keyed: true, perSecond: 5, maxAge: maxAgeClosed, parser: func() geogolang.ResponseParser { return &hereResponse{} },
		label: "items.0.title", kind: []string{"items.0.localityType", "items.0.administrativeAreaType", "items.0.resultType"}, id: []string{"items.0.id"},
	},
	{
		name: "tomtom", url: "https://api.tomtom.com", path: "/search/2/geocode/{name/}.json?limit=1&language=en-GB&key={key}[&countrySet={country}]",
		keyed: true, perSecond: 5, maxAge: maxAgeClosed, parser: responseParser(tomtom.Geocoder("")),
		label: "results.0.address.freeformAddress", country: "results.0.address.countryCode", kind: []string{"results.0.entityType", "results.0.type"}, id: []string{"results.0.id"},
	},
	{
		name: "arcgis", url: "https://geocode-api.arcgis.com", path: "/arcgis/rest/services/World/GeocodeServer/findAddressCandidates?f=json&maxLocations=1&langCode=en&outFields=Type,Country&token={key}&SingleLine={name}[&countryCode={country}]",
		keyed: true, perSecond: 5, maxAge: maxAgeClosed, parser: responseParser(arcgis.Geocoder("")),
		label: "candidates.0.address", kind: []string{"candidates.0.attributes.Type"},
		terms: "results may be stored only with a license for it",
	},
}

// hereResponse parses responses of HERE's Geocoding and Search API, version 7; the parser
// of geo-golang is for a version that was shut down.
type hereResponse struct {
	Items []struct {
		Position *geogolang.Location
		Address  struct {
			Label, CountryName, State, County, City, District string
		}
	}
	Title string // of an error
	Cause string
}

// Location returns the position of the first item, or nil without items.
func (h *hereResponse) Location() (*geogolang.Location, error) {
	if h.Cause != "" {
		return nil, fmt.Errorf("%s: %s", h.Title, h.Cause)
	}
	if len(h.Items) == 0 {
		return nil, nil
	}
	return h.Items[0].Position, nil
}

// Address returns the address of the first item, or nil without items.
func (h *hereResponse) Address() (*geogolang.Address, error) {
	if len(h.Items) == 0 {
		return nil, nil
	}
	a := h.Items[0].Address
	return &geogolang.Address{FormattedAddress: a.Label, Country: a.CountryName, State: a.State, County: a.County, City: a.City, Suburb: a.District}, nil
}

// Settings configure a provider.
type Settings struct {
	// Name is one of [Providers].
	Name string
	// Key is the key, or token, of the user.
	Key string
	// URL is the URL of a server of the user, such as "http://nominatim.lan:8080", or
	// empty for the public one.
	URL string
	// PerSecond is the number of requests per second; 0 uses that of the provider's
	// policy.
	PerSecond float64
}

// Description describes a provider to users.
type Description struct {
	Name string
	// Keyed reports that it requires a key, OwnURL that it requires a URL.
	Keyed, OwnURL bool
	PerSecond     float64
	Terms         string
}

// Providers returns the descriptions of all providers.
func Providers() []Description {
	var all []Description
	for _, s := range services {
		all = append(all, Description{Name: s.name, Keyed: s.keyed, OwnURL: s.url == "", PerSecond: s.perSecond, Terms: s.terms})
	}
	return all
}

// NewProvider returns the provider with the name of the settings.
func NewProvider(s Settings) (*Provider, error) {
	i := slices.IndexFunc(services[:], func(known service) bool { return known.name == s.Name })
	if i < 0 {
		var names []string
		for _, known := range services {
			names = append(names, known.name)
		}
		return nil, geo.Errorf(geo.ErrNotFound, "there is no online geocoder %q; choose one of %s", s.Name, strings.Join(names, ", "))
	}
	p := &Provider{service: &services[i], key: s.Key, base: services[i].url}
	if s.URL != "" {
		u, err := url.Parse(s.URL)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" {
			return nil, geo.Errorf(geo.ErrInput, "online geocoder %s: %q is not a URL such as https://geocoder.example.org", s.Name, s.URL)
		}
		p.base = strings.TrimSuffix(u.String(), "/")
	}
	switch {
	case p.base == "":
		return nil, geo.Errorf(geo.ErrInput, "online geocoder %s has no public server; give the URL of yours as %s@URL", s.Name, s.Name)
	case p.keyed && s.Key == "" && s.URL == "":
		key := KeyVariable(s.Name)
		return nil, geo.Errorf(geo.ErrInput, "online geocoder %s requires a key in the environment variable %s or in the file that %s_FILE names", s.Name, key, key)
	case !(s.PerSecond >= 0) || s.PerSecond > 1000:
		return nil, geo.Errorf(geo.ErrInput, "online geocoder %s: %v is not a valid number of requests per second", s.Name, s.PerSecond)
	}
	perSecond := p.perSecond
	if s.PerSecond > 0 {
		perSecond = s.PerSecond
	}
	p.limiter = rate.NewLimiter(rate.Limit(perSecond), 1)
	return p, nil
}

// requestURL returns the URL of a request.
func (p *Provider) requestURL(name, country string) string {
	path := p.path
	if open, end := strings.Index(path, "["), strings.Index(path, "]"); open >= 0 && end > open {
		optional := path[open+1 : end]
		if country == "" {
			optional = ""
		}
		path = path[:open] + optional + path[end+1:]
	}
	return p.base + strings.NewReplacer(
		"{name}", url.QueryEscape(name),
		"{name/}", url.PathEscape(name),
		"{country}", url.QueryEscape(country),
		"{key}", url.QueryEscape(p.key),
	).Replace(path)
}
