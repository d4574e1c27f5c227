package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestRecipes runs the blocks of RECIPES.md whose programs and Python modules are
// installed; the environment variable DATELINE_TEST_PYTHON names another interpreter.
func TestRecipes(t *testing.T) {
	if !built(t) {
		t.Skip("the gazetteer or the models are not built: run make")
	}
	text, err := os.ReadFile("RECIPES.md")
	if err != nil {
		t.Fatal(err)
	}
	python := os.Getenv("DATELINE_TEST_PYTHON")
	if python == "" {
		python = "python3"
	}
	blocks := regexp.MustCompile("(?s)```(sh|python)\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	if len(blocks) < 5 {
		t.Fatalf("%d blocks", len(blocks))
	}
	for _, block := range blocks {
		language, code := block[1], block[2]
		dir := t.TempDir()
		if err := os.CopyFS(filepath.Join(dir, "reports"), os.DirFS("../../data/sample")); err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), "sh", "-euc", code)
		if language == "python" {
			cmd = exec.CommandContext(t.Context(), python, "-c", code)
		}
		if missing := missingProgram(t, python, language, code); missing != "" {
			t.Logf("not run, because %s is not installed:\n%s", missing, code)
			continue
		}
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s\n%s", err, code, out)
		}
	}
}

// missingProgram returns the name of a program or Python module that a block needs and that
// is not installed, or "".
func missingProgram(t *testing.T, python, language, code string) string {
	t.Helper()
	if language == "sh" {
		if _, err := exec.LookPath("ogr2ogr"); err != nil {
			return "GDAL"
		}
		return ""
	}
	imports := regexp.MustCompile(`(?m)^import (.*)$`).FindStringSubmatch(code)
	for module := range strings.SplitSeq(imports[1], ", ") {
		if exec.CommandContext(t.Context(), python, "-c", "import "+module).Run() != nil {
			return module
		}
	}
	return ""
}
