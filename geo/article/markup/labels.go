package markup

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"dateline/geo/article/internal/document"

	"golang.org/x/net/html"
)

// labels are the whole texts of blocks that belong to a page and not to its article: names
// of buttons, players, advertisements and boxes. They are in lower case and without
// punctuation at the end.
var labels = set(
	"advertisement", "advertising", "sponsored", "promoted", "anzeige", "werbung", "publicidad", "publicité", "pubblicità", "publicidade", "reklama", "реклама", "advertentie", "annons",
	"share", "share this", "share this article", "share this story", "share on facebook", "share on twitter", "tweet", "print", "print this page", "email", "e-mail", "save", "copy link", "link copied", "permalink", "bookmark",
	"social share", "teilen", "drucken", "merken", "artikel drucken", "partager", "imprimer", "compartir", "imprimir", "condividi", "stampa", "compartilhar", "delen", "поделиться", "paylaş",
	"text size", "font size", "reset", "loading", "please wait", "play video", "play", "pause", "watch video", "video", "listen", "listen to article", "now playing", "close", "menu", "skip to content", "back to top", "top", "zurück", "nach oben",
	"tags", "topics", "filed under", "schlagwörter", "schlagworte", "stichwörter", "themen", "kategorien", "categories", "mots-clés", "etiquetas", "теги",
	"related", "related articles", "related stories", "related topics", "related posts", "related news", "related content", "more stories", "more news", "more on this story", "more like this", "read more", "read also", "see also", "you may also like", "you might also like", "recommended", "recommended for you", "most read", "most popular", "trending", "also read", "also in the news", "around the web", "from the web", "up next",
	"mehr zum thema", "auch interessant", "das könnte sie auch interessieren", "das könnte dich auch interessieren", "das könnte dir auch gefallen", "lesen sie auch", "ähnliche artikel", "ähnliche beiträge", "weitere artikel", "interessante artikel", "verwandte artikel", "meistgelesen", "mehr lesen", "mehr dazu", "weiterlesen",
	"lire aussi", "à lire aussi", "sur le même sujet", "articles liés", "voir aussi", "noticias relacionadas", "artículos relacionados", "lea también", "te puede interesar", "leia também", "notícias relacionadas", "leggi anche", "articoli correlati", "lees ook", "zobacz też", "czytaj też", "читайте также", "по теме", "ilgili haberler",
	"comments", "leave a comment", "leave a reply", "post a comment", "add a comment", "no comments", "comments are closed", "kommentare", "kommentieren", "kommentar schreiben", "kommentare geschlossen", "commentaires", "comentarios", "commenti", "reacties", "комментарии",
	"newsletter", "sign up", "subscribe", "log in", "follow us", "abonnieren", "anmelden", "s'abonner", "suscríbete",
)

// prompt matches a request to the reader to use a service of the site.
var prompt = regexp.MustCompile(`(?i)^\W*(` +
	`(please |you can )?(follow|like|find) \PP{1,60} on (twitter|facebook|instagram|google|x\b|linkedin|youtube|telegram|whatsapp)|` +
	`follow (us|@\w+)|join us on|` +
	`(sign|log) in (now )?to |be (the )?first to (comment|contribute)|to embed this |` +
	`(click|tap) here (to|for) (subscribe|sign|read|download|get|join|follow)|` +
	`get (the )?(latest|breaking|our|more) [^.]{0,60}(newsletter|inbox|\bapp\b|phone|alerts)|` +
	`(download|get) (the|our) [^.]{0,40}\bapp\b|for the latest (stories|news)|subscribe (now )?(to|for) |` +
	`do you want to be informed|we want to hear (what you think|from you)|submit a letter to the editor|` +
	`(the )?comments (on this|are closed|for this)|your e-?mail address will not be published|` +
	`(this|these) (feature|content|video) (is|are) not available|please enable (all )?(javascript|cookies)|your browser does not support|` +
	`(©|\(c\)|copyright ) ?\d{4}\b|all rights reserved|` +
	`erhalte(n sie)? (die |alle |unsere )?(updates|neuesten|aktuelle)|abonnieren sie|jetzt (den |unseren )?newsletter|unser kostenloser newsletter|folgen sie uns|folge uns|lade weitere|` +
	`vielen dank für deine stimme|` +
	`suivez[- ]nous|abonnez[- ]vous|inscrivez[- ]vous à|síguenos|suscríbete|siga-nos|assine |seguici|iscriviti|volg ons|подписывайтесь|следите за)`)

