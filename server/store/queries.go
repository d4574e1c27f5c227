package store

// The queries of changes. SQLite keeps the order of a CROSS JOIN whatever its statistics are; without it, it reads whole
// collections for a few rows.
const (
	// memberRowsQuery reads articles as the columns need them. A condition on m.article follows.
	memberRowsQuery = `SELECT m.article, m.number, m.slot, m.slots, m.trashed = 0 AND p.article IS NOT NULL,
			coalesce(m.publisher, a.publisher), coalesce(m.published, a.published), coalesce(p.language, ''), m.feed, coalesce(l.number, 0), m.id, m.copy
		FROM members m CROSS JOIN articles a LEFT JOIN parses p ON p.article = m.article
			LEFT JOIN members l ON l.collection = m.collection AND l.article = m.leader
		WHERE m.collection = $1 AND a.seq = m.article AND `
	// neighborsQuery lists the articles with the same or nearly the same text.
	neighborsQuery = `SELECT m.article, m.leader FROM copies k CROSS JOIN members m
			WHERE k.collection = $1 AND k.article = $3 AND k.relation = 'near' AND m.collection = $2 AND m.article = k.other
		UNION SELECT m.article, m.leader FROM articles a CROSS JOIN articles b CROSS JOIN members m
			WHERE a.seq = $3 AND b.hash = a.hash AND b.seq <> $3 AND m.collection = $2 AND m.article = b.seq AND m.compared = 1`
	// copiesQuery lists the articles with text in common with an article.
	copiesQuery = `WITH this AS (SELECT c.Number, m.article, a.hash FROM members m CROSS JOIN collections c CROSS JOIN articles a
				WHERE m.collection = $1 AND m.id = $2 AND c.name = m.collection AND a.seq = m.article),
			found AS (SELECT k.other AS article, k.relation FROM this t CROSS JOIN copies k WHERE k.collection = t.number AND k.article = t.article
				UNION SELECT b.seq, 'identical' FROM this t CROSS JOIN articles b WHERE b.hash = t.hash AND b.seq <> t.article)
		SELECT f.relation, m.id, coalesce(m.title, a.title), coalesce(m.publisher, a.publisher), coalesce(m.published, a.published), p.language, a.source, substr(a.text, 1, 200)
		FROM found f CROSS JOIN members m CROSS JOIN articles a CROSS JOIN parses p
		WHERE m.collection = $1 AND m.article = f.article AND m.trashed = 0 AND a.seq = m.article AND p.article = m.article
		ORDER BY CASE f.relation WHEN 'identical' THEN 0 WHEN 'near' THEN 1 WHEN 'contains' THEN 2 ELSE 3 END, m.article LIMIT $3`
)

// The queries of the articles with a phrase, and the numbers of its mentions in them.
const (
	collectionPhraseQuery = `SELECT x.article, count(*) FROM mentions x CROSS JOIN members m
		WHERE x.phrase = $2 AND m.collection = $1 AND m.article = x.article AND m.trashed = 0 GROUP BY x.article`
	allPhraseQuery = `SELECT x.article, count(*) FROM mentions x WHERE x.phrase = $1 AND EXISTS (SELECT 1 FROM members m WHERE m.article = x.article) GROUP BY x.article`
)
