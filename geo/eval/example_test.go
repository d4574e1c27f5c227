package eval_test

import (
	"log"
	"os"
	"strings"

	"dateline/geo/eval"
)

// Any geoparser that writes the JSON Lines of "dateline geoparse" can be scored.
func ExampleScore() {
	gold, err := eval.Read(strings.NewReader(`{"id": "1", "text": "From Kabul to Quetta.", "toponyms": [` +
		`{"start": 5, "end": 10, "lat": 34.53, "lon": 69.17}, {"start": 14, "end": 20, "lat": 30.18, "lon": 67.0}]}`))
	if err != nil {
		log.Fatal(err)
	}
	predicted, err := eval.Read(strings.NewReader(`{"id": "1", "toponyms": [{"start": 5, "end": 10, "lat": 34.5, "lon": 69.2, "score": 0.9}]}`))
	if err != nil {
		log.Fatal(err)
	}
	if err := eval.Score(gold, eval.ByID(predicted)).Report(os.Stdout, "two places", 1); err != nil {
		log.Fatal(err)
	}
	// Output:
	// two places: 1 documents, 2 toponyms
	// recognition        P 1.0000        R 0.5000       F1 0.6667  exact F1 0.6667
	// resolution         acc161 1.0000   median 4.3 km  mean 4 km  AUC 0.1688  of 1
	// end to end         P 1.0000        R 0.5000       F1 0.6667
	// outcome            not recognized  1              recognized 0.000  acc161 0.000
	// probability        0.90–0.95       1              predicted 0.900   correct 1.000
	// calibration error  0.1000
	// certain            0  correct 0.0000
	// error              1  missed
}
