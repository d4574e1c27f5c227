package recognize

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"dateline/geo"
)

// goldArticle is an article with the mentions that a person marked in it.
type goldArticle struct {
	id       string
	text     string
	corpus   string
	mentions []goldMention
	// hidden are the spans in which the gazetteer's names are not seen.
	hidden []geo.Span
}

// goldMention is a mention that a person marked. An ignored one is neither
// reward nor fault.
type goldMention struct {
	geo.Span
	role   geo.Role
	ignore bool
}

// readGold reads gold articles, one JSON object a line, whose offsets count code
// points.
func readGold(path string) ([]goldArticle, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening gold articles: %w", err)
	}
	defer f.Close()
	corpus := strings.TrimSuffix(filepath.Base(path), ".jsonl")
	var all []goldArticle
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<26)
	for n := 1; lines.Scan(); n++ {
		var line struct {
			ID       json.RawMessage
			Text     string
			Toponyms []struct {
				Start, End int
				Role       geo.Role
				Ignore     bool
			}
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return nil, geo.Errorf(geo.ErrInput, "gold articles %s, line %d: %w", path, n, err)
		}
		a := goldArticle{text: line.Text, corpus: corpus}
		if json.Unmarshal(line.ID, &a.id) != nil {
			a.id = string(line.ID) // a number
		}
		at := make([]int, 0, len(line.Text)+1) // byte offset of each code point
		for i := range line.Text {
			at = append(at, i)
		}
		at = append(at, len(line.Text))
		for _, t := range line.Toponyms {
			g := goldMention{role: t.Role, ignore: t.Ignore}
			if 0 <= t.Start && t.Start < t.End && t.End < len(at) {
				g.Span = geo.Span{Start: at[t.Start], End: at[t.End]}
			} // otherwise the span lies outside the text and can only be missed
			a.mentions = append(a.mentions, g)
		}
		all = append(all, a)
	}
	return all, lines.Err()
}
