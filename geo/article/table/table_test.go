package table_test

import (
	"errors"
	"strings"
	"testing"

	"dateline/geo"
	"dateline/geo/article/internal/document"
	"dateline/geo/article/internal/documenttest"
	"dateline/geo/article/table"
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

// Characters that no output may contain are replaced one for one: offsets into the text that was given stay valid.
func TestReadJSONReplacesForbiddenCharacters(t *testing.T) {
	const object = `{"text": "Kabul\u0097the capital\u0085 \u0000\ufffe", "title": "\u0093Talks\u0094"}`
	for input, read := range map[string]document.ReadFunc{object: table.ReadJSONL, "[" + object + "]": table.ReadJSON} {
		articles, errs := documenttest.All(t, read, input, document.Options{Name: "in.json"})
		if len(articles) != 1 || len(errs) != 0 {
			t.Fatalf("%d articles, errors %v", len(articles), errs)
		}
		if a := articles[0]; a.Text != "Kabul—the capital… \ufffd\ufffd" || a.Title != "“Talks”" {
			t.Errorf("%q, %q", a.Text, a.Title)
		}
	}
}

func TestReadCSV(t *testing.T) {
	var notices []string
	articles, errs := documenttest.All(t, table.ReadCSV, "id;Headline;Body;Date\n1;Fire;\"Fire in Quetta;\nno one hurt.\";2021-09-06\n2;Empty;;\n3;Rain;Rain in Kabul.;soon\n", document.Options{Name: "t.csv", Notice: func(s string) { notices = append(notices, s) }})
	if len(articles) != 2 || len(errs) != 0 || len(notices) != 1 || notices[0] != "t.csv: 1 row without a text was left out" {
		t.Fatalf("articles %v, errors %v, notices %q", articles, errs, notices)
	}
	if a := articles[0]; a.Text != "Fire in Quetta;\nno one hurt." || a.Title != "Fire" || a.Published != "2021-09-06" || a.ID != "1" {
		t.Errorf("first: %+v", a)
	}
}

// A table whose column of texts is empty is an error, not an empty result.
func TestReadTablesWithoutTexts(t *testing.T) {
	for content, read := range map[string]document.ReadFunc{"id,text\n1,\n2,\n": table.ReadCSV, `[{"id": "a", "text": ""}, {"id": "b", "text": " "}]`: table.ReadJSON} {
		articles, errs := documenttest.All(t, read, content, document.Options{Name: "in"})
		if len(articles) != 0 || len(errs) != 1 || !errors.Is(errs[0], geo.ErrInput) || !strings.Contains(errs[0].Error(), "2 rows, and none has a text") {
			t.Errorf("%s: articles %v, errors %v", content, articles, errs)
		}
	}
}

func FuzzCSV(f *testing.F) {
	documenttest.Fuzz(f, table.ReadCSV, "text;id\nx;1", "id,title,text\n1,\"a\"\"b\",\"c\nd\"\n2,,\n", "text\tdate\nKabul\t2021-09-06\n", "text|url\n\"\n")
}

func FuzzJSONL(f *testing.F) {
	documenttest.Fuzz(f, table.ReadJSONL, `{"id":1,"text":"x"}`, "{\"text\":\"\\ud800\",\"id\":\"a\"}\n\n{\"id\":[],\"text\":\"y\"}\n{", `{"text":null}`)
}

// Each table has its texts in a column of another name than "text".
func TestReadTablesOfOtherColumns(t *testing.T) {
	const first, second = "Gunmen held up a bus near Ikeja, police said.", "A flood cut the road to Hyderabad for a day."
	for name, c := range map[string]struct {
		read             document.ReadFunc
		content, columns string
		id, title, date  string // of the first article
	}{
		"notes":       {table.ReadCSV, "event_id_cnty,Event Date,country,source,notes\nA1,06 September 2021,Nigeria,Desk,\"" + first + "\"\nA2,7 September 2021,Pakistan,Desk," + second + "\n", `text from "notes", date from "Event Date", id from "event_id_cnty", publisher from "source"`, "A1", "", "2021-09-06"},
		"description": {table.ReadCSV, "id\tdescription\tdate\n7\t" + first + "\t2021-09-06\n8\t" + second + "\t2021-09-07\n", `text from "description", date from "date", id from "id"`, "7", "", "2021-09-06"},
		"by length":   {table.ReadCSV, "Nr;Betreff;Was geschah;Ort\n1;Bus;" + first + ";Ikeja\n2;Road;" + second + ";Hyderabad\n", `text from "Was geschah"`, "", "", ""},
		"tags":        {table.ReadCSV, "headline,Summary,date\n#title,#description,#date\nBus,\"" + first + "\",2021-09-06\nRoad," + second + ",\n", `text from "Summary", title from "headline", date from "date"`, "", "Bus", "2021-09-06"},
		"empty name":  {table.ReadCSV, "description,message\n,\"" + first + "\"\n," + second + "\n", `text from "message"`, "", "", ""},
		"JSON":        {table.ReadJSON, `[{"key": 1, "subject": "Bus", "narrative": "` + first + `", "place": {"lat": 6.6}, "event_date": "2021-09-06"},` + "\n" + `{"narrative": "` + second + `"}]`, `text from "narrative", title from "subject", date from "event_date"`, "", "Bus", "2021-09-06"},
		"JSON, id":    {table.ReadJSON, `[{"id": 17, "bericht": "` + first + `"}, {"id": "x", "bericht": "` + second + `"}]`, `text from "bericht", id from "id"`, "17", "", ""},
	} {
		var notices []string
		articles, errs := documenttest.All(t, c.read, c.content, document.Options{Name: "in", Notice: func(s string) { notices = append(notices, s) }})
		if len(articles) != 2 || len(errs) != 0 {
			t.Errorf("%s: %d articles, errors %v", name, len(articles), errs)
			continue
		}
		a := articles[0]
		if a.Text != first || articles[1].Text != second || a.Title != c.title || a.Published != c.date || c.id != "" && a.ID != c.id {
			t.Errorf("%s: %+v", name, a)
		}
		if want := "in: one article a row, " + c.columns; len(notices) != 1 || notices[0] != want {
			t.Errorf("%s: notices %q, want %q", name, notices, want)
		}
	}
}

// IsCSV accepts tables whose column of texts has another name, and no prose with commas.
func TestIsCSV(t *testing.T) {
	for content, want := range map[string]bool{
		"id,notes,event_date\n1,\"Fire in Lagos, Nigeria.\",2021-09-06\n":                          true,
		"Nr;Betreff;Bericht\n1;Bus;Ein Bus fuhr in den Graben.\n2;Flut;Die Straße ist gesperrt.\n": true,
		"no\twhat\n1\tA bus fell into a ditch.\n2\tThe road is closed again.\n":                    true,
		"text,id\n": true,
		"Kabul, Afghanistan\n\nThe road, closed on Sunday, is open, officials said.\n":                                false,
		"Fire, flood, storm\nLagos, Karachi, Manila\nSunday, Monday, Tuesday\n":                                       false,
		"Notes from Kabul, Sunday\nThe road is open, officials said.\nTrucks, buses and cars, they said, may pass.\n": false,
		"date | title\n-----|------\n2021-09-06 | The road to Kabul is open\n":                                        false,
		"lat,lon\n6.6,3.3\n24.8,67\n": false,
	} {
		if got := table.IsCSV([]byte(content)); got != want {
			t.Errorf("%q: %v, want %v", content, got, want)
		}
	}
}

// A JSON array that is cut short or has bad items gives the whole objects.
func TestReadJSONReadsWhatItCan(t *testing.T) {
	var notices []string
	articles, errs := documenttest.All(t, table.ReadJSON, `[{"text": " Rain in Kabul.\r\n"}, 5, {"text": "Snow in Quetta."}, {"title": "none"}, {"title": "none"}, {"text": "Wind in`, document.Options{Name: "in.json", Notice: func(s string) { notices = append(notices, s) }})
	if len(articles) != 2 || len(errs) != 2 || len(notices) != 1 || notices[0] != "in.json: 2 rows without a text were left out" || articles[0].Text != " Rain in Kabul.\r\n" {
		t.Fatalf("articles %v, errors %v", articles, errs)
	}
	for i, item := range []string{"in.json item 2", "in.json item 6"} {
		if !strings.Contains(errs[i].Error(), item) || !errors.Is(errs[i], geo.ErrInput) {
			t.Errorf("error %v does not name %s", errs[i], item)
		}
	}
}

func FuzzJSON(f *testing.F) {
	documenttest.Fuzz(f, table.ReadJSON, `[{"id":1,"text":"x"}]`, `[{"notes":"Fire in Lagos on Sunday","event_date":"x"},{},5,[]]`, `[{"text":null}`)
}

// Columns of texts, titles and dates are found by their contents and by parts of their
// headers too.
func TestReadCSVFindsColumns(t *testing.T) {
	const first, second = "Gunmen attacked a bus in Ikeja, said the police.", "Two men were shot in Lyari, said a doctor there."
	for header, rows := range map[string][2]string{
		"record;when;event_title;what happened":                {"20210901;2021-09-06;Bus;" + first, "20210902;2021-09-07;Shots;" + second},
		"description;day;Titel der Meldung;long version":       {"crime;6 September 2021;Bus;" + first, "crime;7 September 2021;Shots;" + second},
		"number;entered;date of event;article_title;narrative": {"1;2021-10-01;2021-09-06;Bus;" + first, "2;2021-10-01;2021-09-07;Shots;" + second},
	} {
		content := header + "\n" + rows[0] + "\n" + rows[1] + "\n"
		if !table.IsCSV([]byte(content)) {
			t.Errorf("%s: it is not taken for a table", header)
		}
		articles, errs := documenttest.All(t, table.ReadCSV, content, document.Options{Name: "t.csv"})
		if len(articles) != 2 || len(errs) != 0 {
			t.Errorf("%s: %d articles, errors %v", header, len(articles), errs)
			continue
		}
		if a := articles[0]; a.Text != first || a.Title != "Bus" || a.Published != "2021-09-06" {
			t.Errorf("%s: first %+v", header, a)
		}
		if a := articles[1]; a.Text != second || a.Title != "Shots" || a.Published != "2021-09-07" {
			t.Errorf("%s: second %+v", header, a)
		}
	}
}
