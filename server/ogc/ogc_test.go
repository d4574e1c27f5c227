package ogc_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/server/internal/fixture"
	"dateline/server/ogc"
	"dateline/server/store"

	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
)

// open returns the service of the fixture's articles in the collection "talks".
func open(t *testing.T) http.Handler {
	t.Helper()
	ctx := context.Background()
	db, err := store.OpenTemporary(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	err = db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.PutCollection(ctx, "talks", "Border talks", "Four articles."); err != nil {
			return err
		}
		return tx.PutAll(ctx, "talks", fixture.Parsed()...)
	})
	if err != nil {
		t.Fatal(err)
	}
	places := fixture.Gazetteer(t)
	router := chi.NewRouter()
	ogc.Routes(router, ogc.Config{
		Collections: db.Collections,
		Find: func(ctx context.Context, name string) (*store.DB, store.CollectionInfo, error) {
			info, err := db.Info(ctx, name)
			return db, info, err
		},
		Outline: func(id geo.PlaceID) orb.MultiPolygon {
			if ref, ok := places.ByID(id); ok {
				return places.Area(ref)
			}
			return nil
		},
		BaseURL: func(*http.Request) string { return "https://maps.example.org/" },
		Page: func(w http.ResponseWriter, _ *http.Request, p *ogc.Page) error {
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprintf(w, "<h1>%s</h1> %d links, %d rows, %d cells, next %s", p.Title, len(p.Links), len(p.Rows), len(p.Columns), p.Next)
			return nil
		},
		NotModified: func(http.ResponseWriter, *http.Request, ...string) bool { return false },
		Handle: func(f func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				err := f(w, r)
				switch {
				case errors.Is(err, geo.ErrInput):
					http.Error(w, err.Error(), http.StatusBadRequest)
				case errors.Is(err, geo.ErrNotFound):
					http.Error(w, err.Error(), http.StatusNotFound)
				case err != nil:
					t.Errorf("%s: %v", r.URL, err)
					http.Error(w, err.Error(), http.StatusInternalServerError)
				}
			}
		},
		Errorf:  geo.Errorf,
		Version: "1.2.3",
	})
	return router
}

func get(h http.Handler, address string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, address, nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

type link struct{ Href, Rel, Type string }

type page struct {
	Features []struct {
		ID       string
		Geometry *struct {
			Type        string
			Coordinates json.RawMessage
		}
		Properties map[string]any
	}
	Links          []link
	NumberMatched  *int
	NumberReturned int
}

func (p *page) link(rel string) string {
	for _, l := range p.Links {
		if l.Rel == rel {
			return l.Href
		}
	}
	return ""
}

func items(t *testing.T, h http.Handler, address string) page {
	t.Helper()
	w := get(h, address)
	var p page
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%s: status %d, %v: %s", address, w.Code, err, w.Body)
	}
	return p
}

func TestPagesOfItemsHaveEveryFeatureOnce(t *testing.T) {
	h := open(t)
	for _, c := range []struct {
		address string
		want    int
	}{
		{"/ogc/collections/talks.places/items?limit=3", 13},
		{"/ogc/collections/talks.mentions/items?limit=4", 24},
		{"/ogc/collections/talks.mentions/items?limit=3&role=all", 27},
		{"/ogc/collections/talks.places/items?limit=2&bbox=60,29,75,36&country=PK", 9},
		{"/ogc/collections/talks.mentions/items?limit=1&filter=" + url.QueryEscape("phrase LIKE 'K%'"), 4},
	} {
		seen := map[string]bool{}
		matched := -1
		for address := c.address; address != ""; {
			p := items(t, h, address)
			for _, f := range p.Features {
				if seen[f.ID] {
					t.Errorf("%s: %s is returned twice", c.address, f.ID)
				}
				seen[f.ID] = true
			}
			if p.NumberReturned != len(p.Features) {
				t.Errorf("%s: %d features, numberReturned %d", address, len(p.Features), p.NumberReturned)
			}
			if p.NumberMatched != nil {
				matched = *p.NumberMatched
			}
			address = strings.TrimPrefix(p.link("next"), "https://maps.example.org")
			if next := p.link("next"); next != "" && !strings.HasPrefix(next, "https://maps.example.org/ogc/collections/talks.") {
				t.Fatalf("the next link %s is not absolute", next)
			}
		}
		if len(seen) != c.want || matched >= 0 && matched != c.want {
			t.Errorf("%s: %d features, numberMatched %d, want %d", c.address, len(seen), matched, c.want)
		}
	}
}

