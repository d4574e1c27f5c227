package geo

// DateRange is the range of days that a passage refers to.
type DateRange struct {
	// First and Last are days as "2006-01-02", both inclusive.
	First, Last string
	// Words is the temporal expression in the text, such as "last month".
	Words string
	// Span is the span of the expression.
	Span Span
}
