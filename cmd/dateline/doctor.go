package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"dateline/data/model"
	"dateline/geo"
	"dateline/geo/geometry"
	"dateline/geo/recognize"
	"dateline/geo/resolve"
	"dateline/server/store"
	"dateline/static"

	"github.com/paulmach/orb"
	"github.com/spf13/cobra"
)

// check is one part that the program needs.
type check struct {
	part string
	// look says what is there, or what is wrong.
	look   func(ctx context.Context) (string, error)
	remedy string
}

func newDoctorCommand() *cobra.Command {
	var file string
	var where storeFlag
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Say what is there, what is missing and what to do",
		Long: `Doctor looks at every part that the program needs, one line each, and says what
to do about a part that is missing. The exit status is 1 when one is.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return examine(cmd.Context(), cmd.OutOrStdout(), checks(file, &where))
		},
	}
	where.register(cmd)
	cmd.Flags().StringVar(&file, "gazetteer", "", "look at this gazetteer `FILE` instead of the one built in")
	return cmd
}

// examine runs all checks and writes a line for each.
func examine(ctx context.Context, w io.Writer, checks []check) error {
	bad := 0
	for _, c := range checks {
		found, err := c.look(ctx)
		if err == nil {
			fmt.Fprintf(w, "ok       %-10s %s\n", c.part, found)
			continue
		}
		bad++
		state := "broken"
		if errors.Is(err, geo.ErrUnavailable) || errors.Is(err, geo.ErrNotFound) {
			state = "missing"
		}
		fmt.Fprintf(w, "%-8s %-10s %v\n%20s→ %s\n", state, c.part, err, "", c.remedy)
	}
	if bad > 0 {
		return fmt.Errorf("%d of %d parts are missing or broken", bad, len(checks))
	}
	return nil
}

// checks lists the parts in the order in which they are needed.
func checks(gazetteerFile string, where *storeFlag) []check {
	return []check{
		{"program", func(context.Context) (string, error) { return version, nil }, ""},
		{"gazetteer", func(context.Context) (string, error) { return examineGazetteer(gazetteerFile) }, "run \"make\" in the source folder, or \"dateline gazetteer build\" and --gazetteer FILE"},
		{"models", func(context.Context) (string, error) { return examineModels() }, "build the program from a complete source folder, data/model included"},
		{"parsing", func(ctx context.Context) (string, error) { return examineParsing(ctx, gazetteerFile) }, "see to the parts above; if they are sound, build the program anew with \"make\""},
		{"store", func(ctx context.Context) (string, error) { return examineStore(ctx, where) }, "restore a backup into a new store, or name another one by --store"},
		{"viewer", func(context.Context) (string, error) { return examineViewer() }, "run \"make\" in the source folder; it needs Node.js and npm"},
	}
}

func examineGazetteer(file string) (string, error) {
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

func examineModels() (string, error) {
	tagger, err := recognize.LoadModel(model.Recognizer)
	if err != nil {
		return "", err
	}
	ranker, err := resolve.LoadModel(model.Resolver)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("recognizer %s, resolver %s", tagger.Version(), ranker.Name()), nil
}

// The text that a sound installation can place, and how near it must come.
const (
	trialText = "KABUL, Afghanistan - Officials from Islamabad held talks in Kabul on Monday, the ministry said."
	trialKM   = 15
)

var kabul = orb.Point{69.1723, 34.5281} // GeoNames 1138958

// examineParsing parses a sentence whose place is known.
func examineParsing(ctx context.Context, file string) (string, error) {
	e, err := openEngine(file)
	if err != nil {
		return "", geo.Errorf(geo.ErrUnavailable, "not tried without the parts above")
	}
	defer e.Close()
	p, err := e.Parser.Parse(ctx, geo.Article{Text: trialText})
	if err != nil {
		return "", err
	}
	for _, r := range p.Resolutions {
		if r.Outcome == geo.OutcomePlaced && geometry.Distance(r.Place.Point, kabul) <= trialKM {
			return fmt.Sprintf("%d mentions in a trial sentence, %d placed", p.Ledger.Mentions, p.Ledger.Placed), nil
		}
	}
	return "", errors.New("the trial sentence was read, but its Kabul was not placed")
}

// examineStore checks the store where there is one; none is nothing wrong, for the
// first article that is added makes it.
func examineStore(ctx context.Context, where *storeFlag) (string, error) {
	if _, err := os.Stat(where.where()); where.isFile() && errors.Is(err, fs.ErrNotExist) {
		return where.where() + ", not made yet", nil
	}
	db, err := store.Open(ctx, where.where())
	if err != nil {
		return "", err
	}
	defer db.Close()
	r, err := db.Check(ctx)
	if err != nil {
		return "", err
	}
	if len(r.Faults) > 0 {
		return "", geo.Errorf(geo.ErrCorrupt, "%s: %d faults, the first: %s", db.Name(), len(r.Faults), r.Faults[0])
	}
	return fmt.Sprintf("%s at %s, %d collections, %d articles, %d mentions, %d articles still to be parsed",
		db.Dialect(), db.Name(), r.Collections, r.Articles, r.Mentions, r.Unparsed), nil
}

func examineViewer() (string, error) {
	if _, err := fs.Stat(static.Files(), "dist/manifest.json"); err != nil {
		return "", geo.Errorf(geo.ErrUnavailable, "the browser's part was not built")
	}
	return "built in", nil
}
