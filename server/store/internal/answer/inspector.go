package answer

// Inspector gives tests of other packages control of the scans of answers.
type Inspector struct{ Answers *Answers }

// Pause stops scans until resume is called.
func (i Inspector) Pause() (resume func()) {
	for range cap(i.Answers.slots) {
		i.Answers.slots <- struct{}{}
	}
	return func() {
		for range cap(i.Answers.slots) {
			<-i.Answers.slots
		}
	}
}

// Running returns the number of selections that are being answered.
func (i Inspector) Running() int { return i.Answers.flights.Running() }

// Closing returns a channel that is closed when [Answers.Close] is called.
func (i Inspector) Closing() <-chan struct{} { return i.Answers.closing.Done() }

// Cached returns the number of cached results.
func (i Inspector) Cached() int { return i.Answers.results.Len() }
