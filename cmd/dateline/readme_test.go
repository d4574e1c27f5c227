package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"dateline/geo/geoparser"
)

// readmeFiles are the files that the commands of the README read.
var readmeFiles = map[string]string{
	"stories/one.txt":   "Ministers met in Kabul, Afghanistan, on Monday.",
	"story.html":        "<!doctype html><html lang=en><title>Floods</title><article><p>Floods cut the road between Kabul and Jalalabad in Afghanistan on Sunday, officials said, after two days of rain.</p></article></html>",
	"reports/one.md":    "---\ntitle: A report\npublisher: The Paper\n---\n\nRain fell on Lahore, Pakistan, and on Testgrad in Afghanistan.",
	"reports/two.jsonl": `{"id": "1", "text": "Trucks waited in Quetta, Pakistan."}` + "\n",
	"article.txt":       "A village 50 kilometers north of Kabul, Afghanistan, was hit on Sunday.",
	"articles.jsonl":    `{"id": "a1", "text": "Talks were held in Kabul.", "title": "Talks", "publisher": "P", "published": "2021-09-06"}` + "\n",
	"gold.jsonl":        `{"id": "a1", "text": "Talks were held in Kabul.", "toponyms": [{"start": 19, "end": 24, "lat": 34.53, "lon": 69.17}]}` + "\n",
	"admin2.csv":        "admin2Name_en,admin2Pcode,admin1Pcode,lat,lon\nTestgrad,AF0101,AF01,34.6,69.3\n",
}

// readmeCommands returns the commands in the code blocks of the README, without comments.
func readmeCommands(t *testing.T) []string {
	t.Helper()
	b, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var commands []string
	for line := range strings.Lines(string(b)) {
		if command, ok := strings.CutPrefix(line, "    "); ok {
			command, _, _ = strings.Cut(strings.TrimSpace(command), " #")
			commands = append(commands, strings.TrimSpace(command))
		}
	}
	return commands
}

// TestReadme runs every command of the README in order, in one folder. Instead of the
// network it uses a local server, and a store file instead of PostgreSQL.
func TestReadme(t *testing.T) {
	if !built(t) {
		t.Skip("the gazetteer or the models are not built: run make")
	}
	folder := t.TempDir()
	for name, content := range readmeFiles {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	network := httptest.NewServer(publishers(t))
	defer network.Close()
	sh := &shell{folder: folder, network: network.URL, env: append(os.Environ(), storeVariable+"="+filepath.Join(folder, "own.db"), "XDG_CACHE_HOME="+filepath.Join(folder, "cache"))}
	commands := readmeCommands(t)
	if len(commands) < 20 {
		t.Fatalf("%d commands in the README", len(commands))
	}
	for _, command := range commands {
		started := time.Now()
		sh.run(t, command)
		t.Logf("%s (%s)", command, time.Since(started).Round(time.Millisecond))
	}
	for file, want := range map[string]string{
		"map.html":             "geonames:1138958",
		"places.geojson":       `"name":"Lahore"`,
		"mentions.geojson":     `"phrase":"Quetta"`,
		"mentions.csv":         ",Lahore,",
		"out.jsonl":            `{"id":"a1"`,
		"geoparse.schema.json": string(geoparser.Schema()),
	} {
		b, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil || !strings.Contains(string(b), want) {
			t.Errorf("%s: %v, without %s", file, err, want)
		}
	}
	for gazetteer, names := range map[string][]string{"mine.dlg": {"Testgrad", "Kabul", "Afghanistan"}, "full.dlg": {"Testville"}} {
		for _, name := range names {
			if out := sh.output(t, "dateline gazetteer lookup "+name+" --gazetteer "+gazetteer); !strings.Contains(out, name) {
				t.Errorf("%s has no %s: %s", gazetteer, name, out)
			}
		}
	}
}

// shell runs commands in a folder.
type shell struct {
	folder, network string
	env             []string
}

var exported = regexp.MustCompile(`^export (\w+)=(.*)$`)

func (s *shell) run(t *testing.T, command string) {
	t.Helper()
	if m := exported.FindStringSubmatch(command); m != nil {
		value := m[2]
		if strings.HasPrefix(value, "postgres://") {
			value = filepath.Join(s.folder, "shared.db")
		}
		s.env = append(s.env, m[1]+"="+value)
		return
	}
	switch verb := strings.Join(strings.Fields(command)[:2], " "); verb {
	case "make run", "make test":
		s.makes(t, verb)
	case "dateline serve":
		s.interrupt(t, command+" --addr localhost:0", "Dateline is at http://")
	case "dateline work":
		s.interrupt(t, command, "processing the queue")
	default:
		s.output(t, command)
	}
}

// makes checks that the Makefile has the target, which is too large to run here.
func (s *shell) makes(t *testing.T, command string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "make", "-n", strings.Fields(command)[1])
	cmd.Dir = "../.."
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", command, err, out)
	}
}

