package recognizer

import (
	"bytes"
	"context"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"dateline/geo/eval"
	"dateline/geo/recognize/recognizetest"
)

// smallFolder has the training files of the small model.
const smallFolder = "../../recognize/recognizetest/testdata"

// smallOptions are the options with which the small model is trained.
func smallOptions(t *testing.T) Options {
	return Options{
		CorpusFiles: []string{filepath.Join(smallFolder, "sentences.tsv")},
		Gold:        []string{filepath.Join(smallFolder, "articles.jsonl")},
		Gazetteer:   recognizetest.Gazetteer(t),
	}
}

// TestSmallModel checks that the small model is what training makes of its files today. Floating-point
// results may differ on other architectures. After an intended change, make the model again as the
// comment of recognizetest describes.
func TestSmallModel(t *testing.T) {
	var log strings.Builder
	o := smallOptions(t)
	o.Log = &log
	model, err := Train(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOARCH == "amd64" && !bytes.Equal(model, recognizetest.ModelFile(t)) {
		t.Error("training gives another model than the one in recognizetest")
	}
	if !strings.Contains(log.String(), "read 448 sentences") || strings.Count(log.String(), "\n") != 5 {
		t.Errorf("the log is\n%s", log.String())
	}
}

func TestCrossValidate(t *testing.T) {
	o := smallOptions(t)
	held := o.Gold
	predictions, err := CrossValidate(context.Background(), recognizetest.ModelFile(t), o, held, 3)
	if err != nil {
		t.Fatal(err)
	}
	if len(predictions) != 1 || predictions[0].Corpus != "articles" {
		t.Fatalf("predictions of %d corpora", len(predictions))
	}
	r := eval.Score(predictions[0].Gold, eval.ByID(predictions[0].Predicted))
	if f1 := r.Scores.Recognized.F1(); f1 < 0.97 {
		t.Errorf("F1 is %.3f", f1)
	}
	if correct, roles := r.Roles(); roles < 300 || correct < roles*95/100 {
		t.Errorf("%d of %d roles are correct", correct, roles)
	}
}

func TestCrossValidateErrors(t *testing.T) {
	ctx := context.Background()
	o := smallOptions(t)
	if _, err := CrossValidate(ctx, []byte("not a model"), o, nil, 3); err == nil {
		t.Error("no error for a file that is not a model")
	}
	if _, err := CrossValidate(ctx, recognizetest.ModelFile(t), o, []string{"missing.jsonl"}, 3); err == nil {
		t.Error("no error for a missing gold file")
	}
	canceled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := CrossValidate(canceled, recognizetest.ModelFile(t), o, nil, 3); err == nil {
		t.Error("no error for a canceled context")
	}
}
