// Command cmd writes generated articles to a folder. Its arguments are FOLDER COUNT.
package main

import (
	"fmt"
	"os"
	"strconv"

	"dateline/server/importer/internal/articlegen"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: cmd FOLDER COUNT")
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