func TestFiltersSelectTheSameAsTheirParameters(t *testing.T) {
	h := open(t)
	count := func(layer, query string) int {
		p := items(t, h, "/ogc/collections/talks."+layer+"/items?limit=1000&"+query)
		return len(p.Features)
	}
	for _, c := range []struct{ layer, filter, parameters string }{
		{"mentions", "country = 'PK'", "country=PK"},
		{"mentions", "country IN ('PK','AF') AND kind = 'settlement'", "country=PK,AF&kind=settlement"},
		{"mentions", "phrase = 'Kabul'", "phrase=Kabul"},
		{"mentions", "published >= DATE('2022-01-01')", "from=2022-01-01"},
		{"mentions", "published BETWEEN DATE('2021-01-01') AND DATE('2021-12-31')", "from=2021-01-01&to=2021-12-31"},
		{"mentions", "published > DATE('2021-09-05') AND published < DATE('2021-09-07')", "from=2021-09-06&to=2021-09-06"},
		{"mentions", "published > TIMESTAMP('2021-12-31T23:59:59Z')", "from=2022-01-01"},
		{"mentions", "place = 'geonames:1138958' OR FALSE", "place=geonames:1138958"},
		{"mentions", "published = DATE('2021-09-06')", "from=2021-09-06&to=2021-09-06"},
		{"mentions", "precision = 'country or region'", "precision=country+or+region"},
		{"mentions", "role = 'associative'", "role=associative"},
		{"mentions", "lang = 'en'", "lang=en"},
		{"places", "kind = 'settlement'", "kind=settlement"},
		{"places", "mentions = 3", "mentions=3"},
		{"mentions", "S_INTERSECTS(BBOX(60,30,75,40), \"geometry\")", "filter=" + url.QueryEscape("S_INTERSECTS(geometry, BBOX(60,30,75,40)) OR FALSE")},
		{"places", "S_INTERSECTS(geometry, BBOX(60,30,75,40))", "filter=" + url.QueryEscape("NOT (NOT S_INTERSECTS(geometry, BBOX(60,30,75,40)))")},
	} {
		a, b := count(c.layer, "filter="+url.QueryEscape(c.filter)), count(c.layer, c.parameters)
		if a != b || a == 0 && c.filter != "lang = 'en'" {
			t.Errorf("%s: %d features, %s: %d", c.filter, a, c.parameters, b)
		}
	}
	all := count("mentions", "")
	for _, c := range []struct{ one, other string }{
		{"country = 'PK'", "NOT (country = 'PK') OR country IS NULL"},
		{"phrase = 'Kabul' OR phrase = 'Quetta'", "phrase NOT IN ('Kabul', 'Quetta')"},
		{"score >= 0.97", "score < 0.97 OR score IS NULL"},
		{"country IS NOT NULL", "country IS NULL"},
		{"phrase LIKE '%a_ul'", "phrase NOT LIKE '%a_ul'"},
		{"start BETWEEN 0 AND 100", "start NOT BETWEEN 0 AND 100"},
		{"TRUE", "FALSE"},
		{"outcome <> 'placed'", "outcome = 'placed'"},
		{"geometry IS NULL", "geometry IS NOT NULL"},
		{"S_INTERSECTS(geometry, BBOX(60,30,70,40))", "NOT S_INTERSECTS(geometry, BBOX(60,30,70,40)) OR geometry IS NULL"},
		{"S_INTERSECTS(geometry, POLYGON((60 30, 70 30, 70 40, 60 40, 60 30))) OR phrase = 'x'", "not S_INTERSECTS(geometry, BBOX(60,30,70,40)) or geometry is null"},
		{"approximate >= false", "approximate < false OR approximate IS NULL"},
	} {
		a, b := count("mentions", "filter="+url.QueryEscape(c.one)), count("mentions", "filter="+url.QueryEscape(c.other))
		if a+b != all {
			t.Errorf("%s: %d features, %s: %d; together they are not all %d", c.one, a, c.other, b, all)
		}
	}
	none := count("places", "filter="+url.QueryEscape("country = 'PK' AND country = 'AF'"))
	if none != 0 {
		t.Errorf("%d places are in two countries", none)
	}
}

