package main

import (
	"context"
	"fmt"
	"log/slog"
	"text/tabwriter"
	"time"

	"dateline/server/store"

	"github.com/spf13/cobra"
)

// change is a verb that changes a collection or an article.
type change struct {
	use, short string
	args       int // without a title or description
	run        func(ctx context.Context, tx *store.Tx, args []string) error
	done       string // printed with the arguments
}

// at returns an argument, or "".
func at(args []string, i int) string {
	if i < len(args) {
		return args[i]
	}
	return ""
}

// changes are the verbs of "dateline collections".
var changes = []change{
	{"rename COLLECTION TITLE", "Change the title of a collection", 2, func(ctx context.Context, tx *store.Tx, args []string) error {
		return tx.RenameCollection(ctx, args[0], args[1])
	}, "renamed %s\n"},
	{"describe COLLECTION TEXT", "Change the description of a collection", 2, func(ctx context.Context, tx *store.Tx, args []string) error {
		return tx.DescribeCollection(ctx, args[0], args[1])
	}, "described %s\n"},
	{"delete COLLECTION [ARTICLE]", "Delete a collection or an article; it can be restored for 30 days", 1, func(ctx context.Context, tx *store.Tx, args []string) error {
		return tx.Trash(ctx, args[0], at(args, 1))
	}, "deleted %s; restore it within 30 days with \"dateline collections restore\"\n"},
	{"restore COLLECTION [ARTICLE]", "Restore what was deleted", 1, func(ctx context.Context, tx *store.Tx, args []string) error {
		return tx.Restore(ctx, args[0], at(args, 1))
	}, "restored %s\n"},
	{"purge COLLECTION [ARTICLE]", "Delete a collection or an article for good", 1, func(ctx context.Context, tx *store.Tx, args []string) error {
		return tx.Purge(ctx, args[0], at(args, 1))
	}, "deleted %s for good\n"},
	{"move COLLECTION ARTICLE TO", "Move an article to another collection", 3, func(ctx context.Context, tx *store.Tx, args []string) error {
		_, err := tx.MoveArticle(ctx, args[0], args[1], args[2])
		return err
	}, "moved an article of %s\n"},
}

func newCollectionsCommand(log *slog.Logger) *cobra.Command {
	var f storeFlag
	cmd := &cobra.Command{
		Use:   "collections",
		Short: "List, rename, describe, delete and restore collections and articles",
		Long: `Collections lists the collections of the store with their articles and places,
and what was deleted and can be restored.`,
		Example: `  dateline collections
  dateline collections rename border "Border talks"
  dateline collections delete border story-1`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withStorage(cmd, &f, log, func(s *storage) error { return listCollections(cmd, s.Store) })
		},
	}
	f.register(cmd)
	for _, c := range changes {
		most := c.args
		if c.args == 1 {
			most = 2
		}
		verb := &cobra.Command{Use: c.use, Short: c.short, Args: cobra.RangeArgs(c.args, most), RunE: func(cmd *cobra.Command, args []string) error {
			return withQueue(cmd, &f, log, func(s *storage) error {
				err := s.Store.Update(cmd.Context(), func(tx *store.Tx) error { return c.run(cmd.Context(), tx, args) })
				if err == nil {
					fmt.Fprintf(cmd.OutOrStdout(), c.done, args[0])
				}
				return err
			})
		}}
		f.register(verb)
		cmd.AddCommand(verb)
	}
	cmd.AddCommand(newEditCommand(&f, log), newHomeCommand(&f, log))
	return cmd
}

// newEditCommand returns the verb that changes what is shown of an article.
func newEditCommand(f *storeFlag, log *slog.Logger) *cobra.Command {
	var title, publisher, published, address string
	cmd := &cobra.Command{
		Use:   "edit COLLECTION ARTICLE",
		Short: "Change the title, publisher, date or address of an article in a collection",
		Long: `Edit changes what is shown of an article in one collection. An empty value shows
what the article itself has.`,
		Example: `  dateline collections edit border story-1 --published 2021-09-06`,
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			var e store.ArticleEdit
			for name, field := range map[string]struct {
				value *string
				edit  **string
			}{"title": {&title, &e.Title}, "publisher": {&publisher, &e.Publisher}, "published": {&published, &e.Published}, "url": {&address, &e.URL}} {
				if cmd.Flags().Changed(name) {
					*field.edit = field.value
				}
			}
			if e == (store.ArticleEdit{}) {
				return usagef("give what to change, such as --title")
			}
			return withQueue(cmd, f, log, func(s *storage) error {
				return s.Store.Update(cmd.Context(), func(tx *store.Tx) error { return tx.EditArticle(cmd.Context(), args[0], args[1], e) })
			})
		},
	}
	f.register(cmd)
	cmd.Flags().StringVar(&title, "title", "", "the title")
	cmd.Flags().StringVar(&publisher, "publisher", "", "the publisher")
	cmd.Flags().StringVar(&published, "published", "", "the day of publication, as 2026-11-26")
	cmd.Flags().StringVar(&address, "url", "", "the address")
	return cmd
}

// listCollections prints the collections and what was deleted.
func listCollections(cmd *cobra.Command, db *store.DB) error {
	all, err := db.Collections(cmd.Context())
	if err != nil {
		return err
	}
	trash, err := db.TrashList(cmd.Context())
	if err != nil {
		return err
	}
	out := tabwriter.NewWriter(&printable{cmd.OutOrStdout()}, 0, 4, 2, ' ', 0)
	for i := range all {
		fmt.Fprintf(out, "%s\t%d articles\t%d places\t%s\n", all[i].Name, all[i].Articles, all[i].Places, all[i].Title)
	}
	for _, t := range trash {
		name := t.Collection
		if t.Article != "" {
			name += " " + t.Article
		}
		fmt.Fprintf(out, "%s\tdeleted %s\tuntil %s\t%s\n", name, t.Deleted.Format(time.DateOnly), t.Expires.Format(time.DateOnly), t.Title)
	}
	return out.Flush()
}
