package table_test

import (
	"testing"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/documenttest"
	"dateline/geo/article/internal/zipfile"
	"dateline/geo/article/table"
)

func TestReadXLSX(t *testing.T) {
	const sheet = `<worksheet><sheetData>
<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>
<row r="2"><c r="A2"><v>44445</v></c><c r="B2" t="s"><v>2</v></c></row>
<row r="3"><c r="A3"><v>44446</v></c><c r="B3" t="inlineStr"><is><t>Snow closed the pass at Chaman for the whole day.</t></is></c></row>
</sheetData></worksheet>`
	const shared = `<sst><si><t>date</t></si><si><t>notes</t></si><si><t>Rain cut the road between Kabul and Jalalabad.</t></si></sst>`
	content := documenttest.Zip(t, "xl/workbook.xml", "<workbook/>", "xl/sharedStrings.xml", shared, "xl/worksheets/sheet1.xml", sheet)
	budget := int64(1 << 20)
	z, err := zipfile.New(t.Context(), []byte(content), &budget)
	if err != nil {
		t.Fatal(err)
	}
	if !table.IsXLSX(z) {
		t.Error("the workbook is not detected")
	}
	var got []geo.Article
	table.ReadXLSX(z, document.Options{Name: "notes.xlsx"}, func(a *geo.Article, err error) bool {
		if err != nil {
			t.Error(err)
			return true
		}
		got = append(got, *a)
		return true
	})
	if len(got) != 2 {
		t.Fatalf("%d articles, want 2", len(got))
	}
	if got[0].Text != "Rain cut the road between Kabul and Jalalabad." || got[0].Published != "2021-09-06" || got[1].Published != "2021-09-07" {
		t.Errorf("articles %+v", got)
	}
	if table.IsJSON([]byte("Rain")) || !table.IsJSON([]byte(` [{"notes": "Rain"}]`)) {
		t.Error("a JSON array is not told from text")
	}
}
