package report

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"regexp"
)

// loader restores the data blocks of the page and then runs the viewer. Its hash is in the
// Content-Security-Policy, as is that of the viewer.
const loader = `(async () => {
  const digits = '` + base85Digits + `'
  const text = async e => {
    const code = e.textContent
    const bytes = new Uint8Array(code.length / 5 * 4)
    for (let i = 0, at = 0; i < code.length; at += 4) {
      let n = 0
      for (const end = i + 5; i < end; i++) n = n * 85 + digits.indexOf(code[i])
      new DataView(bytes.buffer).setUint32(at, n)
    }
    return new Response(new Blob([bytes.subarray(0, +e.dataset.length)]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).text()
  }
  for (const e of document.querySelectorAll('script[data-block]')) {
    const block = document.createElement('script')
    block.type = 'application/json'
    block.id = e.dataset.block
    block.textContent = await text(e)
    e.replaceWith(block)
  }
  const viewer = document.createElement('script')
  viewer.textContent = await text(document.getElementById('viewer-deflated'))
  document.body.append(viewer)
})()
`

var (
	block  = regexp.MustCompile(`(?s)<script type="application/json" id="([a-z-]+)">(.*?)</script>`)
	viewer = regexp.MustCompile(`(?s)<script>(.*?)</script>\s*</body>`)
)

// compress deflates the data blocks and the viewer of a page, which the loader restores.
// The text of the page, which is its annex, stays as it is.
func compress(page []byte) ([]byte, error) {
	if len(viewer.FindAllIndex(page, 2)) != 1 || !bytes.Contains(page[:min(len(page), 4096)], []byte("script-src ")) {
		return nil, errors.New("the page does not have the form that can be compressed")
	}
	var failed error
	encode := func(b []byte) string {
		var out bytes.Buffer
		z, err := flate.NewWriter(&out, flate.BestCompression)
		if err == nil {
			_, err = z.Write(b)
		}
		if err == nil {
			err = z.Close()
		}
		failed = errors.Join(failed, err)
		return fmt.Sprintf("data-length=\"%d\">%s", out.Len(), base85(out.Bytes()))
	}
	page = block.ReplaceAllFunc(page, func(b []byte) []byte {
		m := block.FindSubmatch(b)
		if len(m[2]) < 4096 { // the configuration of the viewer, which is small
			return b
		}
		return fmt.Appendf(nil, `<script type="application/octet-stream" data-block="%s" %s</script>`, m[1], encode(m[2]))
	})
	page = viewer.ReplaceAllFunc(page, func(b []byte) []byte {
		m := viewer.FindSubmatch(b)
		return fmt.Appendf(nil, "<script type=\"application/octet-stream\" id=\"viewer-deflated\" %s</script>\n<script>%s</script>\n</body>", encode(m[1]), loader)
	})
	sum := sha256.Sum256([]byte(loader))
	directive := "script-src &#39;sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "&#39; "
	return bytes.Replace(page, []byte("script-src "), []byte(directive), 1), failed
}

// base85Digits are those of base85: printable ASCII without what ends a script or a string.
const base85Digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?,_>()[]{}@%$#"

// base85 encodes bytes as five digits for every four, the most significant first. It is a
// sixteenth shorter than base64. Zeros are appended to what is not a multiple of four.
func base85(b []byte) string {
	out := make([]byte, 0, (len(b)+3)/4*5)
	for len(b) > 0 {
		var four [4]byte
		b = b[copy(four[:], b):]
		n := binary.BigEndian.Uint32(four[:])
		var five [5]byte
		for i := range five {
			five[len(five)-1-i] = base85Digits[n%85]
			n /= 85
		}
		out = append(out, five[:]...)
	}
	return string(out)
}
