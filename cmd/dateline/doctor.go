package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"dateline/data/model"
	"dateline/geo"
	"dateline/geo/article/pdf"
	"dateline/geo/geometry"
	"dateline/geo/geoparser"
	"dateline/geo/recognize"
	"dateline/geo/resolve"
	"dateline/geo/text"
	"dateline/server/importer"
	"dateline/server/store"
	"dateline/static"

	"github.com/paulmach/orb"
	"github.com/spf13/cobra"
)

// check is a component that the program needs.
type check struct {
	component string
	// run returns a description of the component, or what is wrong with it.
	run func(ctx context.Context) (string, error)
	fix string
}

func newDoctorCommand() *cobra.Command {
	var file string
	var f storeFlag
	var repair bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check the installation and suggest fixes",
		Long: `Doctor checks every component that the program needs, prints a line for each and
suggests a fix for those that are missing or broken. The exit status is 1 if any
is.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runChecks(cmd.Context(), &printable{cmd.OutOrStdout()}, checks(file, &f, repair))
		},
	}
	f.register(cmd)
	cmd.Flags().StringVar(&file, "gazetteer", "", "check this gazetteer `FILE` instead of the built-in one")
	cmd.Flags().BoolVar(&repair, "repair", false, "build damaged columns of the store again from its articles")
	return cmd
}

// runChecks runs the checks and writes a line for each.
func runChecks(ctx context.Context, w io.Writer, checks []check) error {
	failed := 0
	for _, c := range checks {
		found, err := c.run(ctx)
		if err == nil {
			fmt.Fprintf(w, "ok       %-10s %s\n", c.component, found)
			continue
		}
		failed++
		state := "broken"
		if errors.Is(err, geo.ErrUnavailable) || errors.Is(err, geo.ErrNotFound) {
			state = "missing"
		}
		fmt.Fprintf(w, "%-8s %-10s %v\n%20s→ %s\n", state, c.component, err, "", c.fix)
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d components are missing or broken", failed, len(checks))
	}
	return nil
}

// checks returns the checks in the order in which the components are needed.
func checks(gazetteerFile string, f *storeFlag, repair bool) []check {
	return []check{
		{"program", func(context.Context) (string, error) { return version, nil }, ""},
		{"gazetteer", func(context.Context) (string, error) { return checkGazetteer(gazetteerFile) }, "run \"make\" in the source folder, or \"dateline gazetteer build\" and give --gazetteer FILE"},
		{"models", func(context.Context) (string, error) { return checkModels() }, "build the program from a complete source folder, including data/model"},
		{"parsing", func(ctx context.Context) (string, error) { return checkParsing(ctx, gazetteerFile) }, "fix the components above; if there is nothing to fix, build the program again with \"make\""},
		{"memory", func(context.Context) (string, error) { return memoryLimits(), nil }, ""},
		{"store", func(ctx context.Context) (string, error) { return checkStore(ctx, f, repair) }, "run \"dateline doctor --repair\" if only columns are damaged; otherwise restore a backup into a new store, or choose another one with --store ADDRESS or $" + storeVariable},
		{"viewer", func(context.Context) (string, error) { return checkViewer() }, "run \"make\" in the source folder; it needs Node.js and npm"},
	}
}

func checkGazetteer(file string) (string, error) {
	g, err := openGazetteer(file)
	if err != nil {
		return "", err
	}
	defer g.Close()
	if err := g.Verify(); err != nil {
		return "", err
	}
	info := g.Info()
	return fmt.Sprintf("version %s, %d places, %d names, %d outlines, %d sources", info.Version, info.Places, info.Names, info.Outlines, len(info.Sources)), nil
}

func checkModels() (string, error) {
	recognizer, err := recognize.LoadModel(model.Recognizer)
	if err != nil {
		return "", err
	}
	resolver, err := resolve.LoadModel(model.Resolver)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("recognizer %s, resolver %s", recognizer.Version(), resolver.Name()), nil
}

// The text that a working installation places, and the largest error in kilometers.
const (
	testText     = "KABUL, Afghanistan - Officials from Islamabad held talks in Kabul on Monday, the ministry said."
	testDistance = 15
)

var kabul = orb.Point{69.1723, 34.5281} // GeoNames 1138958

// checkParsing parses a sentence with a known place.
func checkParsing(ctx context.Context, file string) (string, error) {
	p, err := openParser(file)
	if err != nil {
		return "", geo.Errorf(geo.ErrUnavailable, "not checked without the components above")
	}
	defer p.Close()
	parsed, err := p.Parse(ctx, geo.Article{Text: testText})
	if err != nil {
		return "", err
	}
	for _, r := range parsed.Resolutions {
		if r.Outcome == geo.OutcomePlaced && geometry.Distance(r.Place.Point, kabul) <= testDistance {
			return fmt.Sprintf("%d mentions in a test sentence, %d placed", parsed.Ledger.Mentions, parsed.Ledger.Placed), nil
		}
	}
	return "", errors.New("the test sentence was parsed, but Kabul was not placed")
}

// memoryLimits states how much memory articles take while they are imported.
func memoryLimits() string {
	return fmt.Sprintf("up to %s for documents that are received and read, %s for articles that are parsed, %d × %s for PDF documents",
		text.FormatBytes(importer.MaxDocumentMemory), text.FormatBytes(geoparser.MaxMemory), pdf.MaxProcesses, text.FormatBytes(pdf.MaxProcessMemory))
}

// checkStore checks the store. One that doesn't exist is correct if it can be created,
// which adding the first article does.
func checkStore(ctx context.Context, f *storeFlag, repair bool) (string, error) {
	address, err := f.location()
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(address); isFile(address) && err != nil {
		if err := checkCreate(address); err != nil {
			return "", err
		}
		return address + ", not created yet", nil
	}
	db, err := store.Open(ctx, address)
	if err != nil {
		return "", err
	}
	defer db.Close()
	r, err := db.Check(ctx)
	if err == nil && repair && len(r.Columns) > 0 {
		if err = db.Repair(ctx, r.Columns...); err == nil {
			r, err = db.Check(ctx)
		}
	}
	if err != nil {
		return "", err
	}
	if len(r.Faults) > 0 {
		return "", geo.Errorf(geo.ErrCorrupt, "%s has %d errors; the first: %s", db.Name(), len(r.Faults), r.Faults[0])
	}
	access := ""
	if db.ReadOnly() {
		access = " (read-only)"
	}
	return fmt.Sprintf("%s at %s%s, %d collections, %d articles, %d mentions, %d articles not parsed yet",
		db.Dialect(), db.Name(), access, r.Collections, r.Articles, r.Mentions, r.Unparsed), nil
}

// checkCreate creates the folder of a file, and removes what it created.
func checkCreate(path string) error {
	folder := filepath.Dir(path)
	existing := folder
	for existing != filepath.Dir(existing) {
		if _, err := os.Stat(existing); err == nil {
			break
		}
		existing = filepath.Dir(existing)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("the folder of the store can't be created: %w", err)
	}
	probe, err := os.CreateTemp(folder, ".dateline-*")
	if err != nil {
		return fmt.Errorf("the store can't be created: %w", err)
	}
	err = errors.Join(probe.Close(), os.Remove(probe.Name()))
	for ; folder != existing; folder = filepath.Dir(folder) {
		err = errors.Join(err, os.Remove(folder))
	}
	return err
}

func checkViewer() (string, error) {
	if _, err := fs.Stat(static.Files(), "dist/manifest.json"); err != nil {
		return "", geo.Errorf(geo.ErrUnavailable, "the viewer was not built")
	}
	return "built in", nil
}
