package export_test

import (
	"database/sql"
	"errors"
	"testing"

	"dateline/data"
	"dateline/geo"
	"dateline/geo/gazetteer"
	"dateline/geo/layer"
	"dateline/server/internal/postgres"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
)

// PostGIS finds every outline of the built-in gazetteer valid, as exports write it, and in the orientation of RFC 7946.
func TestOutlinesAreValid(t *testing.T) {
	g, err := data.Gazetteer()
	if errors.Is(err, geo.ErrUnavailable) {
		t.Skip("the gazetteer is not built: run make")
	}
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("pgx", postgres.New(t))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), `CREATE EXTENSION postgis`); err != nil {
		t.Fatal(err)
	}
	var names []string
	var outlines [][]byte
	for i := range g.Len() {
		r := gazetteer.Ref(i) //nolint:gosec // fewer places
		area := g.Area(r)
		if len(area) == 0 {
			continue
		}
		p := g.Place(r)
		shape := layer.PlaceGeometry(&p, func(geo.PlaceID) orb.MultiPolygon { return area })
		if shape == nil {
			t.Errorf("%s %s has an outline that encloses nothing", p.ID, p.Name)
			continue
		}
		names = append(names, string(p.ID)+" "+p.Name)
		outlines = append(outlines, wkb.MustMarshal(shape))
	}
	if len(outlines) < 4000 {
		t.Errorf("%d outlines", len(outlines))
	}
	rows, err := db.QueryContext(t.Context(), `SELECT name, ST_IsValidReason(g), ST_IsPolygonCCW(g)
		FROM (SELECT name, ST_GeomFromWKB(shape) AS g FROM unnest($1::text[], $2::bytea[]) AS outline(name, shape)) AS outlines
		WHERE ST_GeometryType(g) <> 'ST_Point' AND NOT (ST_IsValid(g) AND ST_IsPolygonCCW(g))`, names, outlines)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name, reason string
		var counterclockwise bool
		if err := rows.Scan(&name, &reason, &counterclockwise); err != nil {
			t.Fatal(err)
		}
		t.Errorf("%s: %s; counterclockwise: %t", name, reason, counterclockwise)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}