func TestGeometries(t *testing.T) {
	h := open(t)
	kabul := func(query string) string {
		p := items(t, h, "/ogc/collections/talks.places/items?place=geonames:1138958&"+query)
		if len(p.Features) != 1 || p.Features[0].Geometry == nil {
			return ""
		}
		return string(p.Features[0].Geometry.Coordinates)
	}
	for _, c := range []struct{ query, want string }{
		{"", "[69.17233,34.52813]"},
		{"crs=" + url.QueryEscape("http://www.opengis.net/def/crs/EPSG/0/4326"), "[34.52813,69.17233]"},
		{"crs=" + url.QueryEscape("http://www.opengis.net/def/crs/EPSG/0/3857"), "[7700228.55,4099939.36]"},
		{"bbox=69,34,70,35", "[69.17233,34.52813]"},
		{"bbox=69,34,0,70,35,9000", "[69.17233,34.52813]"},
		{"bbox=34,69,35,70&bbox-crs=" + url.QueryEscape("http://www.opengis.net/def/crs/EPSG/0/4326"), "[69.17233,34.52813]"},
		{"bbox=7700000,4099000,7701000,4100000&bbox-crs=" + url.QueryEscape("http://www.opengis.net/def/crs/EPSG/0/3857"), "[69.17233,34.52813]"},
		{"bbox=70,34,71,35", ""},
		{"bbox=70,34,69,35", ""}, // across the antimeridian
		{"bbox=68,34,-170,35", "[69.17233,34.52813]"},
		{"filter=" + url.QueryEscape("S_INTERSECTS(geometry, BBOX(69, 34, 70, 35))"), "[69.17233,34.52813]"},
		{"filter=" + url.QueryEscape("S_INTERSECTS(geometry, POLYGON((69 34, 70 34, 70 35, 69 35, 69 34)))"), "[69.17233,34.52813]"},
		{"filter=" + url.QueryEscape("S_INTERSECTS(geometry, POLYGON((34 69, 34 70, 35 70, 35 69, 34 69)))") + "&filter-crs=" + url.QueryEscape("http://www.opengis.net/def/crs/EPSG/0/4326"), "[69.17233,34.52813]"},
		{"filter=" + url.QueryEscape("S_INTERSECTS(geometry, POLYGON((0 0, 1 0, 1 1, 0 0)))"), ""},
		{"filter=" + url.QueryEscape("S_INTERSECTS(geometry, POINT(69.17233 34.52813))"), "[69.17233,34.52813]"},
	} {
		if got := kabul(c.query); got != c.want {
			t.Errorf("%s: %s, want %s", c.query, got, c.want)
		}
	}
	// An area matches by its outline, not by its point, and what has no geometry matches every box.
	p := items(t, h, "/ogc/collections/talks.places/items?bbox=61,29.5,61.5,30")
	for _, f := range p.Features {
		if f.Geometry != nil && f.Geometry.Type == "Point" {
			t.Errorf("the point of %s is in the box", f.ID)
		}
	}
	mentions := items(t, h, "/ogc/collections/talks.mentions/items?bbox=-1,-1,1,1")
	if len(mentions.Features) == 0 {
		t.Error("mentions without a geometry do not match a box")
	}
	for _, f := range mentions.Features {
		if f.Geometry != nil {
			t.Errorf("the mention %s has a point outside of the box", f.ID)
		}
	}
}

