package article_test

import (
	"io"
	"testing"

	"dateline/geo/article"
)

// Each article of a pipe is yielded before the next line is written.
func TestReadAnswersEachLineOfAnOpenPipe(t *testing.T) {
	in, out := io.Pipe()
	lines := make(chan string)
	go func() {
		for l := range lines {
			if _, err := io.WriteString(out, l); err != nil {
				t.Error(err)
			}
		}
		out.Close()
	}()
	lines <- `{"id": "1", "text": "Kabul."}` + "\n"
	n := 0
	for a, err := range article.Read(t.Context(), in, article.Options{Name: "-"}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		switch a.ID {
		case "1":
			lines <- `{"id": "2", "text": "Herat."}` + "\n"
		default:
			close(lines)
		}
	}
	if n != 2 {
		t.Errorf("%d articles, want 2", n)
	}
}
