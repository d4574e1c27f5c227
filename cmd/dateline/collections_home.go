package main

import (
	"context"
	"fmt"
	"log/slog"

	"dateline/geo"
	"dateline/geo/resolve"

	"github.com/spf13/cobra"
)

// newHomeCommand returns the verb that sets the home of the publisher of a collection or feed.
func newHomeCommand(f *storeFlag, log *slog.Logger) *cobra.Command {
	var feed, gazetteer string
	cmd := &cobra.Command{
		Use:   "home COLLECTION PLACE",
		Short: "Set the place where the publisher of a collection or of a feed is at home",
		Long: `Home sets the place where the publisher of the articles of a collection, or of one of its
feeds, is at home: names are more likely to mean places near it, unless the article says
otherwise. The articles are parsed again by "dateline serve" or "dateline work". An empty
PLACE removes the home.`,
		Example: `  dateline collections home courier "Dayton, Ohio"
  dateline collections home courier "London, Ontario" --feed https://news.example/rss
  dateline collections home courier ""`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			app, err := openApp(cmd.Context(), f, &inputFlags{gazetteer: gazetteer}, true, log)
			if err != nil {
				return err
			}
			defer app.Close()
			if err := app.Store.CheckWritable(); err != nil {
				return err
			}
			var home geo.Place
			var queued int
			err = app.whileChecked(cmd.Context(), func(ctx context.Context) (err error) {
				home, queued, err = app.Importer.SetHome(ctx, args[0], feed, args[1])
				return err
			})
			if err != nil {
				return err
			}
			of := args[0]
			if feed != "" {
				of = feed
			}
			if home.ID == "" {
				fmt.Fprintf(cmd.OutOrStdout(), "removed the home of %s; articles to parse again: %d\n", of, queued)
				return nil
			}
			fmt.Fprintf(cmd.OutOrStdout(), "the home of %s is %s (%s); articles to parse again: %d\n", of, resolve.Title(&home), home.ID, queued)
			return nil
		},
	}
	f.register(cmd)
	cmd.Flags().StringVar(&feed, "feed", "", "only for the articles of the feed with this `URL`")
	cmd.Flags().StringVar(&gazetteer, "gazetteer", "", "use this gazetteer `FILE` instead of the built-in one")
	return cmd
}
