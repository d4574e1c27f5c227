package parsed

import (
	"context"
	"database/sql"
	"slices"

	"dateline/geo"
	"dateline/server/store/internal/database"
	"dateline/server/store/internal/decision"
)

// decideAll applies the decisions about a collection to its articles, and adds the places that the program missed.
func (r *Reader) decideAll(ctx context.Context, tx *sql.Tx, s Selector, all []Article) error {
	decisions, err := r.latestDecisions(ctx, tx, &s)
	if err != nil || decisions == nil {
		return err
	}
	for i := range all {
		l := &all[i]
		if err := l.decide(ctx, tx, decisions, s.Want); err != nil {
			return err
		}
	}
	return nil
}

// decide applies decisions to the mentions of an article.
func (l *Article) decide(ctx context.Context, tx *sql.Tx, decisions *decision.Index, want func(article int64, mention int) bool) error {
	changed := false
	for i := range l.Mentions {
		m, r := &l.Mentions[i], &l.Resolutions[i]
		place, role := decisions.Find(l.Article.ID, geo.CopyID(geo.MentionID(&l.Article, m.Span), l.copy), m.Phrase)
		if place == nil && role == nil {
			continue
		}
		v := decision.Meaning{Outcome: r.Outcome, Confidence: r.Confidence, Role: m.Role}
		if r.Place != nil {
			v.PlaceID = r.Place.ID
		}
		place.Apply(m, r, v.Decided(place, role))
		changed = true
	}
	if decisions.Adds(l.Article.ID) {
		added, err := l.addMissed(ctx, tx, decisions, want)
		if err != nil {
			return err
		}
		changed = changed || added
	}
	if changed && want == nil {
		l.Ledger = geo.Ledger{}
		for i := range l.Resolutions {
			l.Ledger.Add(l.Resolutions[i].Outcome)
		}
	}
	return nil
}

// addMissed adds the places that the program missed in an article, in the order of the text.
func (l *Article) addMissed(ctx context.Context, tx *sql.Tx, decisions *decision.Index, want func(article int64, mention int) bool) (added bool, err error) {
	var spans []geo.Span // of all mentions, wanted or not
	rows, err := tx.QueryContext(ctx, `SELECT first, past FROM mentions WHERE article = $1 ORDER BY number`, l.Seq)
	err = database.Scan(rows, err, func(row database.Scanner) error {
		var s geo.Span
		err := row.Scan(&s.Start, &s.End)
		spans = append(spans, s)
		return err
	})
	if err != nil {
		return false, err
	}
	for n, d := range decisions.Missed(l.Article.ID, spans) {
		number := l.base + n
		if d.Span.End > len(l.Article.Text) || want != nil && !want(l.Seq, number) {
			continue
		}
		m := geo.Mention{Span: d.Span, Phrase: d.Span.Text(l.Article.Text), Role: geo.RoleLiteral, Recognized: 1, Passage: sentence(l.Article.Text, d.Span)}
		r := geo.Resolution{}
		role := d
		if d.Role == "" {
			role = nil
		}
		d.Apply(&m, &r, decision.Meaning{Role: m.Role}.Decided(d, role))
		at, _ := slices.BinarySearchFunc(l.Mentions, m, func(a, b geo.Mention) int { return a.Start - b.Start })
		l.Mentions, l.Resolutions = slices.Insert(l.Mentions, at, m), slices.Insert(l.Resolutions, at, r)
		l.Numbers = slices.Insert(l.Numbers, at, number)
		l.moveAnchors(at)
		added = true
	}
	return added, nil
}

// moveAnchors adjusts the anchors of relations after a mention was inserted.
func (l *Article) moveAnchors(at int) {
	for i := range l.Mentions {
		rel := l.Mentions[i].Relation
		if rel == nil {
			continue
		}
		for _, index := range []*int{&rel.Anchor, &rel.Anchor2, &rel.SubjectMention} {
			if *index >= at {
				*index++
			}
		}
	}
}

// sentence returns the span of the line around a span, cut at the ends of sentences.
func sentence(text string, s geo.Span) geo.Span {
	from, to := s.Start, s.End
	for from > 0 && text[from-1] != '\n' && (from < 2 || text[from-1] != ' ' || !isEnd(text[from-2])) {
		from--
	}
	for to < len(text) && text[to] != '\n' && (to == s.End || text[to] != ' ' || !isEnd(text[to-1])) {
		to++
	}
	return geo.Span{Start: from, End: to}
}

// isEnd reports whether a byte ends a sentence.
func isEnd(b byte) bool { return b == '.' || b == '!' || b == '?' }

// latestDecisions caches the decisions about a collection at its version.
func (r *Reader) latestDecisions(ctx context.Context, tx *sql.Tx, s *Selector) (*decision.Index, error) {
	key := decisionKey{s.Number, s.Revision}
	if s.Number == 0 {
		if err := tx.QueryRowContext(ctx, `SELECT number, version FROM collections WHERE name = $1`, s.Name).Scan(&key.number, &key.revision); err != nil {
			return nil, err
		}
	}
	if x, ok := r.decisions.Get(key); ok {
		return x, nil
	}
	x, err := decision.Read(ctx, tx, s.Name)
	if err != nil {
		return nil, err
	}
	r.decisions.RemoveIf(func(old decisionKey) bool { return old.number == key.number })
	size := 100 + 500*x.Len()
	r.decisions.Put(key, x, size)
	return x, nil
}
