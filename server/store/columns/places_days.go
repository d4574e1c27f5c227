package columns

import "context"

// DayBins counts the selected mentions of places in equal parts of a range of days of publication. The result has bins counts for each of
// the places, of which there are at most 65,536; mentions without a day, or of other days, are not counted.
func (d *Data) DayBins(ctx context.Context, selected Set, places []uint32, first, last uint32, bins int) ([][]uint32, error) {
	out := make([][]uint32, len(places))
	all := make([]uint32, bins*len(places))
	at := make([]uint16, d.Places.Len()) // indices of places
	wanted := NewSet(d.Places.Len())     // fits in the cache, unlike at
	for i, p := range places {
		out[i] = all[i*bins : (i+1)*bins]
		at[p] = uint16(i)
		wanted.Add(p)
	}
	length := uint64(last-first) + 1
	err := d.forEachSegment(ctx, func(n int, m *Mentions) {
		part := selected[n*SegmentRows/64:]
		for i, place := range m.Place {
			if (wanted[place>>6]>>(place&63))&(part[i>>6]>>(i&63))&1 == 0 {
				continue
			}
			if day := d.Articles.Day[m.Article[i]]; day >= first && day <= last && day > 0 {
				out[at[place]][uint64(day-first)*uint64(bins)/length]++
			}
		}
	})
	return out, err
}
