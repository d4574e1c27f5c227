package geo

// kindLabels has the labels of the kinds whose [Kind.String] is not a plain word.
var kindLabels = map[Kind]string{
	KindUnknown:  "place",
	KindAdmin1:   "state or province",
	KindAdmin2:   "county or district",
	KindAdmin3:   "municipality",
	KindQuarter:  "part of a town or city",
	KindBase:     "military base",
	KindCrossing: "border crossing",
	KindPass:     "pass or valley",
	KindRange:    "mountains or plateau",
}

// Label returns the kind as readers are shown it, in lower case: "state or province".
func (k Kind) Label() string {
	if label, ok := kindLabels[k]; ok {
		return label
	}
	return k.String()
}
