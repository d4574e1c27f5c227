package document

import (
	"time"

	"dateline/geo"
)

// dateLayouts are the forms of a publication date.
var dateLayouts = []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04:05", time.DateTime}

// ParseDate returns the first value that is not empty as RFC 3339, a day or a time,
// and an empty string if all are. The error wraps [geo.ErrInput].
func ParseDate(values ...string) (string, error) {
	for _, v := range values {
		if v == "" {
			continue
		}
		for _, layout := range dateLayouts {
			if t, err := time.Parse(layout, v); err == nil {
				if layout == time.DateOnly {
					return v, nil
				}
				return t.Format(time.RFC3339), nil
			}
		}
		return "", geo.Errorf(geo.ErrInput, "the publication date %q is not of the form 2021-09-06 or 2021-09-06T14:00:00Z", v)
	}
	return "", nil
}

// DateOrEmpty returns a date as [ParseDate] does, or an empty string for one of
// another form: an unknown date is no reason to lose an article.
func DateOrEmpty(value string) string {
	d, _ := ParseDate(value)
	return d
}
