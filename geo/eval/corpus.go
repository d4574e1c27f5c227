package eval

import (
	"strings"

	"dateline/geo"
	"dateline/geo/eval/conll"
)

// CorpusDocument returns a document of a token-level corpus as a gold document. The places are those labeled
// as locations or states. Buildings and peoples are neither correct nor errors, because the corpora differ in
// whether they label them, nor are mentions with the role associative that match no label: the corpora label
// states and towns that act as organizations.
func CorpusDocument(d *conll.Document) Document {
	out := Document{ID: d.ID, LiteralOnly: true}
	var text strings.Builder
	var mentions []geo.Mention
	var ignored []bool
	for i := range d.Sentences {
		s := &d.Sentences[i]
		if i > 0 {
			text.WriteByte('\n')
		}
		start := text.Len()
		for _, n := range s.Names {
			switch n.Type {
			case "LOC", "GPE", "FAC", "NORP":
				span := geo.Span{Start: start + n.Start, End: start + n.End}
				mentions = append(mentions, geo.Mention{Span: span, Phrase: n.Text(s.Text)})
				ignored = append(ignored, n.Type == "FAC" || n.Type == "NORP")
			}
		}
		text.WriteString(s.Text)
	}
	out.Text = text.String()
	out.Toponyms = FromMentions(out.Text, mentions)
	for i := range out.Toponyms {
		out.Toponyms[i].Ignore = ignored[i]
	}
	return out
}

// ReadCorpus reads a token-level corpus as gold documents, whose language is that of the file's name; see
// [conll.LanguageOf]. If heldOut is set, it returns only the tenth that models are not trained on.
// Documents that nobody labeled are left out.
func ReadCorpus(path string, heldOut bool) ([]Document, error) {
	docs, err := conll.ReadFile(path, conll.Options{Language: conll.LanguageOf(path)})
	if err != nil {
		return nil, err
	}
	var out []Document
	for i := range docs {
		if !docs[i].Unlabeled() && (!heldOut || docs[i].HeldOut()) {
			out = append(out, CorpusDocument(&docs[i]))
		}
	}
	return out, nil
}
