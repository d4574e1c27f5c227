package answer

// The queries of answers. database.SQLite keeps the order of a CROSS JOIN whatever its statistics are; without it, it reads whole
// collections for a few rows.
const (
	// MembersQuery lists the articles of a collection after an article.
	MembersQuery = `SELECT article, number, slot FROM members WHERE collection = $1 AND article > $2 AND number > 0 ORDER BY article LIMIT $3`
	// FactsQuery and FactsAfterQuery list the mentions of a place, the second one after a position.
	FactsQuery      = `SELECT day, slot, article, mention FROM facts WHERE collection = $1 AND place = $2 ORDER BY day DESC, slot DESC LIMIT $3`
	FactsAfterQuery = `SELECT day, slot, article, mention FROM facts WHERE collection = $1 AND place = $2 AND (day, slot) < ($4, $5)
		ORDER BY day DESC, slot DESC LIMIT $3`
	// SequenceQuery lists articles of a collection by their numbers. A condition on number follows.
	SequenceQuery = `SELECT number, article FROM members WHERE collection = $1 AND number > 0 AND `
	// PhrasesQuery lists the phrases of a place's last published mentions.
	PhrasesQuery = `SELECT f.slot, x.phrase FROM facts f CROSS JOIN mentions x
		WHERE f.collection = $1 AND f.place = $2 AND x.article = f.article AND x.number = f.mention ORDER BY f.day DESC, f.slot DESC LIMIT $3`
	// ArticleRowsQuery reads the rows of articles. A condition on m.number follows.
	ArticleRowsQuery = `SELECT m.number, m.id, coalesce(m.title, a.title), coalesce(m.publisher, a.publisher), coalesce(m.published, a.published),
			coalesce(m.url, a.url), p.language, a.source, substr(a.text, 1, 200), p.mentions, p.placed, p.countries, p.ambiguous, p.approximate, p.missing
		FROM members m CROSS JOIN articles a CROSS JOIN parses p
		WHERE m.collection = $1 AND a.seq = m.article AND p.article = m.article AND m.number > 0 AND `
	// NamedQuery reads the names of places. A condition on n.number follows.
	NamedQuery = `SELECT n.number, n.id, n.name, n.west, n.south, n.east, n.north FROM named n WHERE n.collection = $1 AND `
	// WordsQuery lists the articles that match a full-text query, of all collections, in one text: 11,000 rows of their own took as long as the search.
	WordsQuery         = `SELECT coalesce(group_concat(rowid, ' '), '') FROM texts WHERE texts MATCH $1`
	WordsPostgresQuery = `SELECT coalesce(string_agg(article::text, ' '), '') FROM texts WHERE words @@ to_tsquery('simple', $1)`
	// NumbersQuery lists the numbers of the articles of a collection.
	NumbersQuery = `SELECT article, number FROM members WHERE collection = $1 AND number > 0 ORDER BY article`
	// WithinQuery lists the places in an area.
	WithinQuery = `SELECT place FROM within WHERE collection = $1 AND area = $2`
	// ContainersQuery lists the articles that contain the texts of others.
	ContainersQuery = `SELECT m.number, o.number, k.share FROM copies k CROSS JOIN members m CROSS JOIN members o
		WHERE k.collection = $1 AND k.relation = 'contains' AND m.collection = $2 AND m.article = k.article AND m.number > 0
			AND o.collection = $2 AND o.article = k.other AND o.number > 0
		ORDER BY m.number, o.number`
)
