package table_test

import (
	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/documenttest"
	"dateline/geo/article/table"
	"errors"
	"strings"
	"testing"
)

func TestReadJSONLKeepsTextsAsTheyAre(t *testing.T) {
	const input = `{"id": 7, "text": " Kabul \r\n\r\n\r\n soft\u00adhyphen ", "title": "T", "published": "2021-09-06", "other": [1]}

{"id": "x", "text": ""}
{"id": broken
{"title": "no text"}
{"text": "Quetta"}
`
	articles, errs := documenttest.All(t, table.ReadJSONL, input, document.Options{Name: "in.jsonl"})
	if len(articles) != 3 || len(errs) != 2 {
		t.Fatalf("%d articles, errors %v", len(articles), errs)
	}
	if articles[0].ID != "7" || articles[0].Text != " Kabul \r\n\r\n\r\n soft\u00adhyphen " || articles[0].Published != "2021-09-06" {
		t.Errorf("first: %+v", articles[0])
	}
	for i, line := range []string{"in.jsonl line 4", "in.jsonl line 5"} {
		if !strings.Contains(errs[i].Error(), line) || !errors.Is(errs[i], geo.ErrInput) {
			t.Errorf("error %v does not name %s", errs[i], line)
		}
	}
}

func TestReadCSV(t *testing.T) {
	articles, errs := documenttest.All(t, table.ReadCSV, "id;Headline;Body;Date\n1;Fire;\"Fire in Quetta;\nno one hurt.\";2021-09-06\n2;Empty;;\n3;Rain;Rain in Kabul.;soon\n", document.Options{Name: "t.csv"})
	if len(articles) != 2 || len(errs) != 1 || !strings.Contains(errs[0].Error(), "t.csv line 4") {
		t.Fatalf("articles %v, errors %v", articles, errs)
	}
	if a := articles[0]; a.Text != "Fire in Quetta;\nno one hurt." || a.Title != "Fire" || a.Published != "2021-09-06" || a.ID != "1" {
		t.Errorf("first: %+v", a)
	}
}

func FuzzCSV(f *testing.F) {
	documenttest.Fuzz(f, table.ReadCSV, "text;id\nx;1", "id,title,text\n1,\"a\"\"b\",\"c\nd\"\n2,,\n", "text\tdate\nKabul\t2021-09-06\n", "text|url\n\"\n")
}

func FuzzJSONL(f *testing.F) {
	documenttest.Fuzz(f, table.ReadJSONL, `{"id":1,"text":"x"}`, "{\"text\":\"\\ud800\",\"id\":\"a\"}\n\n{\"id\":[],\"text\":\"y\"}\n{", `{"text":null}`)
}
