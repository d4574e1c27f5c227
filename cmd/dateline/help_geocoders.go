package main

import (
	"strings"

	"dateline/geo/geocode"

	"github.com/spf13/cobra"
)

// newGeocodersTopic returns the help topic on online geocoders.
func newGeocodersTopic() *cobra.Command {
	var free, keyed []string
	for _, d := range geocode.Providers() {
		if d.Keyed {
			keyed = append(keyed, "  "+d.Name)
		} else {
			free = append(free, "  "+d.Name)
		}
	}
	key := geocode.KeyVariable("name")
	return &cobra.Command{
		Use:   "geocoders",
		Short: "Online geocoders for names that the gazetteer lacks",
		Long: `By default nothing is looked up online. With --geocoder NAME, names that the
gazetteer lacks are looked up with an online geocoder. Only the name and the
country that the article is about are sent. The results then depend on its
answers, which are cached in your cache folder, and name it as their source. The
flag may be repeated: the next geocoder is used for what the one before doesn't
find. NAME@URL is a server of your own, such as nominatim@http://nominatim.lan.

Without a key:
` + strings.Join(free, "\n") + `

With a key in $` + key + `, or in the file that $` + key + `_FILE names
($` + geocode.KeyVariable("google") + ` for google):
` + strings.Join(keyed, "\n"),
	}
}
