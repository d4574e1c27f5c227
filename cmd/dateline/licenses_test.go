package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"dateline/data"
)

const noticeFile = "../../data/NOTICE"

// component is a module or a package that the binary contains.
type component struct{ name, version, dir string }

// TestNotice checks that the notice lists the modules and packages that the binary
// contains, with their versions; -update rewrites it, which needs "make build" first.
func TestNotice(t *testing.T) {
	modules, browser, sources := goModules(t), npmPackages(t, "../../static"), npmPackages(t, "../../data")
	if *update {
		if err := os.WriteFile(noticeFile, []byte(notice(t, modules, browser, sources)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(noticeFile)
	if err != nil {
		t.Fatal(err)
	}
	list, _, _ := strings.Cut(string(b), "\n# License texts\n")
	var listed []string
	for _, m := range regexp.MustCompile(`(?m)^- (\S+ \S+): (.*)$`).FindAllStringSubmatch(list, -1) {
		listed = append(listed, m[1])
		if m[2] == "" || strings.Contains(m[2], "unknown") {
			t.Errorf("%s has no license", m[1])
		}
	}
	var want []string
	for _, c := range slices.Concat(modules, browser, sources) {
		want = append(want, c.name+" "+c.version)
	}
	if !slices.Equal(listed, want) {
		t.Errorf("data/NOTICE lists\n%s\nbut the binary contains\n%s\nrun go test ./cmd/dateline -run TestNotice -update", strings.Join(listed, "\n"), strings.Join(want, "\n"))
	}
	if status, out, errs := try(nil, "licenses"); status != exitDone || out != data.Notice() || errs != "" {
		t.Errorf("dateline licenses: status %d, %s", status, errs)
	}
}

// goModules returns the modules of the packages of the command.
func goModules(t *testing.T) []component {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{.Path}} {{.Version}} {{.Dir}}{{end}}", ".")
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []component
	for line := range strings.Lines(string(out)) {
		if f := strings.Fields(line); len(f) == 3 { // the main module has no version
			all = append(all, component{f[0], f[1], f[2]})
		}
	}
	slices.SortFunc(all, func(a, b component) int { return cmp.Compare(a.name, b.name) })
	return slices.Compact(all)
}

// npmPackages returns the dependencies of a package.json in a folder.
func npmPackages(t *testing.T, folder string) []component {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(folder, "package.json"))
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct{ Dependencies map[string]string }
	if err := json.Unmarshal(b, &manifest); err != nil {
		t.Fatal(err)
	}
	var all []component
	for name, version := range manifest.Dependencies {
		all = append(all, component{name, version, filepath.Join(folder, "node_modules", name)})
	}
	slices.SortFunc(all, func(a, b component) int { return cmp.Compare(a.name, b.name) })
	return all
}

// notice returns the content of the notice file.
func notice(t *testing.T, modules, browser, sources []component) string {
	t.Helper()
	var b, texts strings.Builder
	seen := map[string]bool{}
	list := func(title, about string, all []component) {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n", title, about)
		for _, c := range all {
			text := licenseText(t, c.dir)
			fmt.Fprintf(&b, "- %s %s: %s\n", c.name, c.version, licenseName(c, text))
			if text != "" && !seen[text] {
				seen[text] = true
				fmt.Fprintf(&texts, "\n## %s\n\n%s\n", c.name, text)
			}
		}
	}
	b.WriteString(`# Notice

Dateline is licensed under the Apache License 2.0, see LICENSE. The binary contains the
components below under their own licenses.
`)
	list("Go modules", "The Go standard library ("+goVersion()+") is under the BSD-3-Clause license. The module\ngo-pdfium contains PDFium (BSD-3-Clause and Apache-2.0, with libraries of other authors, see\nhttps://pdfium.googlesource.com/pdfium/+/main/LICENSE); the module sqlite is a translation of\nSQLite, which is in the public domain.", modules)
	list("Browser", "The viewer contains these packages.", browser)
	list("Data", `The built-in gazetteer and the base map are compiled from these packages, from mapeo-offline-map
(lakes and rivers of Natural Earth, public domain), and from data/supplement, whose rows name
their sources. They contain data of GeoNames (CC BY 4.0, https://www.geonames.org), Natural Earth
(public domain, https://www.naturalearthdata.com), OurAirports (public domain,
https://ourairports.com), Unicode CLDR (Unicode License v3, https://cldr.unicode.org), Who's On
First (CC BY 4.0, https://whosonfirst.org), geoBoundaries (CC BY 4.0 and CC BY 3.0 IGO,
https://www.geoboundaries.org), SimpleMaps (CC BY 4.0, https://simplemaps.com/data/world-cities)
and The World Factbook (public domain). data/supplement/README.md credits each set of boundaries.
The spellings of Chinese names are compared by the Unicode Han Database 15.0, and dates are read by
names of months and days of Unicode CLDR 48.2 (both Unicode License v3, https://www.unicode.org).
The model cards in data/model name the corpora that the models were trained on.`, sources)
	return b.String() + "\n# License texts\n" + texts.String()
}

func goVersion() string {
	return regexp.MustCompile(`^go\d+\.\d+`).FindString(runtime.Version())
}

// licenseText returns the license files of a component, or "".
func licenseText(t *testing.T, dir string) string {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatalf("%v; run make build first", err)
	}
	var all []string
	for _, f := range files {
		if name := strings.ToUpper(f.Name()); !f.IsDir() && regexp.MustCompile(`^(UN)?LICEN[CS]E|^COPYING|^NOTICE`).MatchString(name) {
			b, err := os.ReadFile(filepath.Join(dir, f.Name()))
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, strings.TrimSpace(strings.ReplaceAll(string(b), "\r\n", "\n")))
		}
	}
	return strings.Join(all, "\n\n")
}

// licensePhrases are phrases by which license texts are recognized.
var licensePhrases = []struct{ phrase, name string }{
	{"UNICODE LICENSE V3", "Unicode-3.0"},
	{"Open Database License", "ODbL-1.0"},
	{"Mozilla Public License Version 2.0", "MPL-2.0"},
	{"Apache License Version 2.0", "Apache-2.0"},
	{"Neither the name", "BSD-3-Clause"},
	{"may be used to endorse or promote", "BSD-3-Clause"},
	{"Redistribution and use in source and binary forms", "BSD-2-Clause"},
	{"Permission is hereby granted, free of charge", "MIT"},
	{"Permission to use, copy, modify, and", "ISC"},
	{"released into the public domain", "Unlicense"},
}

// licenseName returns the SPDX identifiers of the licenses in a text, or the license field
// of the package.json of a component.
func licenseName(c component, text string) string {
	words := strings.Join(strings.Fields(text), " ")
	var names []string
	for _, known := range licensePhrases {
		// texts that contain the phrase of a shorter license
		part := known.name == "BSD-2-Clause" && slices.Contains(names, "BSD-3-Clause") || known.name == "MIT" && slices.Contains(names, "Unicode-3.0")
		if strings.Contains(words, known.phrase) && !part && !slices.Contains(names, known.name) {
			names = append(names, known.name)
		}
	}
	if len(names) > 0 {
		return strings.Join(names, " AND ")
	}
	var manifest struct{ License string }
	if b, err := os.ReadFile(filepath.Join(c.dir, "package.json")); err == nil && json.Unmarshal(b, &manifest) == nil && manifest.License != "" {
		return manifest.License
	}
	return "unknown"
}
