package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"dateline/geo"
	"dateline/geo/fetch/safehttp"
	"dateline/geo/geocode"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// storeVariable is the environment variable with the address of the store.
const storeVariable = "DATELINE_STORE"

// storeFlag is the --store flag of every verb that opens the store.
type storeFlag struct{ address string }

func (f *storeFlag) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.address, "store", "", "`ADDRESS` of the store: a file, or postgres://USER@HOST/DATABASE (default\n$"+
		storeVariable+", or a file in your data folder)")
}

// location returns the address of the store. The error is a geo.ErrNotFound when none
// is given and the user has no home folder.
func (f *storeFlag) location() (string, error) {
	if f.address != "" {
		return f.address, nil
	}
	if address := os.Getenv(storeVariable); address != "" {
		return address, nil
	}
	if !filepath.IsAbs(os.Getenv("XDG_DATA_HOME")) {
		if _, err := os.UserHomeDir(); err != nil {
			return "", geo.Errorf(geo.ErrNotFound, "there is no home folder for the store; give --store FILE or set $%s", storeVariable)
		}
	}
	return filepath.Join(xdg.DataHome, "dateline", "dateline.db"), nil
}

// isFile reports whether the address of a store is a file.
func isFile(address string) bool { return !strings.Contains(address, "://") }

// inputFlags are the flags of every verb that parses articles.
type inputFlags struct {
	fetchFlags
	gazetteer string
	workers   int
	home      string
	geocoders []string
}

func (f *inputFlags) register(cmd *cobra.Command) {
	f.fetchFlags.register(cmd)
	registerGazetteer(cmd, &f.gazetteer)
	cmd.Flags().Var(&checkedList{all: &f.geocoders, check: geocode.CheckName}, "geocoder", "look up names that the gazetteer lacks with this online geocoder, as `NAME` or\nNAME@URL; may be repeated (see \"dateline help geocoders\")")
	cmd.Flags().StringVar(&f.home, "home", "", "the `PLACE` where the publisher is at home, such as \"Dayton, Ohio\": names are more\nlikely to mean places near it, unless the article says otherwise")
	registerWorkers(cmd, &f.workers)
}

// registerWorkers adds the --workers flag.
func registerWorkers(cmd *cobra.Command, n *int) {
	cmd.Flags().IntVar(n, "workers", runtime.GOMAXPROCS(0), "parse `N` articles at a time; the results are the same for any number")
	cmd.Flags().Lookup("workers").DefValue = "one per core"
}

// fetchFlags are the flags of every verb that fetches URLs.
type fetchFlags struct{ allow []string }

func (f *fetchFlags) register(cmd *cobra.Command) {
	cmd.Flags().Var(&checkedList{all: &f.allow, check: safehttp.CheckAllowed}, "allow-private-address", "also fetch from this private `HOST:PORT`, host, IP address or network; may be\nrepeated")
	renamed(cmd, "allow-address", "allow-private-address")
}

// historyFlag is the --history flag.
func historyFlag(cmd *cobra.Command, history *bool) {
	cmd.Flags().BoolVar(history, "history", false, "resolve articles with the places that other articles of the same publisher, among\nthe inputs or in the collection, name; results then depend on those and say \"history\"")
}

// registerGazetteer adds the --gazetteer flag.
func registerGazetteer(cmd *cobra.Command, path *string) {
	cmd.Flags().StringVar(path, "gazetteer", "", "use this gazetteer `FILE` instead of the built-in one")
}

// checkedList is a flag with a list of values, each of which is checked. The flag may
// be repeated, and commas may separate values.
type checkedList struct {
	all   *[]string
	check func(string) error
}

// Set appends values.
func (l *checkedList) Set(values string) error {
	for value := range strings.SplitSeq(values, ",") {
		value = strings.TrimSpace(value)
		if err := l.check(value); err != nil {
			return err
		}
		*l.all = append(*l.all, value)
	}
	return nil
}

// String returns the values, separated by commas.
func (l *checkedList) String() string {
	if l.all == nil {
		return ""
	}
	return strings.Join(*l.all, ",")
}

// Type returns the name of the type in the help.
func (l *checkedList) Type() string { return "strings" }

// renamedTo is the annotation of a flag under its old name.
const renamedTo = "renamed-to"

// renamed registers the old name of a flag. It is hidden, sets the same value and
// prints a warning when it is used; it is removed in the release after the next.
func renamed(cmd *cobra.Command, old, name string) {
	alias := *cmd.Flags().Lookup(name)
	alias.Name, alias.Shorthand, alias.Hidden = old, "", true
	alias.Annotations = map[string][]string{renamedTo: {name}}
	cmd.Flags().AddFlag(&alias)
}

// warnRenamed prints a warning for each flag that was given by its old name.
func warnRenamed(cmd *cobra.Command) {
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if name := f.Annotations[renamedTo]; len(name) == 1 {
			fmt.Fprintf(cmd.ErrOrStderr(), "dateline: --%s is now --%s; the old name will be removed in the next release\n", f.Name, name[0])
		}
	})
}