func TestPeriods(t *testing.T) {
	h := open(t)
	for query, want := range map[string]bool{
		"2021-09-06": true, "2021-09-06T00:00:00Z": true, "2021-09-07T00:00:00Z": false, "../2021-09-06T12:00:00Z": true, "2021-09-07T00:00:00Z/..": false,
		"2020-01-01T00:00:00Z/2022-01-01T00:00:00Z": true, "/2020-01-01T00:00:00Z": false, "../..": true,
	} {
		p := items(t, h, "/ogc/collections/talks.mentions/items?limit=1000&datetime="+url.QueryEscape(query))
		found, undated := false, false
		for _, f := range p.Features {
			found = found || f.Properties["published"] == "2021-09-06"
			undated = undated || f.Properties["published"] == `2022-13-99"` // which is no date
		}
		if found != want || !undated {
			t.Errorf("datetime=%s: dated %v, want %v; undated %v", query, found, want, undated)
		}
		if p.NumberMatched == nil || *p.NumberMatched != len(p.Features) {
			t.Errorf("datetime=%s: numberMatched is not the number of features", query)
		}
	}
}

func TestInvalidRequests(t *testing.T) {
	h := open(t)
	const of = "/ogc/collections/talks.mentions/items?"
	for address, want := range map[string]int{
		of + "limit=0": 400, of + "limit=x": 400, of + "limit=10001": 200, of + "limit=1&limit=2": 400,
		of + "bbox=1,2,3": 400, of + "bbox=a,b,c,d": 400, of + "bbox=0,5,1,4": 400, of + "bbox=NaN,0,1,1": 400, of + "bbox=-181,-91,181,91": 200,
		of + "bbox-crs=x": 400, of + "crs=urn:x": 400, of + "datetime=yesterday": 400, of + "datetime=2022-01-01/2021-01-01": 400,
		of + "nonsense=1": 400, of + "f=xml": 400, of + "cursor=x": 400, of + "cursor=-1.1": 400, of + "%zz=1": 400,
		of + "kind=nothing": 200, of + "from=x": 400, of + "score=x": 400, of + "approximate=maybe": 400, of + "state=odd": 400,
		of + "filter=score%3E'x'": 400, of + "filter=phrase=1": 400, of + "filter=NOT(start+IN(1,'2'))": 400, of + "filter=start+BETWEEN+1+AND+true": 400,
		of + "filter=score+LIKE+'0%25'+OR+true": 400, of + "filter=published%3EDATE('2022-01-01')": 200, of + "filter=approximate=true+AND+start%3E1": 200,
		of + "filter-lang=cql2-json&filter=true": 400, of + "filter=true&filter-crs=x": 400,
		"/ogc/collections/talks.places/items?cursor=a": 400, "/ogc/collections/talks": 404, "/ogc/collections/talks.pins": 404, "/ogc/collections/other.places": 404,
		"/ogc/collections/talks.places/items/nothing": 404, "/ogc/collections/talks.mentions/items/nothing": 404, "/ogc/collections/talks.mentions/items/a%00": 404,
		"/ogc/collections/talks.places/items/x?bbox=1,2,3,4": 400, "/ogc?x=1": 400, "/ogc/collections/talks.places/tiles/WebMercatorQuad/1/2/0": 404,
		"/ogc/collections/talks.places/tiles/WebMercatorQuad/1/a/0": 400, "/ogc/collections/talks.places/tiles/WebMercatorQuad/0/0/0?kind=x": 400,
	} {
		if w := get(h, address); w.Code != want {
			t.Errorf("%s: status %d, want %d: %s", address, w.Code, want, w.Body)
		}
	}
	for _, filter := range []string{
		"country", "country =", "= 'PK'", "country = 'PK", "country = PK", "(country = 'PK'", "country = 'PK')", "country = 'PK' country", "nothing = 1", "country IN ()",
		"country BETWEEN 1", "published > DATE('yesterday')", "published > TIMESTAMP('2021')", "published > DATE(1)", "country LIKE 5", "country IS 5", "country NOT = 5",
		"S_INTERSECTS(geometry, BBOX(1,2,3))", "S_INTERSECTS(phrase, BBOX(1,2,3,4))", "S_INTERSECTS(geometry, CIRCLE(1))", "S_INTERSECTS(geometry, POLYGON((1 1, 2 2, 1 1)))",
		"S_INTERSECTS(geometry, POLYGON((0 0, 1 0, 1 1, 0 0), (0 0, 1 0, 1 1, 0 0)))", "S_INTERSECTS(geometry, BBOX(0,5,1,4))", "S_INTERSECTS(geometry, POINT(1))",
		"S_INTERSECTS(geometry, POINT(90 180))", "NOT S_INTERSECTS(geometry, BBOX(1,5,2,4))", "S_INTERSECTS(POINT(1 2), phrase)", "geometry = 1 OR", "lang <> 'en'", "country = 'PK' # 'x'", "score = 1e",
		strings.Repeat("(", 100), strings.Repeat("NOT ", 100), strings.Repeat("x", 9000),
	} {
		if w := get(h, of+"filter="+url.QueryEscape(filter)); w.Code != http.StatusBadRequest {
			t.Errorf("filter=%.60s: status %d", filter, w.Code)
		}
	}
}

