package view

import (
	"fmt"
	"html/template"
	"strings"
)

// EmbedCode returns the HTML that embeds the map at a URL in a page of another site.
func EmbedCode(address, title string) string { return EmbedFrame(address, title, "100%", 480) }

// EmbedFrame returns the HTML that embeds the page at a URL in a frame. The height is in pixels.
func EmbedFrame(address, title, width string, height int) string {
	return fmt.Sprintf(`<iframe src="%s" title="%s" width="%s" height="%d" style="border:0" loading="lazy" allowfullscreen></iframe>`,
		template.HTMLEscapeString(address), template.HTMLEscapeString("Map: "+title), width, height)
}

// EmbedPicture returns the HTML of a picture that links to a page, for systems that remove frames.
func EmbedPicture(address, picture, alt string, width, height int) string {
	return fmt.Sprintf(`<a href="%s"><img src="%s" alt="%s" width="%d" height="%d" loading="lazy"></a>`,
		template.HTMLEscapeString(address), template.HTMLEscapeString(picture), template.HTMLEscapeString(alt), width, height)
}

// EmbedMarkdown returns the Markdown of a picture that links to a page.
func EmbedMarkdown(address, picture, alt string) string {
	escape := strings.NewReplacer(`\`, `\\`, `[`, `\[`, `]`, `\]`, "\n", " ", "`", "\\`", "*", `\*`, "_", `\_`, "<", `\<`, "!", `\!`)
	link := strings.NewReplacer("(", "%28", ")", "%29", " ", "%20", "<", "%3C", ">", "%3E")
	return fmt.Sprintf("[![%s](%s)](%s)\n", escape.Replace(alt), link.Replace(picture), link.Replace(address))
}
