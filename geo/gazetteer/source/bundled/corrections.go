package bundled

// correction corrects an area of Natural Earth.
type correction struct {
	// name is the English name, if Natural Earth has that of another place.
	name string
	// otherNames reports whether its names in other languages are of another place too.
	otherNames bool
	// partOf is the name in GeoNames of the first-level area that it was merged into.
	partOf string
	// continued reports whether that area has its name and its identity.
	continued bool
}

// corrections returns the corrections of the supplement by code of ISO 3166-2.
func (d folder) corrections() (map[string]correction, error) {
	rows, err := d.rows("area_corrections.tsv")
	out := make(map[string]correction, len(rows))
	for _, r := range rows {
		out[r.get("iso")] = correction{
			name: r.get("name"), otherNames: r.get("names") == "other",
			partOf: r.get("part_of"), continued: r.get("continued") == "yes",
		}
	}
	return out, err
}
