package temporal

import "time"

// solarLeap reports whether a year of the Solar Hijri calendar has 366 days, by its cycle of 33 years, which holds
// for the years 1244 to 1472.
func solarLeap(year int) bool {
	switch year % 33 {
	case 1, 5, 9, 13, 17, 22, 26, 30:
		return true
	}
	return false
}

// solarHijri returns the day of a date of the Solar Hijri calendar, which Iran and Afghanistan use. The first day of
// the year 1300 was March 21, 1921.
func solarHijri(year, month, d int) time.Time {
	days := d - 1
	for y := 1300; y < year; y++ {
		days += 365
		if solarLeap(y) {
			days++
		}
	}
	for m := 1; m < month; m++ {
		if m <= 6 {
			days += 31
		} else {
			days += 30
		}
	}
	return day(1921, time.March, 21).AddDate(0, 0, days)
}

// completeSolar sets the days of a date of the Solar Hijri calendar. Without a year it is the last such day before
// publication, or one in the week after it.
func (r *reader) completeSolar(e *expression, month, first, last, year int) bool {
	if last > 31 || month > 6 && last > 30 || year != 0 && (year < 1300 || year >= 1500) {
		return false
	}
	if year == 0 {
		if r.published.IsZero() || r.published.Year() < 1922 || r.published.Year() > 2100 {
			return false
		}
		year = r.published.Year() - 621
		if solarHijri(year, month, first).After(r.published.AddDate(0, 0, 7)) {
			year--
		}
	}
	e.from, e.to = solarHijri(year, month, first), solarHijri(year, month, last)
	return true
}
