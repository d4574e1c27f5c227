package main

import "dateline/geo/gazetteer"

func g2(i int) gazetteer.Ref { return gazetteer.Ref(i) }
