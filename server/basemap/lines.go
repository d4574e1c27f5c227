package basemap

const lineDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// EncodeLines encodes lines of integer points as text, in the format that
// static/src/basemap/README.md describes.
func EncodeLines(lines [][][2]int) string {
	var out []byte
	write := func(n int) {
		for ; n > 31; n >>= 5 {
			out = append(out, lineDigits[32|n&31])
		}
		out = append(out, lineDigits[n])
	}
	zigzag := func(n int) {
		if n < 0 {
			write(-2*n - 1)
		} else {
			write(2 * n)
		}
	}
	var last [2]int
	for _, line := range lines {
		write(len(line))
		for _, p := range line {
			zigzag(p[0] - last[0])
			zigzag(p[1] - last[1])
			last = p
		}
	}
	return string(out)
}
