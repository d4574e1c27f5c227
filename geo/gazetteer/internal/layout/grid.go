package layout

import (
	"encoding/binary"

	"github.com/paulmach/orb"
)

// SecGrid divides the Earth into cells of gridStep degrees, from west to east and
// then from south to north. It begins with the offset in it, uint32, of the list
// of each cell and of the end. A list has the numbers of entries of
// SecOutlineIndex, uint24, whose outlines may contain a point of the cell.
const (
	gridStep    = 2
	gridColumns = 360 / gridStep
	gridRows    = 180 / gridStep
	// GridOffsets is the size of the offsets at the beginning of SecGrid in bytes.
	GridOffsets = (gridColumns*gridRows + 1) * 4
)

// GridCell returns the number of the cell of a point.
func GridCell(p orb.Point) int {
	column := max(0, min(int((p[0]+180)/gridStep), gridColumns-1))
	row := max(0, min(int((p[1]+90)/gridStep), gridRows-1))
	return row*gridColumns + column
}

// GridList returns the list of the cell of a point in SecGrid, nil if the section
// is damaged.
func GridList(grid []byte, p orb.Point) []byte {
	at := GridCell(p) * 4
	first, end := binary.LittleEndian.Uint32(grid[at:]), binary.LittleEndian.Uint32(grid[at+4:])
	if first > end || uint64(end) > uint64(len(grid)) {
		return nil
	}
	return grid[first:end]
}

// GridLists are the numbers of the outlines in each cell, while a file is made.
type GridLists [gridColumns * gridRows][]uint32

// Add adds an outline to the cells that the boxes of its polygons intersect.
func (l *GridLists) Add(number uint32, outline []byte) {
	for _, polygon := range ReadOutline(outline) {
		b := polygon.Bound()
		first, last := GridCell(b.Min), GridCell(b.Max)
		for row := first / gridColumns; row <= last/gridColumns; row++ {
			for column := first % gridColumns; column <= last%gridColumns; column++ {
				cell := &l[row*gridColumns+column]
				if n := len(*cell); n == 0 || (*cell)[n-1] != number {
					*cell = append(*cell, number)
				}
			}
		}
	}
}

// AppendGrid appends SecGrid; the list of a cell has the outlines of all lists,
// list by list.
func AppendGrid(dst []byte, lists ...*GridLists) []byte {
	var numbers []byte
	for cell := range gridColumns * gridRows {
		dst = binary.LittleEndian.AppendUint32(dst, uint32(GridOffsets+len(numbers)))
		for _, l := range lists {
			for _, n := range l[cell] {
				numbers = append(numbers, byte(n), byte(n>>8), byte(n>>16))
			}
		}
	}
	dst = binary.LittleEndian.AppendUint32(dst, uint32(GridOffsets+len(numbers)))
	return append(dst, numbers...)
}