// output runs a command to its end and returns what it printed.
func (s *shell) output(t *testing.T, command string) string {
	t.Helper()
	command = strings.ReplaceAll(command, "https://news.example/", s.network+"/news/")
	if strings.HasPrefix(command, "dateline gazetteer download") {
		command += " --mirror " + s.network
	}
	if strings.Contains(command, s.network) {
		command += " --allow-private-address 127.0.0.1"
	}
	if _, err := exec.LookPath("jq"); err != nil {
		command, _, _ = strings.Cut(command, " | jq ")
	}
	cmd := exec.CommandContext(t.Context(), "sh", "-c", command)
	cmd.Dir, cmd.Env = s.folder, s.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v\n%s", command, err, out)
	}
	return string(out)
}

// interrupt runs a command until it prints a line, interrupts it and expects a clean end.
func (s *shell) interrupt(t *testing.T, command, line string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	args := strings.Fields(command)
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir, cmd.Env = s.folder, s.env
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	first, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.Contains(first, line) {
		t.Errorf("%s printed %q: %v", command, first, err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Error(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("%s: %v\n%s", command, err, errs.String())
	}
}

// publishers serves a news feed and a mirror of GeoNames with two places.
func publishers(t *testing.T) http.Handler {
	t.Helper()
	rows := map[string][]byte{
		"allCountries.zip": zipped(t, "allCountries.txt",
			geonamesRow(1, "Testland", "A", "PCLI", "ZZ"), geonamesRow(2, "Testville", "P", "PPLC", "ZZ")),
		"no-country.zip":       zipped(t, "no-country.txt", geonamesRow(3, "Test Sea", "H", "SEA", "")),
		"alternateNamesV2.zip": zipped(t, "alternateNamesV2.txt", "1\t2\ten\tTestville\t1\t\t\t\t\t"),
		"hierarchy.zip":        zipped(t, "hierarchy.txt", "1\t2\tADM"),
		"admin1CodesASCII.txt": []byte("ZZ.01\tFirst\tFirst\t4\n"),
		"admin2Codes.txt":      []byte("ZZ.01.02\tSecond\tSecond\t5\n"),
		"countryInfo.txt":      []byte("ZZ\tZZZ\t999\tZZ\tTestland\tTestville\t100\t1000\tAS\t.zz\tZZD\tDollar\t999\t\t\ten\t1\t\t\n"),
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/news/feed.xml":
			w.Header().Set("Content-Type", "application/rss+xml")
			_, _ = fmt.Fprint(w, `<rss version="2.0"><channel><title>News</title></channel></rss>`)
		case rows[filepath.Base(r.URL.Path)] != nil && strings.HasPrefix(r.URL.Path, "/export/dump/"):
			_, _ = w.Write(rows[filepath.Base(r.URL.Path)])
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	})
}

// geonamesRow returns a row of a GeoNames dump.
func geonamesRow(id int, name, class, code, country string) string {
	return fmt.Sprintf("%d\t%s\t%s\t\t%d.5\t%d.5\t%s\t%s\t%s\t\t01\t02\t\t\t1000\t\t10\tAsia/Kabul\t2026-01-01", id, name, name, id, id, class, code, country)
}

// zipped returns a zip archive of one file of lines.
func zipped(t *testing.T, name string, lines ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create(name)
	if err == nil {
		_, err = io.WriteString(f, strings.Join(lines, "\n")+"\n")
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
