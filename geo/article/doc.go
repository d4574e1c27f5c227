// Package article reads articles out of documents: plain text in any encoding, Markdown, HTML, JSON Lines, CSV, PDF, DOCX, ODT, EPUB, RTF, e-mail and ZIP archives of these.
//
// What a document is comes from its content, not its name. The text of an
// article is normalised once, by [NormalizeText], and never changes afterwards.
// The one exception is JSON Lines: its texts are taken as they are, because
// what is said of them counts code points of the input.
//
// Every byte from outside is hostile: sizes, counts and depths are bounded by
// [Options], and one bad document never stops the ones after it.
package article
