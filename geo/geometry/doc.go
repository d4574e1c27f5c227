// Package geometry computes on longitudes and latitudes: distances, cuts at the antimeridian, unions and simplified outlines.
//
// Points are WGS 84 longitude and latitude in degrees. Areas are orb's polygons:
// the first ring is the outer one, the others are holes, and a ring repeats its
// first point at its end.
package geometry
