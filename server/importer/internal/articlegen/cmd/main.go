// Command cmd writes a folder of articles for trials: FOLDER COUNT.
package main

import (
	"fmt"
	"os"
	"strconv"

	"dateline/server/importer/internal/articlegen"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "give FOLDER and COUNT")
		os.Exit(2)
	}
	count, err := strconv.Atoi(os.Args[2])
	if err == nil {
		err = articlegen.Write(os.Args[1], count)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
