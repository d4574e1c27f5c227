package table_test

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/documenttest"
	"dateline/geo/article/internal/zipfile"
	"dateline/geo/article/table"

	"github.com/xuri/excelize/v2"
)

// workbook returns an Excel workbook with a sheet of each table.
func workbook(t testing.TB, sheets ...[][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, rows := range sheets {
		name := "Sheet" + strconv.Itoa(i+1)
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for n, row := range rows {
			if err := f.SetSheetRow(name, "A"+strconv.Itoa(n+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// readXLSX reads a workbook with a limit on what it unpacks to.
func readXLSX(t testing.TB, content []byte, limit int64) (got []geo.Article, notices []string, errs []error) {
	t.Helper()
	z, err := zipfile.New(t.Context(), content, &limit)
	if err != nil {
		t.Fatal(err)
	}
	if !table.IsXLSX(z) {
		t.Error("the workbook is not detected")
	}
	o := document.Options{Name: "notes.xlsx", Notice: func(s string) { notices = append(notices, s) }}
	table.ReadXLSX(z, o, func(a *geo.Article, err error) bool {
		if err != nil {
			errs = append(errs, err)
			return true
		}
		got = append(got, *a)
		return true
	})
	return got, notices, errs
}

func TestReadXLSX(t *testing.T) {
	date := time.Date(2021, 9, 6, 0, 0, 0, 0, time.UTC)
	content := workbook(t,
		[][]any{{"date", "notes", "casualties"}, {date, "Rain cut the road between Kabul and Jalalabad.", 3}, {}, {date.AddDate(0, 0, 1), "Snow closed the pass at Chaman for the whole day.", nil}},
		[][]any{{"code", "count"}, {"AF", 3}, {"PK", 4}},
		[][]any{{"Trucks waited at Torkham on Friday, drivers told reporters there."}})
	got, notices, errs := readXLSX(t, content, 1<<20)
	if len(errs) > 0 || len(got) != 3 {
		t.Fatalf("%d articles, want 3; errors %v", len(got), errs)
	}
	if got[0].Text != "Rain cut the road between Kabul and Jalalabad." || got[0].Published != "2021-09-06" || got[1].Published != "2021-09-07" || !strings.Contains(got[2].Text, "Torkham") {
		t.Errorf("articles %+v", got)
	}
	if all := strings.Join(notices, "\n"); !strings.Contains(all, `"Sheet2" is left out`) || !strings.Contains(all, "notes") {
		t.Errorf("notices %q", all)
	}
}

// A workbook that unpacks to more than the limit or that is damaged is refused with the reason.
func TestReadXLSXRefused(t *testing.T) {
	small := workbook(t, [][]any{{"notes"}, {"Rain cut the road between Kabul and Jalalabad."}})
	if _, _, errs := readXLSX(t, small, 1000); len(errs) != 1 || !errors.Is(errs[0], geo.ErrTooLarge) {
		t.Errorf("beyond the budget: %v", errs)
	}
	broken := documenttest.Zip(t, "xl/workbook.xml", "<workbook><sheets>", "[Content_Types].xml", "<Types")
	if got, _, errs := readXLSX(t, []byte(broken), 1<<20); len(errs) != 1 || !errors.Is(errs[0], geo.ErrInput) {
		t.Errorf("a damaged workbook: %v %v", got, errs)
	}
}

func TestIsJSON(t *testing.T) {
	if table.IsJSON([]byte("Rain")) || !table.IsJSON([]byte(` [{"notes": "Rain"}]`)) {
		t.Error("a JSON array is not told from text")
	}
}
