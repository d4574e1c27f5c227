package main

import (
	"archive/zip"
	"bytes"
	"net/http"
	"path"
	"strings"
	"testing"
	"time"
)

// geonamesMirror returns a server with the files of one village of Sudan in the layout of GeoNames.
func geonamesMirror(t *testing.T) http.Handler {
	t.Helper()
	const village = "12999001\tUmm Zayd\tUmm Zayd\t\t13.7123\t28.4567\tP\tPPL\tSD\t\t56\t\t\t\t0\t\t540\tAfrica/Khartoum\t2024-01-01\n"
	files := map[string][]byte{
		"/export/dump/SD.zip":                zipOf(t, "SD.txt", village),
		"/export/dump/alternatenames/SD.zip": zipOf(t, "SD.txt", "1\t12999001\ten\tOm Zeid\t\t\t\t\t\t\n"),
		"/export/dump/hierarchy.zip":         zipOf(t, "hierarchy.txt", "6295630\t6255146\tADM\n"),
		"/export/dump/admin1CodesASCII.txt":  []byte("SD.56\tNorth Kordofan\tNorth Kordofan\t408667\n"),
		"/export/dump/admin2Codes.txt":       []byte("SD.56.1\tNowhere\tNowhere\t12999002\n"),
		"/export/dump/countryInfo.txt":       []byte("SD\tSDN\t736\tSU\tSudan\tKhartoum\t1861484\t41801533\tAF\t.sd\tSDG\tPound\t249\t#####\t^(\\d{5})$\tar-SD,en,fia\t366755\tSS,TD,EG\t\n"),
	}
	modified := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		content, ok := files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("ETag", `"`+strings.ReplaceAll(path.Base(r.URL.Path), ".", "-")+`"`)
		http.ServeContent(w, r, r.URL.Path, modified, bytes.NewReader(content))
	})
}

func zipOf(t *testing.T, name, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
