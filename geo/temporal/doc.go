// Package temporal finds temporal expressions such as "on Sunday", "August 15" and "le 12 mars 2024" at the mentions of an article and resolves them to days.
//
// Relative expressions are resolved against the day of publication and ignored if it is unknown. English has rules of
// its own. In 50 other languages the words are those of tables/calendar.tsv: absolute days, days in digits with a year
// of four digits, weekdays, and days, weeks, months and years relative to publication; dates of the Solar Hijri calendar
// in Persian and Pashto, and of the eras of Japan. In the remaining languages only ISO dates (2021-09-06) are found.
package temporal
