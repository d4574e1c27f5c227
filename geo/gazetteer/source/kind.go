package source

import (
	"strings"

	"dateline/geo"
)

// featureKinds lists the kind of place of GeoNames feature codes by feature class.
// An entry without codes is the kind of all other codes of its class, including
// future ones. The codes are those of GeoNames' featureCodes_en.txt.
//
// Former first-level divisions and former states are regions: they have no
// government, and their codes must not be taken for current ones. A valley is an
// area, like the river that formed it; a gap, a saddle or a pass is a point.
// Everything under the sea is part of the sea.
var featureKinds = [...]struct {
	class byte
	kind  geo.Kind
	codes string
}{
	{'A', geo.KindAdmin3, ""}, // ADM3–5, ADMD, ADMS, PRSH, LTER, former lower divisions
	{'A', geo.KindAdmin1, "ADM1"},
	{'A', geo.KindAdmin2, "ADM2"},
	{'A', geo.KindCountry, "PCL PCLD PCLF PCLI PCLIX PCLS"},
	{'A', geo.KindRegion, "ADM1H PCLH TERR ZN ZNB"},

	{'H', geo.KindRiver, ""}, // streams, canals, ditches, wadis and their parts
	{'H', geo.KindSea, "BAY BAYS BGHT BNK BNKX CHN CHNM CHNN COVE CRNT FISH FJD FJDS GULF INLT INLTQ NRWS OCN OVF SD SEA SILL STRT WHRL"},
	{'H', geo.KindLake, "CHNL LBED LGN LGNS LGNX LK LKC LKI LKN LKNI LKO LKOI LKS LKSB LKSC LKSI LKSN LKSNI LKX MFGN PND PNDI PNDN PNDNI PNDS PNDSF POOL RSV RSVI"},
	{'H', geo.KindDesert, "BOG CAPG DOMG DPRG FLTM FLTT MGV MOOR MRSH MRSHN SBKH SWMP WTLD WTLDI"},
	{'H', geo.KindRange, "GLCR RDGG"},
	{'H', geo.KindIsland, "RF RFC RFX SHOL"},
	{'H', geo.KindAirport, "AIRS"},
	{'H', geo.KindSite, "ANCH CNFL DCK DCKB FLLS FLLSX GYSR HBR HBRX RDST RSVT SPNG SPNS SPNT TNLC WLL WLLQ WLLS WTRH"},

	{'L', geo.KindSite, ""}, // localities, ports, oil fields, battlefields, mining and industrial areas
	{'L', geo.KindContinent, "CONT"},
	{'L', geo.KindRegion, "AREA BSNP CST LAND RGN RGNE RGNH RGNL TRB"},
	{'L', geo.KindPark, "PRK RES RESA RESF RESH RESN RESP RESW"},
	{'L', geo.KindAdmin3, "RESV"},
	{'L', geo.KindBase, "MILB MVA NVB RNGA"},
	{'L', geo.KindRiver, "BSND"},
	{'L', geo.KindDesert, "CLG CMN FLD FLDI GRAZ GVL OAS PEAT QCKS SALT SNOW"},
	{'L', geo.KindSettlement, "AGRC"},
	{'L', geo.KindQuarter, "CTRB DEVH"},

	{'P', geo.KindSettlement, ""},
	{'P', geo.KindQuarter, "PPLX"},

	{'R', geo.KindSite, ""}, // roads, railways, tunnels, causeways

	{'S', geo.KindSite, ""}, // spots, buildings, farms
	{'S', geo.KindAirport, "AIRF AIRH AIRP AIRQ"},
	{'S', geo.KindBase, "AIRB BRKS INSM"},
	{'S', geo.KindCrossing, "PSTB PSTC"},
	{'S', geo.KindQuarter, "CMPRF"},

	{'T', geo.KindSite, ""}, // beaches, cliffs, rocks, fords, sinkholes
	{'T', geo.KindPeak, "BUTE CLDA CONE CRTR HLL MESA MND MT NTK PK SPUR VLC"},
	{'T', geo.KindRange, "BDLD CUET DVD HLLS INTF MTS NTKS PKS PLAT PLATX RDGE SCRP SLP UPLD"},
	{'T', geo.KindRiver, "CNYN DLTA GRGE VAL VALG VALS VALX"},
	{'T', geo.KindPass, "CRDR GAP PASS SDL"},
	{'T', geo.KindIsland, "ATOL ISL ISLET ISLF ISLM ISLS ISLT ISLX"},
	{'T', geo.KindPeninsula, "CAPE HDLD ISTH PEN PENX PROM PT PTS SPIT"},
	{'T', geo.KindDesert, "DPR DSRT DUNE ERG HMDA KRST LAVA PAN PANS PLDR PLN PLNX REG SAND TRGD"},
	{'T', geo.KindRegion, "SHOR"},

	{'U', geo.KindSea, ""},

	{'V', geo.KindDesert, ""}, // forests, grassland, tundra, orchards
	{'V', geo.KindSite, "TREE"},
}

// kindsByFeature is featureKinds by class (minus 'A') and code.
var kindsByFeature = func() (table ['V' - 'A' + 1]map[string]geo.Kind) {
	for _, row := range featureKinds {
		m := &table[row.class-'A']
		if *m == nil {
			*m = make(map[string]geo.Kind)
		}
		if row.codes == "" {
			(*m)[""] = row.kind
		}
		for code := range strings.FieldsSeq(row.codes) {
			(*m)[code] = row.kind
		}
	}
	return table
}()

// KindOf returns the kind of place of a GeoNames feature class and code, such as
// 'P' and "PPLC". For an unknown or empty code it returns the most common kind of
// the class, for an unknown class KindUnknown.
func KindOf(class byte, code string) geo.Kind {
	if class < 'A' || class > 'V' {
		return geo.KindUnknown
	}
	m := kindsByFeature[class-'A']
	if kind, ok := m[code]; ok {
		return kind
	}
	return m[""]
}
