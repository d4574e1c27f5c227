package mail

import "strings"

// joinFlowed joins the lines of the paragraphs of a text in the format "flowed" (RFC
// 3676): a line that ends with a space continues on the next one, if that is quoted as
// deeply. deleteSpace is set where the space is not part of the text.
func joinFlowed(s string, deleteSpace bool) string {
	var b strings.Builder
	depth, flowing := 0, false // of the line before
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimSuffix(line, "\r")
		content := strings.TrimLeft(line, ">")
		quotes := len(line) - len(content)
		content = strings.TrimPrefix(content, " ") // space-stuffing
		switch {
		case flowing && quotes == depth && content != "-- ":
		case b.Len() > 0:
			b.WriteByte('\n')
			fallthrough
		default:
			b.WriteString(line[:quotes])
			if quotes > 0 {
				b.WriteByte(' ')
			}
		}
		depth, flowing = quotes, strings.HasSuffix(content, " ") && content != "-- "
		if flowing && deleteSpace {
			content = content[:len(content)-1]
		}
		b.WriteString(content)
	}
	return b.String()
}
