// Package geopackage writes both layers of an export as a GeoPackage 1.3: features with spatial indexes, descriptions of the fields, styles for QGIS and the provenance as metadata.
package geopackage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"dateline/geo/layer"

	_ "modernc.org/sqlite" // the driver
)

// timeForm is the form of timestamps of a GeoPackage.
const timeForm = "2006-01-02T15:04:05.000Z"

// table is a table of features: a layer, or the part of it with one type of geometry.
type table struct {
	name     string
	words    string
	kind     layer.Kind
	shapes   layer.Shapes
	geometry string // the GeoPackage's name of the type
	style    string
}

// tables returns the tables for a selection of geometries. Places are in two tables, so
// that each has one type of geometry.
func tables(s layer.Shapes) []table {
	points := table{"places", "Places: sites and settlements", layer.Places, layer.Points, "POINT", pointStyle}
	areas := table{"areas", "Places: areas, countries and regions", layer.Places, layer.NoPoint, "MULTIPOLYGON", areaStyle}
	mentions := table{"mentions", "Mentions", layer.Mentions, s, "POINT", pointStyle}
	switch s {
	case layer.Points:
		return []table{points, mentions}
	case layer.Areas:
		areas.shapes = layer.Areas
		return []table{areas}
	default:
		return []table{points, areas, mentions}
	}
}

// Write writes a GeoPackage through a temporary file, because its pages are not written in
// order.
func Write(w io.Writer, e *layer.Export, o layer.Options) (err error) {
	dir, err := os.MkdirTemp("", "dateline-geopackage-")
	if err != nil {
		return fmt.Errorf("creating a temporary folder for the GeoPackage: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "export.gpkg")
	if err := create(path, e, o); err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("reading the GeoPackage: %w", err)
	}
	defer f.Close()
	_, err = io.Copy(w, f)
	return err
}

// create creates the file.
func create(path string, e *layer.Export, o layer.Options) error {
	dsn := (&url.URL{Scheme: "file", Path: path, RawQuery: url.Values{"_pragma": {"journal_mode(OFF)", "synchronous(OFF)", "cache_size(-16000)"}}.Encode()}).String()
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return fmt.Errorf("creating the GeoPackage: %w", err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	ctx := context.Background()
	if _, err := db.ExecContext(ctx, "PRAGMA application_id = 0x47504B47; PRAGMA user_version = 10300"); err != nil {
		return fmt.Errorf("creating the GeoPackage: %w", err)
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("creating the GeoPackage: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // fails after the commit
	updated, err := e.Updated()
	if err != nil {
		return err
	}
	p := pkg{ctx: ctx, tx: tx, time: updated.Format(timeForm)}
	p.exec(schema)
	for _, t := range tables(o.Shapes) {
		if err := p.features(t, e.Layer(t.kind, t.shapes)); err != nil {
			return err
		}
	}
	if err := p.provenance(&e.Header); err != nil {
		return err
	}
	if p.err != nil {
		return fmt.Errorf("writing the GeoPackage: %w", p.err)
	}
	return tx.Commit()
}

// pkg is a GeoPackage that is being written. It keeps the first error.
type pkg struct {
	ctx  context.Context
	tx   *sql.Tx
	time string
	err  error
}

func (p *pkg) exec(query string, args ...any) {
	if p.err == nil {
		_, p.err = p.tx.ExecContext(p.ctx, query, args...)
	}
}

// features writes a table of features with its index and its descriptions.
func (p *pkg) features(t table, l *layer.Layer) error {
	p.describe(t, l)
	if p.err != nil {
		return p.err
	}
	marks := strings.Repeat(", ?", len(l.Fields)+1)
	insert, err := p.tx.PrepareContext(p.ctx, `INSERT INTO `+quote(t.name)+` VALUES (?`+marks+`)`)
	if err != nil {
		return err
	}
	defer func() { _ = insert.Close() }()
	index, err := p.tx.PrepareContext(p.ctx, `INSERT INTO `+quote("rtree_"+t.name+"_geom")+` VALUES (?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer func() { _ = index.Close() }()
	var box bounds
	args := make([]any, len(l.Fields)+2)
	n := int64(0)
	for f, err := range l.Features {
		if err != nil {
			return err
		}
		n++
		args[0], args[1] = n, nil
		if f.Geometry != nil {
			if args[1], err = encode(f.Geometry); err != nil {
				return fmt.Errorf("writing %s %s: %w", l.Kind, f.ID, err)
			}
			b := f.Geometry.Bound()
			box.add(b)
			if _, err := index.ExecContext(p.ctx, n, b.Min[0], b.Max[0], b.Min[1], b.Max[1]); err != nil {
				return err
			}
		}
		for i, v := range f.Values {
			args[i+2] = argument(v)
		}
		if _, err := insert.ExecContext(p.ctx, args...); err != nil {
			return fmt.Errorf("writing %s %s: %w", l.Kind, f.ID, err)
		}
	}
	p.exec(`UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?`, append(box.args(), t.name)...)
	for _, trigger := range triggers {
		p.exec(strings.ReplaceAll(trigger, "TABLE", t.name))
	}
	return p.err
}

// describe creates a table of features and registers it.
func (p *pkg) describe(t table, l *layer.Layer) {
	types := map[layer.Type]string{layer.Text: "TEXT", layer.Integer: "INTEGER", layer.Number: "DOUBLE", layer.Boolean: "BOOLEAN"}
	var columns strings.Builder
	for i := range l.Fields {
		columns.WriteString(", " + quote(l.Fields[i].Name) + " " + types[l.Fields[i].Type])
	}
	p.exec(`CREATE TABLE ` + quote(t.name) + ` (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom ` + t.geometry + columns.String() + `)`)
	title := l.Header.Title
	if title == "" {
		title = "Dateline"
	}
	p.exec(`INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, NULL, NULL, NULL, NULL, 4326)`, t.name, t.name, title+". "+t.words, p.time)
	p.exec(`INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, 4326, 0, 0)`, t.name, t.geometry)
	p.exec(`CREATE VIRTUAL TABLE ` + quote("rtree_"+t.name+"_geom") + ` USING rtree(id, minx, maxx, miny, maxy)`)
	p.exec(`INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')`, t.name)
	for i := range l.Fields {
		p.exec(`INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, NULL)`, t.name, l.Fields[i].Name, l.Fields[i].Name, strings.ReplaceAll(l.Fields[i].Name, "_", " "), l.Fields[i].Words)
	}
	p.exec(`INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, update_time) VALUES ('', '', ?, 'geom', 'dateline', ?, '', 1, ?, '', ?)`,
		t.name, t.style, t.words, p.time)
}

// provenance writes the header as JSON and in words.
func (p *pkg) provenance(h *layer.Header) error {
	head, err := h.JSON()
	if err != nil {
		return err
	}
	var words strings.Builder
	for _, s := range h.Statements() {
		words.WriteString(s.Label + ": " + s.Text + "\n")
	}
	p.exec(`INSERT INTO gpkg_metadata VALUES (1, 'dataset', 'urn:dateline:provenance', 'application/json', ?), (2, 'dataset', 'urn:dateline:provenance', 'text/plain', ?)`, string(head), words.String())
	p.exec(`INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, ?, 1, NULL), ('geopackage', NULL, NULL, NULL, ?, 2, NULL)`, p.time, p.time)
	return nil
}

func argument(v layer.Value) any {
	switch {
	case !v.Present:
		return nil
	case v.Type == layer.Integer:
		return v.Integer()
	case v.Type == layer.Number:
		return v.Number()
	case v.Type == layer.Boolean:
		return v.Boolean()
	}
	return v.Text()
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
