package compile

// WithReached returns options with a function that is called at named points of File.
func (o Options) WithReached(reached func(point string)) Options {
	o.reached = reached
	return o
}
