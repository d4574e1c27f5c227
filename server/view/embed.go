package view

import "html/template"

// EmbedCode returns the HTML that embeds the map at a URL in a page of another site.
func EmbedCode(address, title string) string {
	return `<iframe src="` + template.HTMLEscapeString(address) + `" title="` + template.HTMLEscapeString("Map: "+title) +
		`" width="100%" height="480" style="border:0" loading="lazy" allowfullscreen></iframe>`
}
