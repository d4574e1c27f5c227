// Package article reads articles from documents: plain text in any encoding, Markdown, HTML, feeds, JSON Lines, CSV, PDF, DOCX, ODT, EPUB, RTF, e-mail, ZIP archives of these and web archives.
//
// The format of a document is detected from its content, not from its name
// ([Sniff]). The text of an article is normalized once, by [text.Normalize], and never
// changes afterwards. The exception is JSON: its texts are not normalized,
// because results give offsets into them in code points of the input.
//
//	zip       DOCX, PPTX (ECMA-376), ODT, ODP (ISO/IEC 26300), EPUB 3: one article
//	          each; XLSX: each row; a ZIP
//	          archive: each file in it, by name
//	pdf       PDF, by PDFium in a sandbox, with the page of each passage
//	ole       old and locked Office files, which are refused with what to do
//	rtf       RTF 1.9.1
//	warc      WARC (ISO 28500), compressed or not: each page and document
//	feed      RSS, RDF, Atom, JSON Feed: each item
//	opml      lists of feeds: no article; [Document.Feeds] returns the feeds
//	jsonl     JSON Lines: each line
//	html      HTML, by Readability
//	mbox      mbox (RFC 4155): each message
//	email     RFC 5322 with MIME
//	csv       tables with a column of texts: each row
//	json      JSON arrays of objects: each object, like a row
//	markdown  CommonMark with tables and footnotes, and YAML front matter
//	text      all other text
//
// Documents are untrusted: their sizes, counts and depths are limited, and a bad
// document never stops those after it. JSON Lines, CSV, mbox and WARC are streamed,
// whatever their length: the limit applies to each article. A ZIP archive is limited
// as a whole. References in a document are not fetched, and entities that it declares
// are not expanded.
package article
