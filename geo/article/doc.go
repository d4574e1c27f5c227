// Package article reads articles out of documents: plain text in any encoding, Markdown, HTML, feeds, JSON Lines, CSV, PDF, DOCX, ODT, EPUB, RTF, e-mail, ZIP archives of these and web archives.
//
// What a document is comes from its content, not its name ([Sniff]). The text of
// an article is normalised once, by [NormalizeText], and never changes afterwards.
// The one exception is JSON Lines: its texts are taken as they are, because
// what is said of them counts code points of the input.
//
//	zip       DOCX (ECMA-376), ODT (ISO/IEC 26300), EPUB 3: one article each; a ZIP
//	          archive: each file in it, by name
//	pdf       PDF, by PDFium in a sandbox; knows on which page a passage stands
//	rtf       RTF 1.9.1
//	warc      WARC (ISO 28500), compressed or not: each page and document
//	feed      RSS, RDF, Atom, JSON Feed: each item ([ReadFeed] for more of it)
//	opml      lists of feeds: no article; [ReadOPML] gives the addresses
//	jsonl     JSON Lines: each line
//	html      HTML, by Readability
//	mbox      mbox (RFC 4155): each message
//	email     RFC 5322 with MIME
//	csv       tables with a header that names a text: each row
//	markdown  CommonMark with tables and footnotes, and YAML front matter
//	text      everything else that is text
//
// Every byte from outside is hostile: sizes, counts and depths are bounded by
// [Options], and one bad document never stops the ones after it. JSON Lines, CSV,
// mbox and WARC are read as they come, whatever their length: the limit is on each
// article. A ZIP archive is bounded as a whole. Nothing that a document refers to
// is fetched, and no entity that it declares is expanded.
package article
