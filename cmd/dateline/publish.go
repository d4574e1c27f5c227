package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"dateline/geo"
	"dateline/server/edition"
	"dateline/server/selection"
	"dateline/static"

	"github.com/spf13/cobra"
)

func newPublishCommand(log *slog.Logger) *cobra.Command {
	p := publishing{log: log}
	cmd := &cobra.Command{
		Use:   "publish COLLECTION",
		Short: "Publish a selection of a collection as an edition",
		Long: `Publish keeps what is selected now as an edition: a page, figures, layers and a page
for embedding, at the address /p/ID/1 of the server. They stay the same whatever is
added or corrected later. Publishing the same selection under the same title again
makes the next edition, /p/ID/2, if anything has changed; /p/ID shows the newest.

--picks names a JSON file with the places of the edition in their order:

  [{"place": "geonames:1138958", "label": "Kabul", "side": "ne", "number": true,
    "note": "Where the talks were held"}]

A publication is withdrawn with --withdraw ID: its address remains and gives the reason.`,
		Example: `  dateline publish border-talks --title "Border talks"
  dateline publish border-talks --select 'country=AF' --note "Torkham added"
  dateline publish --withdraw 3f2a9c01d4 --reason "The report was retracted"`,
		Args: cobra.MaximumNArgs(1),
		RunE: p.run,
	}
	p.store.register(cmd)
	registerGazetteer(cmd, &p.gazetteer)
	f := cmd.Flags()
	f.StringVar(&p.query, "select", "", "publish only the mentions that this `SELECTION` selects")
	f.StringVar(&p.choices.Title, "title", "", "title (default that of the collection)")
	f.StringVar(&p.choices.Description, "description", "", "sentence below the title")
	f.StringVar(&p.choices.Alt, "alt", "", "text alternative of the figure (default made from the data)")
	f.StringVar(&p.choices.Note, "note", "", "what changed since the edition before")
	f.StringVar(&p.choices.Precision, "precision", "", "cap the precision to `district or country`")
	f.StringVar(&p.picks, "picks", "", "JSON `FILE` with the places to publish")
	f.StringVar(&p.id, "as", "", "publish the next edition of the publication with this `ID`")
	f.StringVar(&p.withdraw, "withdraw", "", "withdraw the publication with this `ID`")
	f.StringVar(&p.reason, "reason", "", "why it is withdrawn")
	return cmd
}

// publishing is one run of the verb.
type publishing struct {
	log                         *slog.Logger
	store                       storeFlag
	gazetteer, query, picks, id string
	withdraw, reason            string
	choices                     edition.Choices
}

func (p *publishing) run(cmd *cobra.Command, args []string) error {
	if (p.withdraw != "") == (len(args) == 1) {
		return usagef("give a collection to publish, or a publication with --withdraw ID")
	}
	if p.withdraw != "" {
		return withStorage(cmd, &p.store, p.log, func(s *storage) error {
			if err := s.Store.Withdraw(cmd.Context(), p.withdraw, p.reason, time.Now()); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "withdrew %s\n", edition.Path(p.withdraw))
			return nil
		})
	}
	if p.picks != "" {
		if err := p.readPicks(); err != nil {
			return err
		}
	}
	s, notices := selection.ParseQuery(p.query)
	for _, n := range notices {
		fmt.Fprintf(cmd.ErrOrStderr(), "dateline: --select: %s=%s has no effect (%s)\n", n.Key, n.Value, n.Reason)
	}
	parser, err := openParser(p.gazetteer)
	if err != nil {
		return err
	}
	defer parser.Close()
	return withStorage(cmd, &p.store, p.log, func(st *storage) error {
		ctx := cmd.Context()
		st.Store.SetGazetteer(parser.Gazetteer)
		r, err := st.Store.Select(ctx, args[0], s)
		if err != nil {
			return err
		}
		now := time.Now().Truncate(time.Millisecond)
		publication, err := edition.Publish(ctx, st.Store, p.id, r, &p.choices, edition.Origin{Gazetteer: parser.Gazetteer, Static: static.Files(), Now: now})
		if err != nil {
			return err
		}
		n := len(publication.Editions)
		verb := "published"
		if !publication.Editions[n-1].Published.Equal(now) {
			verb = "unchanged:"
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%s edition %d at %s (content %s)\n", verb, n, edition.Root(publication.ID, n), publication.Editions[n-1].Content[:12])
		return nil
	})
}

// readPicks reads the file with the places to publish.
func (p *publishing) readPicks() error {
	data, err := os.ReadFile(p.picks)
	if err != nil {
		return fmt.Errorf("reading the picked places: %w", err)
	}
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.DisallowUnknownFields()
	if err := d.Decode(&p.choices.Picks); err != nil {
		return geo.Errorf(geo.ErrInput, "%s is not a list of picked places as described in the help: %w", p.picks, err)
	}
	return nil
}