func TestDocuments(t *testing.T) {
	h := open(t)
	for address, want := range map[string]string{
		"/ogc": `"rel":"service-desc"`, "/ogc/conformance": `features-1/1.0/conf/core`, "/ogc/collections": `"id":"talks.mentions"`, "/ogc/functions": `"functions":[]`,
		"/ogc/collections/talks.places": `"itemType":"feature"`, "/ogc/collections/talks.places/schema": `"x-ogc-role":"primary-geometry"`,
		"/ogc/collections/talks.mentions/queryables": `"geometry-point"`, "/ogc/api": `"name":"state"`, "/ogc/collections/talks.places/tiles": `"tilesets"`,
		"/ogc/collections/talks.places/tiles/WebMercatorQuad":      `"dataType":"vector"`,
		"/ogc/collections/talks.places/items/geonames:1138958":     `"id":"geonames:1138958"`,
		"/ogc/collections/talks.places/items/geonames%3A1138958":   `"id":"geonames:1138958"`,
		"/ogc/collections/talks.mentions/items?phrase=Kabul&limit": ``,
	} {
		w := get(h, address)
		if want != "" && (w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) || !json.Valid(w.Body.Bytes())) {
			t.Errorf("%s: status %d: %s", address, w.Code, w.Body)
		}
		r := httptest.NewRequest(http.MethodGet, address, nil)
		r.Header.Set("Accept", "text/html,*/*")
		page := httptest.NewRecorder()
		h.ServeHTTP(page, r)
		if want != "" && (page.Code != http.StatusOK || !strings.Contains(page.Body.String(), "<h1>")) {
			t.Errorf("%s as a page: status %d: %s", address, page.Code, page.Body)
		}
	}
	mentions := items(t, h, "/ogc/collections/talks.mentions/items?role=all&limit=1000")
	for _, f := range mentions.Features {
		w := get(h, "/ogc/collections/talks.mentions/items/"+f.ID)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"id":"`+f.ID+`"`) {
			t.Errorf("mention %s: status %d", f.ID, w.Code)
		}
	}
	var description struct {
		Paths   map[string]any
		Servers []struct{ URL string }
	}
	w := get(h, "/ogc/api")
	if err := json.Unmarshal(w.Body.Bytes(), &description); err != nil || description.Servers[0].URL != "https://maps.example.org/ogc" {
		t.Errorf("servers %v, %v", description.Servers, err)
	}
	if got := w.Header().Get("Content-Type"); got != "application/vnd.oai.openapi+json;version=3.0" {
		t.Errorf("the description has the type %s", got)
	}
	// Every path of the description is served.
	for path := range description.Paths {
		path = strings.NewReplacer("{collectionId}", "talks.places", "{featureId}", "geonames:1138958", "{tileMatrix}", "3", "{tileRow}", "3", "{tileCol}", "5").Replace(path)
		if w := get(h, "/ogc"+path); w.Code != http.StatusOK {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
}

func TestTiles(t *testing.T) {
	w := get(open(t), "/ogc/collections/talks.places/tiles/WebMercatorQuad/5/12/22?country=AF")
	layers, err := mvt.Unmarshal(w.Body.Bytes())
	if err != nil || len(layers) != 1 || layers[0].Version != 2 || layers[0].Name != "places" {
		t.Fatalf("%v: %+v", err, layers)
	}
	names := map[any]bool{}
	for _, f := range layers[0].Features {
		names[f.Properties["name"]] = true
	}
	if !names["Kabul"] || names["Quetta"] {
		t.Errorf("the tile has %v", names)
	}
}
