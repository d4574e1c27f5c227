package ogc

import (
	"fmt"
	"slices"

	"dateline/geo/layer"
)

// checkTypes returns an error, which is a sentence for the client, if an expression compares a field with a value of another type.
func checkTypes(e expression, fields []layer.Field) error {
	switch e := e.(type) {
	case conjunction:
		return checkAllTypes(e, fields)
	case disjunction:
		return checkAllTypes(e, fields)
	case negation:
		return checkTypes(e.operand, fields)
	case comparison:
		return checkType(e.property, fields, e.value)
	case membership:
		return checkType(e.property, fields, e.values...)
	case between:
		return checkType(e.property, fields, e.low, e.high)
	case like:
		return checkType(e.property, fields, literal{kind: textLiteral})
	}
	return nil
}

func checkAllTypes(all []expression, fields []layer.Field) error {
	for _, e := range all {
		if err := checkTypes(e, fields); err != nil {
			return err
		}
	}
	return nil
}

// checkType checks the values with which a property is compared. Dates are texts of fields.
func checkType(property string, fields []layer.Field, values ...literal) error {
	i := slices.IndexFunc(fields, func(f layer.Field) bool { return f.Name == property })
	if i < 0 {
		return nil // a key of selections, which checks its values
	}
	for _, v := range values {
		number, boolean := v.kind == numberLiteral, v.kind == booleanLiteral
		t := fields[i].Type
		if number != (t == layer.Integer || t == layer.Number) || boolean != (t == layer.Boolean) {
			return fmt.Errorf("%s is of the type %s and is compared with a value of another type", property, t)
		}
	}
	return nil
}