// linkedList matches the beginning of a block with links to topics or to the source.
var linkedList = regexp.MustCompile(`(?i)^\W*(tags?|topics?|filed under|posted in|categor(y|ies)|schlagw(ö|o)rte?r?|schagwörter|stichw(ö|o)rte?r?|themen|kategorien?|mots[- ]clés|etiquetas|теги|via|source|quelle|fonte|fuente|источник)\b`)

// byline matches the beginning of a line that names the author of an article.
var byline = regexp.MustCompile(`(?i)^\W*(by|von|par|por|di|door|aut(h)?or(en|a|es|i)?|text|words|written by|story by|reported by|geschrieben von|posted by|published by|gespeichert von|submitted (by|on)|автор|от)[: ]`)

// dateLabel matches what introduces the date of an article.
var dateLabel = regexp.MustCompile(`(?i)^\W*((first |last )?(published|updated|posted|modified|created)|date|stand|veröffentlicht|aktualisiert|erstellt|datum|publié|mis à jour|publicado|actualizado|pubblicato|aggiornato|опубликовано|обновлено|更新时间|发布时间)\b`)

const (
	// maxPrompt is the length of a prompt, in characters.
	maxPrompt = 250
	// maxLine is the length of a line with an author or a date, in characters.
	maxLine = 90
	// minRepeats is the number of times that a short block without a sentence is
	// repeated if it is the title of a player or of a picture.
	minRepeats = 3
)

// isLabel reports whether the text of a block is that of a button or box of the page.
func isLabel(s string) bool {
	return len(s) < 60 && labels[strings.ToLower(strings.Trim(s, " :.…»›>|-–—!→"))]
}

// isPrompt reports whether a block requests the reader to use a service of the site.
func isPrompt(s string) bool {
	return utf8.RuneCountInString(s) <= maxPrompt && prompt.MatchString(s)
}

// isLine reports whether a block before an article names its author or its date only.
func isLine(s string) bool {
	if utf8.RuneCountInString(s) > maxLine || strings.HasSuffix(s, ".") && len(strings.Fields(s)) > 8 {
		return false
	}
	if byline.MatchString(s) && len(strings.Fields(s)) <= 12 {
		return !strings.ContainsAny(s, "?!")
	}
	return dateLabel.MatchString(s) && strings.ContainsAny(s, "0123456789") || isDate(s)
}

// isDate reports whether a text is a date with few other words.
func isDate(s string) bool {
	letters := 0
	for word := range strings.FieldsSeq(s) {
		if !strings.ContainsAny(word, "0123456789") {
			letters++
		}
	}
	return letters <= 4 && document.FindDate(s) != ""
}

// repeatedBlocks returns the short texts that several blocks of an article have, the
// titles of its players and pictures.
func repeatedBlocks(article *html.Node) map[string]bool {
	count := map[string]int{}
	for n := range article.Descendants() {
		if n.Type == html.ElementNode && blockElements[n.Data] && n.Data != "li" && !hasBlockChild(n) {
			if s := shortText(n); s != "" && len(s) < 100 && !strings.ContainsAny(s[len(s)-1:], ".?!\"") {
				count[s]++
			}
		}
	}
	repeated := map[string]bool{}
	for s, n := range count {
		repeated[s] = n >= minRepeats && len(strings.Fields(s)) > 2
	}
	return repeated
}
